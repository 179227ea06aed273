package channel

// A Decoder links the messages of one chat, in their order.
type Decoder struct {
	model   *Model
	reader  *Reader
	history *History
	threads *Threads

	candidates Candidates
	base       []float32
	scores     []float32
	chances    []float64
	first      Activations
	second     Activations
}

// NewDecoder returns a decoder to which nothing was said.
func NewDecoder(model *Model) *Decoder {
	history := NewHistory()
	d := &Decoder{model: model, reader: NewReader(), history: history, threads: NewThreads(history), first: model.First.NewActivations()}
	if model.Second != nil {
		d.second = model.Second.NewActivations()
	}
	return d
}

// Next links the next message. It returns how many messages back, notices not
// counted, the one is that it answers, 0 if it starts a thread, and how likely
// that link is right. A notice is linked to nothing.
func (d *Decoder) Next(m Message) (back int, chance float64) {
	line := d.reader.Read(m)
	if line.Notice() {
		return 0, 1
	}
	c := &d.candidates
	d.look(&line, c)
	d.threads.Extend(&line, c, d.chances)
	d.chances = d.score(d.model.Second, c, &d.second, d.chances)
	pick := d.threads.Decide(c.Choices, d.chances)
	back = c.Choices[pick].Back
	d.threads.Add(line, back)
	return back, d.model.Curve.At(d.chances[pick])
}

// look finds the candidates of a line and what chances the first net gives them.
func (d *Decoder) look(line *Line, c *Candidates) {
	d.history.Look(line, c)
	c.Keep(d.model.Linear)
	d.history.Describe(line, c)
	d.chances = d.score(d.model.First, c, &d.first, d.chances)
}

// Watch links the next message, which is no notice, by the first net alone, and
// leaves in c what the second nets learn from: what they would see.
func (d *Decoder) Watch(m Message, c *Candidates) {
	line := d.reader.Read(m)
	d.look(&line, c)
	pick := d.threads.Decide(c.Choices, d.chances)
	d.threads.Extend(&line, c, d.chances)
	d.threads.Add(line, c.Choices[pick].Back)
}

// Force says the next message where its link is known, as when a person has
// put it right: it answers the message so many back, notices not counted and as
// many as were said at most, or starts a thread if back is 0.
func (d *Decoder) Force(m Message, back int) {
	if line := d.reader.Read(m); !line.Notice() {
		d.threads.Add(line, back)
	}
}

// score returns the chances that a net gives the candidates, in out.
func (d *Decoder) score(net *Net, c *Candidates, a *Activations, out []float64) []float64 {
	d.scores = append(d.scores[:0], net.Score(net.B1, c.Choices[0].Vector, a))
	d.base = net.Base(c.Shared, d.base)
	for _, choice := range c.Choices[1:] {
		d.scores = append(d.scores, net.Score(d.base, choice.Vector, a))
	}
	return Chances(d.scores, out)
}
