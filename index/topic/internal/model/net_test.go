package model

import (
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
