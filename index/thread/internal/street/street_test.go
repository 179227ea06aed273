package street

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/analysis"
)

// guess is a model whose nets know nothing, but are not all the same.
func guess(nets int) *Model {
	random := rand.New(rand.NewPCG(7, 0))
	m := &Model{Policy: Policy{Stay: [Spans]float64{1, 1, 1, 1, 1, 1}, Worth: AsSaid()}}
	for range nets {
		n := NewNet()
		for _, list := range n.Lists() {
			for i := range list {
				list[i] = float32(random.NormFloat64()) / 4
			}
		}
		m.Nets = append(m.Nets, n)
	}
	return m
}

// babble is a chat of random words.
func babble(seed uint64, n int) []Message {
	random := rand.New(rand.NewPCG(seed, 0))
	people := []string{"Ann", "Ben Smith", "~ Cy", "🌻 Deb", "+44 7700 900123", ""}
	words := []string{"power", "off", "?", "Ann", "@Ben", "danke", "a ver", "ok", "http://x.y/z", "…", "", "الماء", "ladder", "thanks", "12:30", "😂"}
	var now int64
	list := make([]Message, n)
	for i := range list {
		now += int64(random.IntN(1 + random.IntN(1+random.IntN(100_000))))
		text := ""
		for range random.IntN(9) {
			text += words[random.IntN(len(words))] + " "
		}
		list[i] = Message{Time: now - int64(random.IntN(2)*random.IntN(500)), Sender: people[random.IntN(len(people))], Text: text}
	}
	return list
}

func TestALinkLeadsBackWithinTheWindow(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		d := NewDecoder(guess(2))
		for i, m := range babble(seed, 1500) {
			back, confidence := d.Next(m)
			if back < 0 || back > min(i, maxLines) || !(confidence > 0 && confidence < 1) {
				t.Fatalf("seed %d: message %d is linked %d back with confidence %v", seed, i, back, confidence)
			}
		}
	}
}

func TestWhatIsForcedHoldsAndIsKnownAfterwards(t *testing.T) {
	t.Parallel()
	d := NewDecoder(guess(1))
	ladder := Message{Time: 1000, Sender: "Ann", Text: "does anyone have a ladder?"}
	d.Force(ladder, 0)
	d.Force(Message{Time: 1060, Sender: "Ben", Text: "whose cat is this?"}, 1)
	d.Force(Message{Time: 1070, Sender: "Cy", Text: "we have one"}, 0)
	d.Force(Message{Time: 1080, Sender: "Ben", Text: "lovely"}, 5000) // of what is forgotten
	seen := d.Look(Message{Time: 1090, Sender: "Deb", Text: "mine"})
	if want := []int{0, 1, 2, 3}; !reflect.DeepEqual(seen.Last, want) {
		t.Errorf("threads end %v messages back, want %v", seen.Last, want)
	}
	if d.Take(3) == 0 || len(d.window.threads) != 3 {
		t.Errorf("there are %d threads, want 3", len(d.window.threads))
	}
}

func TestAStreetOfYearsIsForgotten(t *testing.T) {
	t.Parallel()
	d := NewDecoder(guess(1))
	for i := range 6000 {
		d.Force(Message{Time: int64(i) * 300, Sender: fmt.Sprint("neighbour", i), Text: fmt.Sprint("word", i)}, i%3)
	}
	w := d.window
	if len(w.lines) > maxLines || len(w.threads) > maxLines || len(w.people) > 2*maxLines+1 || len(w.lineOf) > maxLines*maxStems {
		t.Errorf("%d lines, %d threads, %d people, %d stems are remembered", len(w.lines), len(w.threads), len(w.people), len(w.lineOf))
	}
	d.Force(Message{Time: 1 << 40, Sender: "Ann", Text: "hello"}, 1)
	if len(w.lines) != 1 || len(w.threads) != 1 || len(w.lineOf) > 1 {
		t.Errorf("after years of silence %d lines, %d threads, %d stems are remembered", len(w.lines), len(w.threads), len(w.lineOf))
	}
}

// What is remembered depends on the last thirty days alone, so that a block of
// a long chat may be linked by itself.
func TestTheWindowForgetsWithoutATrace(t *testing.T) {
	t.Parallel()
	messages := babble(3, 900)
	for i := range messages {
		messages[i].Time += int64(i) * 3600
	}
	whole, late := NewDecoder(guess(1)), NewDecoder(guess(1))
	for i, m := range messages {
		back := 0
		if i%4 > 0 {
			back = 1
		}
		whole.Force(m, back)
		if i >= 100 {
			late.Force(m, back)
		}
	}
	next := Message{Time: messages[len(messages)-1].Time + 60, Sender: "Ann", Text: "thanks Ben, the power is back"}
	if a, b := whole.Look(next), late.Look(next); !reflect.DeepEqual(a.Choices, b.Choices) || a.Context != b.Context {
		t.Error("what is long ago makes a difference")
	}
}

func TestWhatAMessageDoes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]cue{
		"Does anyone have a ladder?":         asksEveryone | isQuestion | startsUpper,
		"Hat jemand eine Leiter?":            asksEveryone | isQuestion,
		"¿Alguien tiene una escalera?":       asksEveryone | isQuestion,
		"kya kisi ke paas ladder hai?":       asksEveryone | isQuestion,
		"yaaradru ladder ide?":               asksEveryone,
		"Good morning all":                   greets,
		"danke dir!":                         thanks | isExclaimed | isShort,
		"and ours is off too":                goesOn | saysMe,
		"":                                   isMedia,
		"😂😂":                                 laughs | isPicture,
		"come at 18:30":                      hasTime | hasFigure,
		"it was £20":                         hasTime | saysIt,
		"see https://example.org":            hasLink,
		"@Ben have you got it?":              hasMention | saysYou | saysIt | isQuestion,
		"*wheelbarrow":                       isAside | isShort,
		strings.Repeat("a long message ", 9): isLong,
	} {
		if got := newReader().read(Message{Text: text}).cues; got&want != want {
			t.Errorf("%q: cues %b lack %b", text, got, want&^got)
		}
	}
	if got := newReader().read(Message{Text: "The oven is on"}).cues; got&(asksEveryone|isQuestion|thanks|saysYes) != 0 {
		t.Errorf("a plain sentence has cues %b", got)
	}
}

func TestCuesNameNothingTwice(t *testing.T) {
	t.Parallel()
	if _, err := readPhrases(cueText); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	headed := make(map[string]bool)
	heading, language := "", ""
	for line := range strings.Lines(cueText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			if headed[line] {
				t.Errorf("%s stands twice", line)
			}
			heading, headed[line] = line, true
			continue
		}
		var list string
		language, list, _ = strings.Cut(line, ":")
		if at := heading + language; seen[at] {
			t.Errorf("%s has two lines for %s", heading, language)
		} else {
			seen[at] = true
		}
		for phrase := range strings.SplitSeq(list, ",") {
			var terms []string
			for _, token := range analysis.Tokenize(nil, phrase) {
				terms = append(terms, token.Term)
			}
			at := heading + language + ":" + strings.Join(terms, " ")
			if seen[at] {
				t.Errorf("%s %s: %q stands twice", heading, language, phrase)
			}
			seen[at] = true
		}
	}
	if len(headed) != len(headings) {
		t.Errorf("%d headings, want %d", len(headed), len(headings))
	}
	for _, text := range []string{"[asks somebody]\nen: who", "en: who", "[greets]\nno language", "[greets]\nen: ,"} {
		if _, err := readPhrases(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

func TestAModelIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	m := guess(3)
	m.Stay[2], m.Worth[ofAll] = 0.25, -1
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	got, err := ReadModel(bytes.NewReader(whole))
	if err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("read %v, %v", got, err)
	}
	for _, n := range []int{0, 5, len(magic), len(magic) + 30, len(magic) + 70, len(whole) - 1} {
		if _, err := ReadModel(bytes.NewReader(whole[:n])); !errors.Is(err, ErrModel) {
			t.Errorf("of %d bytes: %v", n, err)
		}
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add("Ann|has anyone a ladder?|0\nBen|yes @Ann|60\n|\xff\xfe|-5")
	f.Add("Zoë 🌻|¿de quién es este gato?|9223372036854775807\nx|mío|-9223372036854775808")
	f.Fuzz(func(t *testing.T, chat string) {
		d := NewDecoder(guess(1))
		i := 0
		for line := range strings.Lines(chat) {
			sender, rest, _ := strings.Cut(line, "|")
			text, clock, _ := strings.Cut(rest, "|")
			m := Message{Sender: sender, Text: text}
			fmt.Sscan(clock, &m.Time)
			if i%3 == 2 {
				d.Force(m, len(text))
			} else if back, confidence := d.Next(m); back < 0 || back > i || !(confidence > 0 && confidence < 1) {
				t.Fatalf("message %d is linked %d back with confidence %v", i, back, confidence)
			}
			i++
		}
	})
}

func BenchmarkNext(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 0))
	messages := make([]Message, 5000)
	for i := range messages {
		text := ""
		for range 1 + random.IntN(14) {
			text += fmt.Sprintf("word%d ", int(random.ExpFloat64()*200))
		}
		messages[i] = Message{Time: int64(i) * 600, Sender: fmt.Sprintf("Neighbour%d", random.IntN(30)), Text: text}
	}
	model := guess(4)
	for b.Loop() {
		d := NewDecoder(model)
		for _, m := range messages {
			d.Next(m)
		}
	}
	b.ReportMetric(float64(len(messages)*b.N)/b.Elapsed().Seconds(), "messages/s")
}
