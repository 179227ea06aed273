package thread

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// at returns a moment so many minutes after the start of a chat.
func at(minutes int) time.Time {
	return time.Date(2025, 3, 1, 18, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
}

func find(t *testing.T, messages []Message) []Link {
	t.Helper()
	links, err := Find(t.Context(), messages)
	if err != nil {
		t.Fatal(err)
	}
	return links
}

func roots(links []Link) []int {
	list := make([]int, len(links))
	for i, link := range links {
		list[i] = link.Root
	}
	return list
}

func TestOnAStreetALongSilenceEndsAThread(t *testing.T) {
	t.Parallel()
	links := find(t, []Message{
		{at(0), "Ben", "power just went here, anyone?", false},
		{at(3), "Deb", "ours is off too", false},
		{at(4), "", "Deb changed the group's icon", true},
		{at(11 * 60), "Ben", "back on", false},
		{at(24 * 60), "Raj", "who has a ladder?", false},
		{at(24*60 + 5), "Deb", "Sue has", false},
	})
	if got, want := roots(links), []int{0, 0, 2, 0, 4, 4}; !slices.Equal(got, want) {
		t.Errorf("threads start at %v, want %v", got, want)
	}
	if links[2].Parent != None {
		t.Errorf("a notice answers message %d", links[2].Parent)
	}
}

func TestOnAStreetTwoMattersAtOnceAreTwoThreads(t *testing.T) {
	t.Parallel()
	for language, said := range map[string][8]string{
		"English": {
			"Has anyone else's power gone?", "ours is off too", "does anybody have a long ladder we could borrow?",
			"power is out at number 9 as well", "I have a ladder, come and get it", "the power company says a fault, back by nine",
			"thank you, I will come for the ladder now", "power back on here",
		},
		"German": {
			"Ist bei euch auch der Strom weg?", "bei uns ist der Strom auch weg", "Hat jemand eine lange Leiter zum Ausleihen?",
			"Stromausfall hier auch, Nummer 9", "Ich habe eine Leiter, kannst du holen", "der Netzbetreiber sagt, der Strom kommt um neun wieder",
			"danke, ich hole die Leiter gleich", "Strom ist wieder da",
		},
		"Spanish": {
			"¿A alguien más se le fue la luz?", "aquí tampoco hay luz", "¿Alguien tiene una escalera larga que me preste?",
			"sin luz en el número 9 también", "yo tengo una escalera, pasa por ella", "la compañía dice que la luz vuelve a las nueve",
			"gracias, ahora voy por la escalera", "ya volvió la luz",
		},
	} {
		who := [8]string{"Ben", "Deb", "Raj", "Ann", "Sue", "Ben", "Raj", "Deb"}
		var messages []Message
		for i, text := range said {
			messages = append(messages, Message{at(i * 2), who[i], text, false})
		}
		if got, want := roots(find(t, messages)), []int{0, 0, 2, 0, 2, 0, 2, 0}; !slices.Equal(got, want) {
			t.Errorf("%s: threads start at %v, want %v", language, got, want)
		}
	}
}

// twoQuestions is a channel in which two people are helped at once.
func twoQuestions() []Message {
	return []Message{
		{at(0), "newbie", "hi, how do i mount a usb stick?", false},
		{at(0), "carol", "can anyone tell me why my sound card is silent after the upgrade?", false},
		{at(1), "alice", "newbie: plug it in and look at dmesg", false},
		{at(1), "dave", "carol: did you look at alsamixer?", false},
		{at(2), "newbie", "alice: it says sdb1", false},
		{at(2), "carol", "dave: yes, nothing is muted", false},
		{at(3), "alice", "newbie: then mount /dev/sdb1 /mnt", false},
		{at(3), "dave", "carol: which card is it?", false},
		{at(4), "newbie", "alice: that works, thanks", false},
		{at(4), "carol", "dave: an old soundblaster", false},
	}
}

func TestInAChannelThoseWhoNameEachOtherAreInOneThread(t *testing.T) {
	t.Parallel()
	got := roots(find(t, twoQuestions()))
	want := []int{0, 1, 0, 1, 0, 1, 0, 1, 0, 1}
	if !slices.Equal(got, want) {
		t.Errorf("threads start at %v, want %v", got, want)
	}
}

func TestAMessageAnswersAnEarlierOneOfItsThread(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		messages := babble(seed)
		links := find(t, messages)
		for i, link := range links {
			switch {
			case link.Confidence < 0 || link.Confidence > 1:
				t.Fatalf("seed %d: message %d: confidence %v", seed, i, link.Confidence)
			case link.Parent == None && link.Root != i:
				t.Fatalf("seed %d: message %d answers none, but its thread starts at %d", seed, i, link.Root)
			case link.Parent != None && (link.Parent >= i || messages[link.Parent].Notice || links[link.Parent].Root != link.Root):
				t.Fatalf("seed %d: message %d of thread %d answers %d", seed, i, link.Root, link.Parent)
			}
		}
		if again := find(t, messages); !slices.Equal(links, again) {
			t.Fatalf("seed %d: the same messages gave other links", seed)
		}
	}
}

// babble is a chat of random words, in which names, notices and pauses occur.
func babble(seed uint64) []Message {
	random := rand.New(rand.NewPCG(seed, 0))
	people := []string{"Ann", "Ben|away", "cy_", "🌻 Deb", "+44 7700 900123", "e"}
	words := []string{"power", "off", "?", "Ann:", "ben,", "cy", "ok", "http://x.y/z", "…", "", "المياه", "!help", "thanks"}
	now := at(0)
	list := make([]Message, 1+random.IntN(300))
	for i := range list {
		now = now.Add(time.Duration(random.IntN(1+random.IntN(3000))) * time.Second)
		text := ""
		for range random.IntN(9) {
			text += words[random.IntN(len(words))] + " "
		}
		list[i] = Message{Time: now, Sender: people[random.IntN(len(people))], Text: text, Notice: random.IntN(12) == 0}
	}
	return list
}

func TestALaterMessageChangesNoEarlierLink(t *testing.T) {
	t.Parallel()
	messages := twoQuestions()
	whole := find(t, messages)
	for n := 3; n <= len(messages); n++ {
		if got := find(t, messages[:n]); !slices.Equal(got, whole[:n]) {
			t.Errorf("the first %d messages alone are linked as %v, not %v", n, got, whole[:n])
		}
	}
}

func TestFindEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, twoQuestions()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkFindInAChannel(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 0))
	messages := make([]Message, 3000)
	for i := range messages {
		text := ""
		for range 3 + random.IntN(15) {
			text += fmt.Sprintf("word%d ", int(random.ExpFloat64()*200))
		}
		if random.IntN(2) == 0 {
			text = fmt.Sprintf("nick%d: %s", random.IntN(30), text)
		}
		messages[i] = Message{Time: at(i / 5), Sender: fmt.Sprintf("nick%d", random.IntN(30)), Text: text}
	}
	for b.Loop() {
		if _, err := Find(b.Context(), messages); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(messages)*b.N)/b.Elapsed().Seconds(), "messages/s")
}
