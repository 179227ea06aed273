package street

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Model is what was learned.
type Model struct {
	Nets []*Net // their chances are averaged
	Policy
}

// Spans is how many spans of silence a policy tells apart.
const Spans = 6

// Policy says what a chance weighs and what it is worth.
type Policy struct {
	// Stay is what the chance of going on with a thread weighs against that of
	// starting one, by how long nobody has written in it (spanEnds). Links over
	// long silences do more harm where they are wrong than good where they are
	// right.
	Stay [Spans]float64
	// Worth makes a confidence of a chance: the logarithm of its odds is the
	// sum of the terms of evidence, each times its worth.
	Worth [Terms]float64
}

// AsSaid returns the worth by which a chance is what it says.
func AsSaid() [Terms]float64 { return [Terms]float64{ofChance: 1} }

// spanEnds are the ends of all spans but the last, in seconds.
var spanEnds = [Spans - 1]int64{600, 2 * 3600, day / 2, 3 * day / 2, 7 * day}

// span returns the span that a silence falls in.
func span(seconds int64) int {
	for i, end := range spanEnds {
		if seconds <= end {
			return i
		}
	}
	return Spans - 1
}

// ErrModel is returned by ReadModel for weights that do not fit the features
// this version of the program makes.
var ErrModel = errors.New("the weights are of another version")

const magic = "kerb street 2\n"

// Write writes the model, little-endian, behind a line that names the format:
// the policy as float64, the sizes of context and choice and the number of
// nets as uint32, and the nets' weights as float32.
func (m *Model) Write(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString(magic)
	parts := []any{m.Policy, [3]uint32{ContextSize, ChoiceSize, uint32(len(m.Nets))}}
	for _, n := range m.Nets {
		for _, list := range n.Lists() {
			parts = append(parts, list)
		}
	}
	for _, part := range parts {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	_, err := b.WriteTo(w)
	return err
}

// mostNets is how many nets a model may have.
const mostNets = 64

// ReadModel reads what Write has written.
func ReadModel(r io.Reader) (*Model, error) {
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != magic {
		return nil, fmt.Errorf("read weights: %w", errors.Join(ErrModel, err))
	}
	m := &Model{}
	var sizes [3]uint32
	for _, part := range []any{&m.Policy, &sizes} {
		if err := binary.Read(r, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("read weights: %w", errors.Join(ErrModel, err))
		}
	}
	if sizes[0] != ContextSize || sizes[1] != ChoiceSize || sizes[2] == 0 || sizes[2] > mostNets {
		return nil, fmt.Errorf("read weights: %w", ErrModel)
	}
	for range sizes[2] {
		n := NewNet()
		for _, list := range n.Lists() {
			if err := binary.Read(r, binary.LittleEndian, list); err != nil {
				return nil, fmt.Errorf("read weights: %w", errors.Join(ErrModel, err))
			}
		}
		m.Nets = append(m.Nets, n)
	}
	return m, nil
}
