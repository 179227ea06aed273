package channel

import "slices"

// Describe adds to the choices of line i what is costly to tell.
func (h *History) Describe(i *Line, c *Candidates) {
	c.Shared = c.Shared[:0]
	c.Shared.bits(atIShape, i.shape)
	c.Shared.on(atILength + c.moment.length)
	c.Shared.on(atRecent + c.moment.recent)
	c.Shared.on(atVersed + c.moment.versed)
	c.Shared.on(atBusy + c.moment.busy)
	c.Shared.on(atUHelps + bucket(int(h.helps[i.user]), helpEdges...))
	for k := 1; k < len(c.Choices); k++ {
		v := &c.Choices[k].Vector
		p := len(h.lines) - c.Choices[k].Back
		j := &h.lines[p]
		v.on(atVHelps + bucket(int(h.helps[j.user]), helpEdges...))
		h.turn(p, v)
		if i.to >= 0 && j.to >= 0 {
			at := atAlike
			if j.user == i.user {
				at += 2
			}
			either(v, at, i.to == j.to)
		}
		if j.user != i.user {
			h.pair(i, j, p, &c.moment, v)
		}
		h.words(i, p, v)
		shapes(i, j, v)
	}
}

// turn says how the line at place p stands among what its speaker said: people
// spread what they have to say over several lines.
func (h *History) turn(p int, v *Vector) {
	j := &h.lines[p]
	said := h.by[j.user]
	k, _ := slices.BinarySearch(said, int32(p))
	near := func(at uint16, k int) {
		if k < 0 || k >= len(said) {
			return
		}
		q := int(said[k])
		other := &h.lines[q]
		if max(p-q, q-p) > 6 || max(j.time-other.time, other.time-j.time) > 60 {
			return
		}
		v.on(at)
		switch {
		case len(other.names) == 0:
			v.on(at + 1)
		case other.to == j.to:
			v.on(at + 2)
		default:
			v.on(at + 3)
		}
	}
	near(atGoesOn, k-1)
	near(atGoesOn+4, k+1)
}

// pair is what u and v, two people, had with each other.
func (h *History) pair(i, j *Line, p int, m *moment, v *Vector) {
	n := len(h.lines)
	uv, vu := [2]int32{i.user, j.user}, [2]int32{j.user, i.user}
	if at, ok := h.named[uv]; ok {
		v.on(atUNamedV + bucket(n-int(at), agoEdges...))
		v.set(atUNamedVLog, damped(int(h.often[uv])))
	}
	vToU := uint16(0)
	if at, ok := h.named[vu]; ok {
		v.on(atVNamedU + bucket(n-int(at), agoEdges...))
		v.set(atVNamedULog, damped(int(h.often[vu])))
		if int(at) > p {
			vToU = 1
		}
	}
	if m.uLast >= 0 && m.uLast < p {
		said := h.by[j.user]
		k, _ := slices.BinarySearch(said, int32(p))
		turn := 0
		for k > turn && turn < 2 && int(said[k-turn-1]) > m.uLast {
			turn++
		}
		v.on(atTurn + bucket(turn, someEdges...))
	}
	lastNames := func(place int, user int32, at uint16) {
		if place < 0 || len(h.lines[place].names) == 0 {
			return
		}
		if _, ok := h.lines[place].naming(user); !ok {
			at++
		}
		v.on(at)
	}
	lastNames(m.uLast, j.user, atULast)
	lastNames(h.last(j.user), i.user, atVLast)
	v.on(atVToU + vToU)
	switch {
	case m.partner < 0:
	case j.user != m.partner:
		v.on(atPartner + 2)
	case m.partnerAt > p:
		v.on(atPartner)
	default:
		v.on(atPartner + 1)
	}
	if len(i.names) > 0 {
		if at, ok := h.named[[2]int32{i.names[0].user, j.user}]; ok && n-int(at) < 40 {
			v.on(atIThird)
		}
	}
}

// words compares what i says with j, and with the lines beside j by the same
// speaker, who often spreads a sentence over several messages.
func (h *History) words(i *Line, p int, v *Vector) {
	j := &h.lines[p]
	if cosine, shared, rarest := overlap(i, j); shared > 0 {
		v.set(atCosine, cosine)
		v.on(atCosines + bucket(int(cosine*100), cosineEdges...))
		v.on(atShared + bucket(shared, sharedEdges...))
		v.set(atRarest, rarest/8)
	}
	var near float32
	for q := p - 1; q <= p+1; q += 2 {
		if q >= 0 && q < len(h.lines) && h.lines[q].user == j.user {
			cosine, _, _ := overlap(i, &h.lines[q])
			near = max(near, cosine)
		}
	}
	if near > 0 {
		v.set(atNearCosine, near)
	}
}

func shapes(i, j *Line, v *Vector) {
	v.bits(atJShape, j.shape)
	v.on(atJLength + bucket(j.length, lengthEdges...))
	both := func(at uint16, iBit, jBit uint32) {
		if i.shape&iBit != 0 {
			at++
		}
		if j.shape&jBit != 0 {
			at += 2
		}
		v.on(at)
	}
	both(atQuestions, isQuestion, isQuestion)
	both(atPersons, hasYou, hasI)
	switch {
	case i.shape&isBot != 0 && j.shape&isCommand != 0:
		v.on(atBots)
	case i.shape&isBot != 0:
		v.on(atBots + 1)
	case j.shape&isBot != 0:
		v.on(atBots + 2)
	}
}
