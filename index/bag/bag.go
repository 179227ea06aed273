package bag

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"slices"

	"github.com/kerbstreet/kerb/index/analysis"
)

// Size is how many features words are hashed to.
const Size = 1 << 15

// Model holds a weight for each class and feature. It may be used by several
// goroutines.
type Model struct {
	Scale  []float32 // by class
	Weight [][]int8  // in steps of Scale
}

// New returns a model of so many classes that tells nothing.
func New(classes int) *Model {
	m := &Model{Scale: make([]float32, classes), Weight: make([][]int8, classes)}
	for class := range m.Weight {
		m.Weight[class] = make([]int8, Size)
	}
	return m
}

// Most is the most that words may say, for a class or against it.
const Most = 4

// Score writes the logit of each class to scores, without that of any message.
func (m *Model) Score(scores []float32, features []uint32) {
	length := length(features)
	for class := range m.Weight {
		sum := 0
		for _, f := range features {
			sum += int(m.Weight[class][f])
		}
		scores[class] = min(Most, max(-Most, float32(sum)*m.Scale[class]*length))
	}
}

// length is what each feature of a message counts, so that long ones do not
// say more by their length.
func length(features []uint32) float32 {
	return float32(1 / math.Sqrt(float64(max(len(features), shortest))))
}

// shortest is the number of features from which more of them each say less.
const shortest = 8

// Features appends the features of a message's words: each word, each pair of
// neighbours, and, for languages that inflect or compound, beginnings and ends
// of long ones. They are sorted.
func Features(dst []uint32, tokens []analysis.Token) []uint32 {
	begin := len(dst)
	add := func(kind byte, parts ...string) {
		h := fnv.New32a()
		_, _ = h.Write([]byte{kind})
		for _, part := range parts {
			_, _ = h.Write([]byte(part)) // never fails
			_, _ = h.Write([]byte{0})
		}
		dst = append(dst, h.Sum32()%Size)
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

// Append writes a model: for each class its scale, little-endian, and its
// weights, a byte each.
func (m *Model) Append(b []byte) []byte {
	for class := range m.Weight {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Scale[class]))
		for _, w := range m.Weight[class] {
			b = append(b, byte(w))
		}
	}
	return b
}

// ErrCut says that weights end too early.
var ErrCut = errors.New("weights of another length than they say")

// Read reads a model of so many classes, and returns what follows it.
func Read(b []byte, classes int) (m *Model, rest []byte, err error) {
	m = New(classes)
	for class := range classes {
		if len(b) < 4+Size {
			return nil, nil, ErrCut
		}
		m.Scale[class] = math.Float32frombits(binary.LittleEndian.Uint32(b))
		for i, w := range b[4 : 4+Size] {
			m.Weight[class][i] = int8(w)
		}
		b = b[4+Size:]
	}
	return m, b, nil
}
