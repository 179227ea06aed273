package channel

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestWeightsComeBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	m := chancy(rand.New(rand.NewPCG(1, 0)))
	m.Curve = Curve{0.1, 0.5, 0.9}
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	got, err := ReadModel(bytes.NewReader(whole))
	if err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("read other weights than were written (%v)", err)
	}
	for n := 0; n < len(whole); n += 1 + n/3 {
		if _, err := ReadModel(bytes.NewReader(whole[:n])); !errors.Is(err, ErrModel) {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
	m.Linear = m.Linear[1:]
	file.Reset()
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadModel(&file); !errors.Is(err, ErrModel) {
		t.Errorf("weights of other features: %v", err)
	}
}

func TestCurve(t *testing.T) {
	t.Parallel()
	tests := []struct {
		curve        Curve
		chance, want float64
	}{
		{nil, 0.3, 0.3},
		{Curve{0, 1}, 0.3, 0.3},
		{Curve{0, 0.5, 0.6}, 0.25, 0.25},
		{Curve{0, 0.5, 0.6}, 0.75, 0.55},
		{Curve{0, 0.5, 0.6}, 1, 0.6},
		{Curve{0.2, 0.5, 0.6}, 0, 0.2},
	}
	for _, test := range tests {
		if got := test.curve.At(test.chance); math.Abs(got-test.want) > 1e-6 {
			t.Errorf("%v at %v: %v, want %v", test.curve, test.chance, got, test.want)
		}
	}
}

func TestKernelsAddUpRowByRow(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2, 0))
	fill := func(n int) []float32 {
		list := make([]float32, n)
		for i := range list {
			list[i] = float32(random.IntN(9) - 4) // sums of small whole numbers are exact
		}
		return list
	}
	const rows, width = 20, 16
	for n := range 12 {
		var v Vector
		for range n {
			v.set(uint16(random.IntN(rows)), float32(random.IntN(5)-2))
		}
		matrix, y, d := fill(rows*width), fill(width), fill(width)
		want, outer, dot := append([]float32(nil), y...), append([]float32(nil), matrix...), float32(0)
		for i := range width {
			for _, f := range v {
				want[i] += f.Value * matrix[int(f.At)*width+i]
				outer[int(f.At)*width+i] += f.Value * d[i]
			}
			dot += want[i] * d[i]
		}
		plus(y, matrix, v)
		PlusOuter(matrix, v, d)
		if got := Dot(y, d); !reflect.DeepEqual(y, want) || !reflect.DeepEqual(matrix, outer) || got != dot {
			t.Errorf("%d features: other sums than row by row", n)
		}
	}
}
