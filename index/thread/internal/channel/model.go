package channel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A Model is all that was learned.
type Model struct {
	Linear []float32 // a weight for each of LineFeatures: what to keep
	First  *Net
	Second *Net
	Curve  Curve
}

// A Curve tells how often a link was right that was given a chance, so that
// what is said to be 80 % sure is right in 80 of 100 cases. It holds the share
// of right links for chances of 0, 1/(n-1) … 1 and is straight in between; an
// empty one changes nothing.
type Curve []float32

// At returns the share for a chance from 0 to 1.
func (c Curve) At(chance float64) float64 {
	if len(c) < 2 {
		return chance
	}
	x := chance * float64(len(c)-1)
	k := min(max(int(x), 0), len(c)-2)
	low, high := float64(c[k]), float64(c[k+1])
	return min(max(low+(high-low)*(x-float64(k)), 0), 1)
}

// ErrModel is returned by ReadModel for weights that do not fit the features
// this version of the program makes.
var ErrModel = errors.New("the weights are of another version")

const magic = "kerb channel 2\n"

// Write writes the weights as float32, little-endian, each list after its
// length, behind a line that names the format.
func (m *Model) Write(w io.Writer) error {
	if _, err := io.WriteString(w, magic); err != nil {
		return err
	}
	lists := [][]float32{m.Linear, m.Curve}
	for _, net := range []*Net{m.First, m.Second} {
		lists = append(lists, net.W1, net.B1, net.W2, net.B2, net.W3)
	}
	for _, list := range lists {
		if err := binary.Write(w, binary.LittleEndian, uint32(len(list))); err != nil {
			return err
		}
		if err := binary.Write(w, binary.LittleEndian, list); err != nil {
			return err
		}
	}
	return nil
}

// ReadModel reads what Write has written.
func ReadModel(r io.Reader) (*Model, error) {
	m, err := readModel(r)
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	return m, nil
}

func readModel(r io.Reader) (*Model, error) {
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != magic {
		return nil, ErrModel
	}
	m := &Model{}
	var err error
	if m.Linear, err = readList(r); err != nil || len(m.Linear) != LineFeatures {
		return nil, errors.Join(ErrModel, err)
	}
	if m.Curve, err = readList(r); err != nil {
		return nil, errors.Join(ErrModel, err)
	}
	if m.First, err = readNet(r, LineFeatures); err != nil {
		return nil, errors.Join(ErrModel, err)
	}
	if m.Second, err = readNet(r, AllFeatures); err != nil {
		return nil, errors.Join(ErrModel, err)
	}
	return m, nil
}

func readNet(r io.Reader, inputs int) (*Net, error) {
	n := &Net{Inputs: inputs}
	for _, list := range []*[]float32{&n.W1, &n.B1, &n.W2, &n.B2, &n.W3} {
		var err error
		if *list, err = readList(r); err != nil {
			return nil, err
		}
	}
	n.Hidden1, n.Hidden2 = len(n.B1), len(n.B2)
	if len(n.W1) != inputs*n.Hidden1 || len(n.W2) != n.Hidden1*n.Hidden2 || len(n.W3) != n.Hidden2 || n.Hidden1%8 != 0 || n.Hidden2%8 != 0 {
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
