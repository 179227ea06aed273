package bag_test

import (
	"slices"
	"testing"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
)

func features(text string) []uint32 { return bag.Features(nil, analysis.Tokenize(nil, text)) }

func learned() *bag.Model {
	examples := make([]bag.Example, 0, 15)
	for chat := range 3 {
		for text, classes := range map[string]uint64{
			"could I borrow your ladder": 1, "may I borrow the drill": 1, "here is your ladder back": 2, "the drill is back in your shed": 2, "lovely weather": 0,
		} {
			examples = append(examples, bag.Example{Features: features(text), Classes: classes, Weight: 1, Chat: chat})
		}
	}
	slices.SortStableFunc(examples, func(a, b bag.Example) int { return len(a.Features) - len(b.Features) })
	return bag.Learn(examples, 2)
}

func TestWordsTellWhatAMessageIs(t *testing.T) {
	t.Parallel()
	m := learned()
	scores := make([]float32, 2)
	if m.Score(scores, features("who could lend, may I borrow a saw")); scores[0] <= scores[1] || scores[0] <= 0 {
		t.Errorf("a request scores %v", scores)
	}
	if m.Score(scores, features("saw is back in your shed")); scores[1] <= scores[0] || scores[1] <= 0 {
		t.Errorf("a return scores %v", scores)
	}
	if m.Score(scores, features("nobody ever said this")); scores[0] > 1 || scores[1] > 1 {
		t.Errorf("unknown words score %v", scores)
	}
	if m.Score(scores, nil); scores[0] != 0 || scores[1] != 0 {
		t.Errorf("no words score %v", scores)
	}
}

func TestAModelIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	m := learned()
	written := append(m.Append(nil), "rest"...)
	read, rest, err := bag.Read(written, 2)
	if err != nil || string(rest) != "rest" || !slices.Equal(read.Scale, m.Scale) || !slices.Equal(read.Weight[1], m.Weight[1]) {
		t.Errorf("read %v, left %q, %v", read.Scale, rest, err)
	}
	if _, _, err := bag.Read(written[:len(written)-10], 2); err == nil {
		t.Error("half a model was read")
	}
}
