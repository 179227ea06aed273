package index

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/scripts/phone"
)

// said is one message of a chat as it was written, whoever exports it.
type said struct {
	at     time.Time
	person int
	text   string // "" for media

	changed time.Time // zero if never
	became  string    // "" if it was deleted
}

// yearOf returns a year of chat between people.
func yearOf(random *rand.Rand, people int) []said {
	words := strings.Fields("water power bins ladder gate fence hedge parking council pothole lamp street thanks anybody tomorrow tonight borrow again still nobody garden")
	var chat []said
	at := time.Date(2024, 1, 3, 8, 0, 0, 0, time.UTC)
	for n := 250 + random.IntN(150); len(chat) < n; {
		if at = at.Add(time.Duration(random.IntN(40)) * time.Second); random.IntN(3) == 0 {
			at = at.Add(time.Duration(random.IntN(4000)) * time.Minute)
		}
		m := said{at: at, person: random.IntN(people)}
		switch random.IntN(12) {
		case 0:
			m.text = "Thanks!"
		case 1: // media
		default:
			picked := make([]string, 4+random.IntN(6))
			for i := range picked {
				picked[i] = pick(random, words)
			}
			m.text = strings.Join(picked, " ")
		}
		if m.text != "" && m.text != "Thanks!" && random.IntN(15) == 0 {
			m.changed = at.Add(time.Duration(random.IntN(3*24*60)) * time.Minute)
			if random.IntN(3) > 0 {
				m.became = m.text + " " + pick(random, words)
			}
		}
		chat = append(chat, m)
	}
	return chat
}

// handset is a phone: how it calls people, and how far its clock is off.
type handset struct {
	names []string
	clock time.Duration
}

// export writes a part of a chat in one of the handset's dialects, as it is
// when the last message of the part is written.
func (h handset) export(t *testing.T, chat []said, dialect string) string {
	t.Helper()
	d, ok := phone.ByName(dialect)
	if !ok {
		t.Fatal(dialect)
	}
	var out bytes.Buffer
	w := phone.NewWriter(&out, d, "Elm Street")
	now, mark := chat[len(chat)-1].at, ""
	if d.IPhone {
		mark = phone.LRM
	}
	for _, m := range chat {
		body := m.text
		switch changed := !m.changed.IsZero() && !m.changed.After(now); {
		case m.text == "":
			body = d.MediaOmitted()
		case changed && m.became == "":
			body = mark + d.Words.Deleted
		case changed:
			body = m.became + " " + mark + d.Words.Edited
		}
		w.Message(m.at.Add(h.clock), h.names[m.person], body, m.text == "")
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// trials is how many years of chat are cut and merged; KERB_MERGES sets
// another number.
func trials(t *testing.T) uint64 {
	t.Helper()
	if n, err := strconv.ParseUint(os.Getenv("KERB_MERGES"), 10, 64); err == nil {
		return n
	}
	return 50
}

// TestAYearOfExportsFromTwoPhonesIsOneChat cuts a year of chat into exports
// that overlap, of two phones with other names and clocks, in any dialect and
// order. Some messages are edited or deleted in between.
func TestAYearOfExportsFromTwoPhonesIsOneChat(t *testing.T) {
	t.Parallel()
	for seed := range trials(t) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 41))
			chat := yearOf(random, 4)
			phones := []handset{
				{names: []string{"Ben Carter", "Deb No 12", "+44 7700 900123", "Aisha"}},
				{names: []string{"Ben", "Mum", "Olga next door", "+44 7700 900999"}, clock: time.Duration(random.IntN(49)-24) * 15 * time.Minute},
			}
			s := newStore(t)
			loaded := make([]bool, len(chat))
			take := func(from, to int) {
				h := phones[1]
				if common(loaded[from:to]) < 90 || random.IntN(2) == 0 {
					h = phones[0]
				}
				text := h.export(t, chat[from:to], pick(random, phone.Names()))
				opts := LoadOptions{}
				if _, err := s.Load(t.Context(), exportsNamed("WhatsApp Chat with Elm Street.txt", text), opts); err != nil {
					t.Fatal(err)
				}
				for i := from; i < to; i++ {
					loaded[i] = true
				}
			}
			var tagged ID
			for i := range 4 {
				from := random.IntN(len(chat) / 2)
				take(from, from+len(chat)/2)
				if i == 0 {
					tagged = messagesOf(t, s, "Elm Street")[7].ID
					if _, err := s.AddTags(t.Context(), []string{"outage"}, []ID{tagged}, ""); err != nil {
						t.Fatal(err)
					}
				}
			}
			take(0, len(chat))
			sameChat(t, s, chat)
			if ids, _, err := snapshot(t, s).Match(t.Context(), "tag:outage"); err != nil || !slices.Equal(ids, []ID{tagged}) {
				t.Errorf("the tag is on %v, %v, and was put on %v", ids, err, tagged)
			}
		})
	}
}

// common counts what is set.
func common(list []bool) int {
	n := 0
	for _, b := range list {
		if b {
			n++
		}
	}
	return n
}

// sameChat checks that the store's only chat is what was said.
func sameChat(t *testing.T, s *Store, chat []said) {
	t.Helper()
	if chats := snapshot(t, s).Chats(); len(chats) != 1 {
		t.Fatalf("there are chats %+v", chats)
	}
	spoken := func(at time.Time, text string) string { return at.Format("Jan 2 15:04 ") + text }
	want, got := make([]string, 0, len(chat)), make([]string, 0, len(chat))
	for _, m := range chat {
		text := m.text
		if !m.changed.IsZero() && !m.changed.After(chat[len(chat)-1].at) {
			text = m.became
		}
		want = append(want, spoken(m.at, text))
	}
	people := make(map[string]bool)
	for _, m := range messagesOf(t, s, "Elm Street") {
		if m.Kind == parser.Notice {
			continue
		}
		got = append(got, spoken(m.Time, m.Text))
		people[m.Sender] = true
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("there are %d messages, want %d%s", len(got), len(want), firstDifference(got, want))
	}
	if len(people) != 4 {
		t.Errorf("people are %v", people)
	}
}

func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("; at %d %q, want %q", i, got[i], want[i])
		}
	}
	return ""
}
