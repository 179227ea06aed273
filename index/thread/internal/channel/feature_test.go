package channel

import (
	"slices"
	"strings"
	"testing"
)

// said is a chat written as "nick: text" lines, a minute apart; lines that begin
// with === are notices.
func said(lines ...string) []Message {
	list := make([]Message, 0, len(lines))
	for i, line := range lines {
		m := Message{Time: int64(60 * i), Text: line, Notice: strings.HasPrefix(line, "===")}
		if !m.Notice {
			m.Sender, m.Text, _ = strings.Cut(line, "> ")
		}
		list = append(list, m)
	}
	return list
}

// candidatesOf describes what the last of messages may link to; all are kept.
func candidatesOf(messages []Message) *Candidates {
	reader, history := NewReader(), NewHistory()
	for _, m := range messages[:len(messages)-1] {
		if line := reader.Read(m); !line.Notice() {
			history.Add(line)
		}
	}
	line := reader.Read(messages[len(messages)-1])
	c := &Candidates{}
	history.Look(&line, c)
	c.Keep(make([]float32, LineFeatures))
	history.Describe(&line, c)
	return c
}

// on lists which of n features from at are on for the candidate so far back.
func on(c *Candidates, back int, at uint16, n int) []int {
	list := []int{}
	for _, choice := range c.Choices {
		if choice.Back != back {
			continue
		}
		for _, f := range choice.Vector {
			if f.At >= at && int(f.At-at) < n {
				list = append(list, int(f.At-at))
			}
		}
	}
	return list
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		back  int
		at    uint16
		n     int
		want  []int
	}{
		{"a nick with a colon", []string{"ann> hi", "bob> ann: hello"}, 1, atINamesV, 3, []int{0}},
		{"a nick in front", []string{"ann> hi", "bob> ann hello"}, 1, atINamesV, 3, []int{1}},
		{"a nick inside", []string{"ann> hi", "bob> hello ann!"}, 1, atINamesV, 3, []int{2}},
		{"a nick glued to the text", []string{"ann> hi", "bob> ann:hello"}, 1, atINamesV, 3, []int{0}},
		{"a nick with a tail", []string{"ann_> hi", "bob> ann: hello"}, 1, atINamesV, 3, []int{0}},
		{"a nick that is away", []string{"ann|away> hi", "bob> ann: hello"}, 1, atINamesV, 3, []int{0}},
		{"the beginning of a nick", []string{"annabel> hi", "bob> anna: hello"}, 1, atINamesV, 3, []int{0}},
		{"a nick with a slip", []string{"annabel> hi", "bob> anabel: hello"}, 1, atINamesV, 3, []int{0}},
		{"a nick after a rename", []string{"ann> hi", "=== ann is now known as carol", "bob> carol: hello"}, 1, atINamesV, 3, []int{0}},
		{"a rename to a nick that was heard of", []string{"carol> hm", "ann> hi", "=== ann is now known as carol", "bob> carol: hello"}, 1, atINamesV, 3, []int{0}},
		{"nobody's nick", []string{"ann> hi", "bob> well: hello"}, 1, atINamesV, 3, []int{}},
		{"a word that is a nick, but common", []string{"you> hi", "x> are you", "x> can you", "x> do you", "x> if you", "bob> you there"}, 5, atINamesV, 3, []int{}},
		{"somebody else is named", []string{"ann> hi", "carol> hi", "bob> carol: hello"}, 2, atINamesOther, 3, []int{0}},
		{"the newest of v's", []string{"ann> hi", "ann> help", "bob> ann: hello"}, 1, atINamesVNth, len(countEdges) + 1, []int{0}},
		{"the one before v's newest", []string{"ann> hi", "ann> help", "bob> ann: hello"}, 2, atINamesVNth, len(countEdges) + 1, []int{1}},
		{"u is named, and has not written since", []string{"bob> hi", "ann> bob: hello", "bob> thanks"}, 1, atJNamesUNth, len(fewEdges) + 1, []int{0}},
		{"u is named, and has written since", []string{"bob> hi", "ann> bob: hello", "bob> thanks", "bob> bye"}, 2, atJNamesUNth, len(fewEdges) + 1, []int{1}},
		{"the same speaker, newest", []string{"bob> hi", "bob> help"}, 1, atSameNth, len(fewEdges) + 1, []int{0}},
		{"notices are no place", []string{"ann> hi", "=== carol has joined #x", "=== dan has joined #x", "bob> hello"}, 1, atPlace, len(placeEdges) + 1, []int{0}},
		{"minutes", []string{"ann> hi", "=== x", "=== x", "bob> hello"}, 1, atGap, len(minuteEdges) + 1, []int{3}},
		{"u's words to v since j", []string{"ann> hi", "bob> ann: yes", "bob> ann: and no"}, 2, atUToV, len(someEdges) + 1, []int{1}},
		{"u goes on talking to v", []string{"ann> hi", "bob> ann: yes", "bob> and no"}, 2, atIGoesOn, 2, []int{0}},
		{"v goes on talking to u", []string{"bob> hi", "ann> bob: yes", "ann> and no", "bob> ok"}, 1, atJGoesOn, 2, []int{0}},
		{"u came a moment ago", []string{"ann> hi", "=== bob [~b@x] has joined #x", "bob> hello"}, 0, atSelfJoined, len(recentEdges) + 1, []int{0}},
		{"u came, and has written since", []string{"ann> hi", "=== bob has joined #x", "bob> hello", "bob> hm"}, 0, atSelfJoined, len(recentEdges) + 1, []int{}},
		{"questions", []string{"ann> why?", "bob> because"}, 1, atQuestions, 4, []int{2}},
		{"words in common", []string{"ann> my printer jams", "bob> which printer", "carol> lunch"}, 2, atShared, len(sharedEdges) + 1, []int{}},
		{"a word in common", []string{"ann> my printer jams", "bob> which printer"}, 1, atShared, len(sharedEdges) + 1, []int{0}},
		{"a bot answers a command", []string{"ann> !printer", "infobot> see the manual"}, 1, atBots, 3, []int{0}},
		{"v has spoken since u did, twice", []string{"bob> hi", "ann> yes", "ann> no", "bob> ok"}, 1, atTurn, len(someEdges) + 1, []int{1}},
		{"part of what v says to another", []string{"x> hm", "ann> x: one", "ann> two", "bob> ok"}, 1, atGoesOn, 8, []int{0, 2}},
	}
	for _, test := range tests {
		got := on(candidatesOf(said(test.lines...)), test.back, test.at, test.n)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v of the features are on, want %v", test.name, got, test.want)
		}
	}
}

func TestWhatIsAskedAgainMayLinkBeyondTheWindow(t *testing.T) {
	t.Parallel()
	lines := []string{"ann> does my grumbling scanner work with this"}
	for range Window + 50 {
		lines = append(lines, "bob> well", "carol> yes")
	}
	again := candidatesOf(said(append(lines, "ann> again: does my grumbling scanner work")...))
	if back := again.Back(len(again.All) - 1); back != len(lines) {
		t.Errorf("the last candidate is %d back, want %d", back, len(lines))
	}
	other := candidatesOf(said(append(lines, "ann> who likes cake")...))
	if got := len(other.All); got != Window+1 {
		t.Errorf("%d candidates where nothing is repeated, want %d", got, Window+1)
	}
}

func TestNoFeatureIsOnTwice(t *testing.T) {
	t.Parallel()
	c := candidatesOf(said("ann> hi all, why?", "bob> ann: what", "ann> bob: my printer jams", "carol> bob: hi", "bob> ann: which printer, ann?", "ann> bob: the printer"))
	for _, choice := range c.Choices {
		seen := make(map[uint16]bool)
		for _, f := range append(slices.Clone(c.Shared), choice.Vector...) {
			if seen[f.At] || int(f.At) >= LineFeatures {
				t.Errorf("%d back: feature %d is on twice, or unknown", choice.Back, f.At)
			}
			seen[f.At] = true
		}
	}
}

func TestEachFeatureIsInOneGroup(t *testing.T) {
	t.Parallel()
	for at := range uint16(AllFeatures) {
		in := 0
		for _, g := range Groups {
			if g.Has(at) {
				in++
			}
		}
		if in != 1 && at != atSelf {
			t.Errorf("feature %d is in %d groups", at, in)
		}
	}
	if AllFeatures-LineFeatures < 30 {
		t.Errorf("%d features of threads", AllFeatures-LineFeatures)
	}
}
