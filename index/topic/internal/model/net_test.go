package model

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/kerbstreet/kerb/index/bag"
)

func TestAModelIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	m := &Model{Words: bag.New(Count), Nets: []*Net{NewNet(3, 2), NewNet(3, 4)}}
	m.Words.Scale[2], m.Words.Weight[2][7] = 0.5, -3
	m.Nets[1].W1[5], m.Nets[1].B2[0] = 1.5, -2
	b := m.Encode()
	got, err := Decode(b)
	if err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, n := range []int{0, 5, len(b) / 2, len(b) - 1} {
		if _, err := Decode(b[:n]); err == nil {
			t.Errorf("no error from the first %d of %d bytes", n, len(b))
		}
	}
}

func TestAFoldedNetScoresAsBefore(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	net := NewNet(7, 5)
	for _, list := range net.lists() {
		for i := range list {
			list[i] = float32(random.NormFloat64())
		}
	}
	for i := range net.Scale {
		net.Scale[i] = 0.1 + float32(random.Float64())
	}
	vectors := make([][]float32, 50)
	before := make([]float32, 0, len(vectors))
	hidden := make([]float32, net.Hidden)
	for n := range vectors {
		vectors[n] = make([]float32, net.Inputs)
		for i := range vectors[n] {
			if i%2 == n%2 {
				vectors[n][i] = float32(random.NormFloat64())
			}
		}
		before = append(before, net.Score(vectors[n], hidden))
	}
	net.Fold()
	for n, v := range vectors {
		if got := net.Score(v, hidden); math.Abs(float64(got-before[n])) > 1e-4 {
			t.Errorf("vector %d: %v before, %v folded", n, before[n], got)
		}
	}
}
