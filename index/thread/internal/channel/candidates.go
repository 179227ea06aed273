package channel

import "slices"

// Kept is how many candidates the linear scorer keeps, the line itself among
// them.
const Kept = 16

// roomy is more features than a candidate has.
const roomy = 128

// Candidates are what a line may link to.
type Candidates struct {
	// All says what is cheap to tell of every candidate: first the line
	// itself, then what was said before, newest first.
	All []Vector
	// Choices are those that were kept: the line itself, then the likeliest
	// first.
	Choices []Choice
	// Shared is what all choices but the line itself have in common.
	Shared Vector

	echo    int // how many lines back the last of All is, if it is no line of the window; else 0
	moment  moment
	vectors [Kept]Vector
}

// A Choice is a candidate that was kept.
type Choice struct {
	Back   int // how many lines back; 0 for the line itself
	Vector Vector
	number int // in Candidates.All
}

// Look finds the candidates of line i, which comes next, and says in c.All what
// is cheap to tell of them.
func (h *History) Look(i *Line, c *Candidates) {
	h.grow(i.user)
	for _, n := range i.names {
		h.grow(n.user)
	}
	i.to = h.talksTo(i)
	count := min(len(h.lines), Window) + 1
	c.echo = h.echoed(i)
	if c.echo > 0 {
		count++
	}
	for len(c.All) < count {
		c.All = append(c.All, nil)
	}
	c.All = c.All[:count]
	c.moment = h.look(i)
	c.All[0] = h.itself(i, &c.moment, c.All[0][:0])
	h.before(i, c)
}

// Back tells how many lines back the k-th of c.All is.
func (c *Candidates) Back(k int) int {
	if c.echo > 0 && k == len(c.All)-1 {
		return c.echo
	}
	return k
}

// echoed finds what a line repeats that was said before the window: people ask
// again what nobody has answered. It returns how many lines back, or 0.
func (h *History) echoed(i *Line) int {
	const (
		far   = 1000 // lines
		tries = 20   // of the speaker's
		alike = 0.5  // cosine
	)
	n := len(h.lines)
	back, best, tried := 0, float32(alike), 0
	for _, p := range slices.Backward(h.by[i.user]) {
		if n-int(p) <= Window {
			continue
		}
		if n-int(p) > far || tried == tries {
			break
		}
		tried++
		if cosine, shared, _ := overlap(i, &h.lines[p]); shared > 1 && cosine > best {
			back, best = n-int(p), cosine
		}
	}
	return back
}

// Keep picks the candidates that a linear scorer of what is in c.All likes best.
func (c *Candidates) Keep(weights []float32) {
	c.Choices = append(c.Choices[:0], Choice{})
	var best [Kept - 1]float32
	for k := 1; k < len(c.All); k++ {
		var score float32
		for _, f := range c.All[k] {
			score += weights[f.At] * f.Value
		}
		n := len(c.Choices) - 1
		if n == len(best) {
			if score <= best[n-1] {
				continue
			}
			n--
			c.Choices = c.Choices[:len(c.Choices)-1]
		}
		c.Choices = append(c.Choices, Choice{})
		for n > 0 && best[n-1] < score {
			best[n] = best[n-1]
			c.Choices[n+1] = c.Choices[n]
			n--
		}
		best[n] = score
		c.Choices[n+1] = Choice{Back: c.Back(k), number: k}
	}
	for k := range c.Choices {
		choice := &c.Choices[k]
		if c.vectors[k] == nil {
			c.vectors[k] = make(Vector, 0, roomy)
		}
		c.vectors[k] = append(c.vectors[k][:0], c.All[choice.number]...)
		choice.Vector = c.vectors[k]
	}
}

// moment is what all candidates of a line share.
type moment struct {
	uLast     int // place of u's newest line
	uSaid     int
	recent    uint16
	versed    uint16
	busy      uint16
	length    uint16
	partner   int32 // whom u named last, or by whom u was named last
	partnerAt int
}

func (h *History) look(i *Line) moment {
	n := len(h.lines)
	m := moment{uLast: h.last(i.user), uSaid: len(h.by[i.user]), partner: -1, partnerAt: -1}
	m.recent = uint16(len(recentEdges) + 1)
	if m.uLast >= 0 {
		m.recent = bucket(n-m.uLast, recentEdges...)
	}
	m.versed = bucket(m.uSaid, versedEdges...)
	m.length = bucket(i.length, lengthEdges...)
	low := max(0, n-Window)
	busy := 0
	for p := n - 1; p > low && i.time-h.lines[p].time <= 180; p-- {
		busy++
	}
	m.busy = bucket(busy, busyEdges...)
	for p := n - 1; p >= low && m.partner < 0; p-- {
		if j := &h.lines[p]; j.user == i.user && len(j.names) > 0 {
			m.partner, m.partnerAt = j.names[0].user, p
		} else if _, ok := j.naming(i.user); ok && j.user != i.user {
			m.partner, m.partnerAt = j.user, p
		}
	}
	return m
}

// itself describes the line as the start of a thread.
func (h *History) itself(i *Line, m *moment, v Vector) Vector {
	n := len(h.lines)
	v.on(atSelf)
	v.bits(atSelfShape, i.shape)
	v.on(atSelfLength + m.length)
	v.on(atSelfRecent + m.recent)
	v.on(atSelfVersed + m.versed)
	v.on(atSelfBusy + m.busy)
	if m.uLast >= 0 {
		last := &h.lines[m.uLast]
		v.on(atSelfPause + bucket(int(i.time-last.time)/60, pauseEdges...))
		if len(last.names) > 0 {
			v.on(atSelfNames + 4)
		}
	}
	v.on(atSelfHelps + bucket(int(h.helps[i.user]), helpEdges...))
	if i.came >= 0 {
		v.on(atSelfJoined + bucket(i.came, recentEdges...))
	}
	if len(i.names) > 0 {
		switch last := h.last(i.names[0].user); {
		case last < 0 || n-last > Window:
			v.on(atSelfNames + 1)
		case i.names[0].how == howInside:
			v.on(atSelfNames + 2)
		default:
			v.on(atSelfNames + 3)
		}
		return v
	}
	v.on(atSelfNames)
	for p := n - 1; p > m.uLast && p > n-40; p-- { // named since u wrote: this is probably an answer
		if _, ok := h.lines[p].naming(i.user); ok {
			v.on(atSelfNames + 5)
			break
		}
	}
	return v
}

// before describes what was said before line i.
func (h *History) before(i *Line, c *Candidates) {
	m, out := &c.moment, c.All
	u, n := i.user, len(h.lines)
	people := 0
	for number := 1; number < len(out); number++ {
		k := c.Back(number)
		p := n - k
		j := &h.lines[p]
		v := out[number][:0]
		v.on(atPlace + bucket(k, placeEdges...))
		v.set(atPlaceLog, damped(k-1))
		gap := max(int(i.time-j.time), 0)
		v.on(atGap + bucket(gap/60, minuteEdges...))
		v.set(atGapLog, damped(gap/60))
		v.on(atCrowd + bucket(people, crowdEdges...))
		h.speakers(i, p, k, m, &v)
		h.names(i, j, &v)
		if j.user != u {
			v.on(atUToV + bucket(int(h.uNamed[j.user]), someEdges...))
		}
		out[number] = v

		// j is between i and what comes next
		if h.spoke[j.user] == 0 {
			people++
			h.touched = append(h.touched, j.user)
		}
		h.spoke[j.user]++
		h.resumed[j.user] = j.time
		for _, named := range j.names {
			h.naming[named.user]++
			h.touched = append(h.touched, named.user)
			if j.user == u {
				h.uNamed[named.user]++
			}
		}
	}
	for _, user := range h.touched {
		h.spoke[user], h.naming[user], h.uNamed[user], h.resumed[user] = 0, 0, 0, 0
	}
	h.touched = h.touched[:0]
}

func (h *History) speakers(i *Line, p, k int, m *moment, v *Vector) {
	j := &h.lines[p]
	uSince, vSince := int(h.spoke[i.user]), int(h.spoke[j.user])
	if j.user == i.user {
		v.on(atSame)
		v.on(atSameNth + bucket(uSince, fewEdges...))
		v.on(atSameNear + bucket(k, nearEdges...))
		v.on(atSameNamed + bucket(int(h.naming[i.user]), someEdges...))
	} else {
		v.on(atVSince + bucket(vSince, countEdges...))
		v.on(atUSince + bucket(uSince, countEdges...))
	}
	if m.uSaid == 0 {
		v.on(atUNew)
	}
	said := h.by[j.user]
	if len(said) == 1 {
		v.on(atVOnce)
	}
	if j.newUser {
		v.on(atVStarts)
	} else if q := len(said) - vSince - 2; q >= 0 && p-int(said[q]) > 30 {
		v.on(atVStarts + 1)
	}
	if vSince > 0 {
		v.on(atVResumes + bucket(int(h.resumed[j.user]-j.time)/60, resumeEdges...))
	}
	either(v, atBefore, p > 0 && h.lines[p-1].user == j.user)
	either(v, atAfter, p+1 < len(h.lines) && h.lines[p+1].user == j.user)
}

func (h *History) names(i, j *Line, v *Vector) {
	same := j.user == i.user
	vSince, uSince := int(h.spoke[j.user]), int(h.spoke[i.user])
	how, iNamesV := i.naming(j.user)
	switch {
	case iNamesV:
		v.on(atINamesV + uint16(how))
		v.on(atINamesVNth + bucket(vSince, countEdges...))
	case len(i.names) == 0 && same:
		v.on(atINamesNone + 1)
	case len(i.names) == 0:
		v.on(atINamesNone)
	case !same:
		v.on(atINamesOther + uint16(i.names[0].how))
	}
	if len(i.names) == 0 && i.to >= 0 && !same {
		either(v, atIGoesOn, i.to == j.user)
	}
	if len(j.names) == 0 && j.to >= 0 && !same {
		either(v, atJGoesOn, j.to == i.user)
	}
	how, jNamesU := j.naming(i.user)
	switch {
	case jNamesU:
		v.on(atJNamesU + uint16(how))
		v.on(atJNamesUNth + bucket(uSince, fewEdges...))
		if h.naming[i.user] == 0 && uSince == 0 {
			v.on(atJNamesUOnly)
		}
	case len(j.names) == 0:
		v.on(atJNamesNone)
	case !same:
		v.on(atJNamesOther + uint16(j.names[0].how))
	}
	if len(i.names) > 0 && len(j.names) > 0 {
		alike := i.names[0].user == j.names[0].user
		switch {
		case alike && same:
			v.on(atBothName)
		case same:
			v.on(atBothName + 1)
		case alike:
			v.on(atBothName + 2)
		default:
			v.on(atBothName + 3)
		}
	}
	if len(j.names) > 0 && j.names[0].user != i.user {
		if h.spoke[j.names[0].user] > 0 {
			v.on(atJAnswered)
		} else {
			v.on(atJAnswered + 1)
		}
	}
	v.on(atNamingV + bucket(int(h.naming[j.user]), namingEdges...))
	if !same && j.shape&isQuestion != 0 && h.naming[j.user] == 0 {
		v.on(atWaiting + bucket(vSince, someEdges...))
	}
}
