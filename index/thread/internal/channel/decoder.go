package channel

// Kept is how many candidates the linear scorer keeps, the line itself among
// them. The right one is kept for 99.6 of 100 messages of the training logs.
const Kept = 16

// A Decoder links the messages of one chat, in their order.
type Decoder struct {
	model   *Model
	reader  *Reader
	history *History
	threads *Threads

	vectors []Vector
	choices []Choice
	scores  []float32
	chances []float64
	sum     []float64
	first   Activations
	second  []Activations
}

// NewDecoder returns a decoder to which nothing was said.
func NewDecoder(model *Model) *Decoder {
	reader := NewReader()
	history := NewHistory(reader)
	d := &Decoder{model: model, reader: reader, history: history, threads: NewThreads(history), first: model.First.NewActivations()}
	for _, net := range model.Second {
		d.second = append(d.second, net.NewActivations())
	}
	return d
}

// Next links the next message. It returns how many messages back, notices not
// counted, the one is that it answers, 0 if it starts a thread, and how likely
// that link is. A notice is linked to nothing.
func (d *Decoder) Next(m Message) (back int, chance float64) {
	line := d.reader.Read(m)
	if line.Notice() {
		return 0, 1
	}
	d.vectors = d.history.Candidates(&line, d.vectors)
	d.choices = Keep(d.model.Linear, d.vectors, d.choices)
	d.score(d.model.First, d.first)
	d.chances = Chances(d.scores, d.chances)
	d.threads.Extend(&line, d.choices, d.chances)
	d.sum = append(d.sum[:0], d.chances...)
	clear(d.sum)
	for i, net := range d.model.Second {
		d.score(net, d.second[i])
		d.chances = Chances(d.scores, d.chances)
		for k, c := range d.chances {
			d.sum[k] += c / float64(len(d.model.Second))
		}
	}
	pick := d.threads.Decide(d.choices, d.sum)
	back = d.choices[pick].Back
	d.threads.Add(line, back)
	return back, d.sum[pick]
}

// Force says the next message where its link is known, as when a person has
// put it right: it answers the message so many back, notices not counted and as
// many as were said at most, or starts a thread if back is 0.
func (d *Decoder) Force(m Message, back int) {
	if line := d.reader.Read(m); !line.Notice() {
		d.threads.Add(line, back)
	}
}

func (d *Decoder) score(net *Net, a Activations) {
	d.scores = d.scores[:0]
	for _, c := range d.choices {
		d.scores = append(d.scores, net.Score(c.Vector, a))
	}
}

// Keep picks from a line's candidates those that a linear scorer likes best:
// the line itself, then up to Kept-1 others, the best first.
func Keep(weights []float32, vectors []Vector, out []Choice) []Choice {
	out = append(out[:0], Choice{Vector: vectors[0]})
	var best [Kept - 1]float32
	for back := 1; back < len(vectors); back++ {
		var score float32
		for _, f := range vectors[back] {
			score += weights[f.At] * f.Value
		}
		n := len(out) - 1
		if n == len(best) {
			if score <= best[n-1] {
				continue
			}
			n--
			out = out[:len(out)-1]
		}
		out = append(out, Choice{})
		for n > 0 && best[n-1] < score {
			best[n] = best[n-1]
			out[n+1] = out[n]
			n--
		}
		best[n] = score
		out[n+1] = Choice{Back: back, Vector: vectors[back]}
	}
	return out
}
