package model

import (
	"hash/fnv"
	"math"
	"slices"

	"github.com/kerbstreet/kerb/index/analysis"
)

// WordFeatures is how many features words are hashed to.
const WordFeatures = 1 << 15

// Words tell from the words of a message alone, in whatever language, how much
// more likely it has each tag than any message has.
type Words struct {
	Scale  [Count]float32
	Weight [Count][]int8 // in steps of Scale
}

// NewWords returns Words that tell nothing.
func NewWords() *Words {
	w := &Words{}
	for tag := range w.Weight {
		w.Weight[tag] = make([]int8, WordFeatures)
	}
	return w
}

// mostLearned is the most that words may say.
const mostLearned = 4

// Score returns the logits of a message's features, without that of any
// message.
func (w *Words) Score(features []uint32) [Count]float32 {
	var scores [Count]float32
	length := Length(features)
	for tag := range scores {
		sum := 0
		for _, f := range features {
			sum += int(w.Weight[tag][f])
		}
		scores[tag] = min(mostLearned, max(-mostLearned, float32(sum)*w.Scale[tag]*length))
	}
	return scores
}

// Length is what each feature of a message counts, so that long ones do not
// say more by their length.
func Length(features []uint32) float32 {
	return float32(1 / math.Sqrt(float64(max(len(features), shortest))))
}

// shortest is the number of features from which more of them each say less.
const shortest = 8

// Hash appends the features of a message's words: each word, each pair of
// neighbours, and, for languages that inflect or compound, beginnings and ends
// of long ones. They are sorted.
func Hash(dst []uint32, tokens []analysis.Token) []uint32 {
	begin := len(dst)
	add := func(kind byte, parts ...string) {
		h := fnv.New32a()
		_, _ = h.Write([]byte{kind})
		for _, part := range parts {
			_, _ = h.Write([]byte(part)) // never fails
			_, _ = h.Write([]byte{0})
		}
		dst = append(dst, h.Sum32()%WordFeatures)
	}
	for i, t := range tokens {
		add('w', t.Term)
		if i > 0 {
			add('p', tokens[i-1].Term, t.Term)
		}
		if letters := []rune(t.Term); len(letters) > affix {
			add('b', string(letters[:affix]))
			add('e', string(letters[len(letters)-affix:]))
		}
	}
	slices.Sort(dst[begin:])
	return slices.Compact(dst)
}

// affix is how many letters beginnings and ends have.
const affix = 5
