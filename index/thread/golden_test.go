package thread

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/thread/internal/labelled"
	"github.com/kerbstreet/kerb/parser"
)

var update = flag.Bool("update", false, "write testdata anew")

// read reads a labelled chat of the folder testdata at the top.
func read(t *testing.T, name string) (messages []Message, said labelled.Chat) {
	t.Helper()
	chats, err := labelled.Read(t.Context(), filepath.Join("..", "..", "testdata", filepath.FromSlash(name)))
	if err != nil || len(chats) == 0 {
		t.Fatalf("%s: %v", name, err)
	}
	for _, m := range chats[0].Messages {
		messages = append(messages, Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: m.Kind == parser.Notice || m.Sender == ""})
	}
	return messages, chats[0]
}

// scores says how well links agree with what people said.
func scores(links []Link, said labelled.Chat) labelled.Score {
	var want []string
	var got []int
	for i, thread := range said.Threads {
		if thread != "" {
			want, got = append(want, thread), append(got, links[i].Root)
		}
	}
	return labelled.Compare(want, got)
}

// cut links messages as long as nobody is silent for twelve hours.
func cut(messages []Message) []Link {
	links := make([]Link, len(messages))
	last := None
	for i, m := range messages {
		links[i] = Link{Parent: None, Root: i}
		if m.Notice {
			continue
		}
		if last != None && m.Time.Sub(messages[last].Time).Hours() <= 12 {
			links[i] = Link{Parent: last, Root: links[last].Root}
		}
		last = i
	}
	return links
}

// The threads of a street, to be read by a person: a change of them shows in
// review. The models have learned from this street.
func TestThreadsOfHazelRoad(t *testing.T) {
	t.Parallel()
	messages, said := read(t, "hazel-road")
	links := find(t, messages)
	found, silences := scores(links, said), scores(cut(messages), said)
	var b strings.Builder
	fmt.Fprintf(&b, "one-to-one %.3f (at silences %.3f)\npairs F1   %.3f (at silences %.3f)\n", found.OneToOne, silences.OneToOne, found.F1, silences.F1)
	for i, link := range links {
		if link.Parent != None || messages[i].Notice {
			continue
		}
		b.WriteString("\n")
		for k, other := range links {
			if other.Root != i {
				continue
			}
			answers := "starts"
			if other.Parent != None {
				answers = fmt.Sprintf("to %d", other.Parent+1)
			}
			text := []rune(strings.ReplaceAll(messages[k].Text, "\n", " "))
			fmt.Fprintf(&b, "%4d %-6s %-7s %s: %s\n", k+1, said.Threads[k], answers, messages[k].Sender, string(text[:min(len(text), 60)]))
		}
	}
	file := filepath.Join("testdata", "hazel-road.threads")
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the threads are others than in %s; run the test with -update and read the diff", file)
	}
}

// Nothing was learned from these streets.
func TestThreadsOfStreetsHeldApartAreNoWorseThanSilences(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"wrens-end", "calle-tejera", "am-kirschgarten", "nilgiri-enclave"} {
		messages, said := read(t, "streets/"+name)
		found, silences := scores(find(t, messages), said), scores(cut(messages), said)
		if found.OneToOne < silences.OneToOne || found.F1 < silences.F1 {
			t.Errorf("%s: %+v, by silences %+v", name, found, silences)
		}
	}
}
