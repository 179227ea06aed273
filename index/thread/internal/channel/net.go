package channel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// A Net scores a vector: two hidden layers of rectified linear units. Rows of
// the first two matrices belong to inputs, so that a sparse input touches few.
type Net struct {
	Inputs, Hidden1, Hidden2 int
	W1, B1, W2, B2, W3       []float32
}

// Activations are the scratch of a Net's hidden layers.
type Activations struct{ H1, H2 []float32 }

// NewActivations returns scratch for a net.
func (n *Net) NewActivations() Activations {
	return Activations{make([]float32, n.Hidden1), make([]float32, n.Hidden2)}
}

// Score runs the net on v; the hidden layers are left in a.
func (n *Net) Score(v Vector, a Activations) float32 {
	copy(a.H1, n.B1)
	for _, f := range v {
		row := n.W1[int(f.At)*n.Hidden1:][:n.Hidden1]
		if f.Value == 1 {
			for i, w := range row {
				a.H1[i] += w
			}
			continue
		}
		for i, w := range row {
			a.H1[i] += w * f.Value
		}
	}
	copy(a.H2, n.B2)
	for i, x := range a.H1 {
		if x <= 0 {
			a.H1[i] = 0
			continue
		}
		for k, w := range n.W2[i*n.Hidden2:][:n.Hidden2] {
			a.H2[k] += x * w
		}
	}
	var score float32
	for k, x := range a.H2 {
		if x <= 0 {
			a.H2[k] = 0
			continue
		}
		score += x * n.W3[k]
	}
	return score
}

// Chances turns scores into probabilities that sum to one, in out.
func Chances(scores []float32, out []float64) []float64 {
	out = out[:0]
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	sum := 0.0
	for _, s := range scores {
		e := math.Exp(float64(s - top))
		sum += e
		out = append(out, e)
	}
	for k := range out {
		out[k] /= sum
	}
	return out
}

// A Model is all that was learned.
type Model struct {
	Linear []float32 // a weight for each of LineFeatures: what to keep
	First  *Net
	Second []*Net // their chances are averaged
}

// ErrModel is returned by ReadModel for weights that do not fit the features
// this version of the program makes.
var ErrModel = errors.New("the weights are of another version")

const magic = "kerb channel 1\n"

// Write writes the weights as float32, little-endian, each list after its
// length, behind a line that names the format.
func (m *Model) Write(w io.Writer) error {
	if _, err := io.WriteString(w, magic); err != nil {
		return err
	}
	if err := writeList(w, m.Linear); err != nil {
		return err
	}
	for _, net := range append([]*Net{m.First}, m.Second...) {
		for _, list := range [][]float32{net.W1, net.B1, net.W2, net.B2, net.W3} {
			if err := writeList(w, list); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeList(w io.Writer, list []float32) error {
	if err := binary.Write(w, binary.LittleEndian, uint32(len(list))); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, list)
}

// ReadModel reads what Write has written.
func ReadModel(r io.Reader) (*Model, error) {
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != magic {
		return nil, fmt.Errorf("read weights: %w", ErrModel)
	}
	m := &Model{}
	var err error
	if m.Linear, err = readList(r); err != nil || len(m.Linear) != LineFeatures {
		return nil, fmt.Errorf("read weights: %w", errors.Join(ErrModel, err))
	}
	for inputs := LineFeatures; ; inputs = AllFeatures {
		net, err := readNet(r, inputs)
		if errors.Is(err, io.EOF) && len(m.Second) > 0 {
			return m, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read weights: %w", err)
		}
		if m.First == nil {
			m.First = net
		} else {
			m.Second = append(m.Second, net)
		}
	}
}

func readNet(r io.Reader, inputs int) (*Net, error) {
	n := &Net{Inputs: inputs}
	for i, list := range []*[]float32{&n.W1, &n.B1, &n.W2, &n.B2, &n.W3} {
		var err error
		if *list, err = readList(r); err != nil {
			if i > 0 {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	n.Hidden1, n.Hidden2 = len(n.B1), len(n.B2)
	if len(n.W1) != inputs*n.Hidden1 || len(n.W2) != n.Hidden1*n.Hidden2 || len(n.W3) != n.Hidden2 {
		return nil, ErrModel
	}
	return n, nil
}

func readList(r io.Reader) ([]float32, error) {
	var n uint32
	if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
		return nil, err
	}
	if n > 1<<22 {
		return nil, ErrModel
	}
	list := make([]float32, n)
	return list, binary.Read(r, binary.LittleEndian, list)
}
