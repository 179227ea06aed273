package channel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// blank returns a model to which all candidates are equally likely.
func blank() *Model {
	net := func(inputs int) *Net {
		return &Net{
			Inputs: inputs, Hidden1: 8, Hidden2: 8,
			W1: make([]float32, 8*inputs), B1: make([]float32, 8), W2: make([]float32, 64), B2: make([]float32, 8), W3: make([]float32, 8),
		}
	}
	return &Model{Linear: make([]float32, LineFeatures), First: net(LineFeatures), Second: net(AllFeatures)}
}

// chancy returns a model of random weights.
func chancy(random *rand.Rand) *Model {
	m := blank()
	for _, list := range [][]float32{m.Linear, m.First.W1, m.First.W2, m.First.W3, m.Second.W1, m.Second.W2, m.Second.W3} {
		for i := range list {
			list[i] = float32(random.NormFloat64())
		}
	}
	return m
}

func TestTheThreadWithTheGreatestSumWins(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		forced []int // backs of the messages before
		backs  []int // that are right for the next
	}{
		{"one message, tied with starting a thread", []int{0}, []int{0}},
		{"two threads of one", []int{0, 0}, []int{0}},
		{"two of the older, one of the newer", []int{0, 1, 0}, []int{2, 3}},
		{"one of the older, two of the newer", []int{0, 0, 1}, []int{1, 2}},
		{"a link over what lies between", []int{0, 0, 2}, []int{1, 3}},
	}
	for _, test := range tests {
		d := NewDecoder(blank())
		for i, back := range test.forced {
			d.Force(Message{Sender: fmt.Sprint("n", i), Text: "well"}, back)
		}
		back, chance := d.Next(Message{Sender: "z", Text: "well"})
		right := false
		for _, b := range test.backs {
			right = right || b == back
		}
		if want := 1 / float64(len(test.forced)+1); !right || chance < want-1e-6 || chance > want+1e-6 {
			t.Errorf("%s: answers %d back with a chance of %.3f, want one of %v and %.3f", test.name, back, chance, test.backs, want)
		}
	}
}

func TestForcingWhatWasFoundChangesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 0))
		model := chancy(random)
		free, bound := NewDecoder(model), NewDecoder(model)
		for i := range 300 {
			m := babble(random, i)
			back, chance := free.Next(m)
			if back < 0 || back > min(i, Window) || chance < 0 || chance > 1 || m.Notice && back != 0 {
				t.Fatalf("seed %d: message %d: %d back, chance %v", seed, i, back, chance)
			}
			if random.IntN(2) == 0 {
				bound.Force(m, back)
			} else if b, c := bound.Next(m); b != back || c != chance {
				t.Fatalf("seed %d: message %d: %d back (%v), %d back (%v) where earlier links were forced", seed, i, back, chance, b, c)
			}
		}
	}
}

// babble returns the i-th message of a chat of random words.
func babble(random *rand.Rand, i int) Message {
	people := []string{"ann", "Ben|away", "cy_", "🌻 Deb", "e", "helpbot"}
	words := []string{"power", "off", "?", "ann:", "ben,", "cy", "ok", "http://x.y/z", "…", "", "المياه", "!help", "thanks"}
	text := words[random.IntN(len(words))]
	for range random.IntN(9) {
		text += " " + words[random.IntN(len(words))]
	}
	m := Message{Time: int64(i * random.IntN(60)), Sender: people[random.IntN(len(people))], Text: text, Notice: random.IntN(12) == 0}
	if m.Notice && random.IntN(2) == 0 {
		m.Text = "=== Ben is now known as " + people[random.IntN(len(people))]
	}
	return m
}
