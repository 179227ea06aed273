package street

import "math"

// Decoder links the messages of one street's chat, in their order. A link is
// never changed later. What it remembers is bounded: thirty days and a
// thousand messages.
type Decoder struct {
	model  *Model
	window *window
	line   *line // looked at, not yet taken
	seen   Features
	sum    []float32
	scores []float32
	pass   Pass
}

// NewDecoder returns a decoder to which nothing was said.
func NewDecoder(model *Model) *Decoder { return &Decoder{model: model, window: newWindow()} }

// Next links a message to the one so many messages back that it most probably
// answers, 0 if it starts a thread. Confidence is how likely it is that it
// belongs to that one's thread, or that it starts one.
func (d *Decoder) Next(m Message) (back int, confidence float64) {
	d.Look(m)
	choice, confidence := d.Choose()
	return d.Take(choice), confidence
}

// Force takes a message whose link is known.
func (d *Decoder) Force(m Message, back int) {
	d.line = d.window.read(m)
	d.window.add(d.line, back)
}

// Look reads a message and tells what it is to the threads there are. Take
// must follow. The features are good until the next call.
func (d *Decoder) Look(m Message) *Features {
	d.line = d.window.read(m)
	d.window.describe(d.line, &d.seen)
	return &d.seen
}

// Take adds the message looked at to the thread that is a choice of its
// features, and returns how many messages back the one is that it answers.
func (d *Decoder) Take(choice int) (back int) {
	if choice > 0 {
		back = d.window.next() - d.window.answered(d.line, d.seen.threads[choice])
	}
	d.window.add(d.line, back)
	return back
}

// Choose returns the choice that weighs most for the message looked at, and
// how likely it is right.
func (d *Decoder) Choose() (choice int, confidence float64) {
	d.weigh()
	var all float64
	for k, s := range d.sum {
		all += float64(s)
		if s > d.sum[choice] {
			choice = k
		}
	}
	var odds float64
	for i, x := range d.seen.Evidence(choice, float64(d.sum[choice])/all) {
		odds += d.model.Worth[i] * x
	}
	return choice, 1 / (1 + math.Exp(-odds))
}

// weigh finds the chance of each choice, and what it weighs.
func (d *Decoder) weigh() {
	d.sum = append(d.sum[:0], make([]float32, len(d.seen.Choices))...)
	for _, n := range d.model.Nets {
		d.scores = n.Score(&d.seen, &d.pass, d.scores)
		Softmax(d.scores)
		for k, s := range d.scores {
			d.sum[k] += s / float32(len(d.model.Nets))
		}
	}
	for k := 1; k < len(d.sum); k++ {
		d.sum[k] *= float32(d.model.Stay[span(d.seen.gaps[k])])
	}
}
