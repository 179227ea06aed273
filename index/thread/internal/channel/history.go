package channel

// Window is how many messages back a message may link to, notices not counted.
const Window = 100

// History is what was said so far, notices left out.
type History struct {
	reader *Reader
	lines  []Line
	by     [][]int32          // by user: places of their lines
	named  map[[2]int32]int32 // place of the newest line in which the first names the second
	often  map[[2]int32]int32 // in how many lines

	// per candidate list, by user; what was counted is taken back by reset
	spoke, naming, uNamed []int32
	resumed               []int64
	touched               []int32
}

// NewHistory returns a history in which nothing was said. Lines come from reader.
func NewHistory(reader *Reader) *History {
	return &History{reader: reader, named: make(map[[2]int32]int32), often: make(map[[2]int32]int32)}
}

// Len is how many messages were said.
func (h *History) Len() int { return len(h.lines) }

// Add says a line.
func (h *History) Add(l Line) {
	place := int32(len(h.lines))
	h.lines = append(h.lines, l)
	h.grow(l.user)
	h.by[l.user] = append(h.by[l.user], place)
	for _, n := range l.names {
		h.grow(n.user)
		pair := [2]int32{l.user, n.user}
		h.named[pair] = place
		h.often[pair]++
	}
}

func (h *History) grow(user int32) {
	for int(user) >= len(h.by) {
		h.by = append(h.by, nil)
		h.spoke = append(h.spoke, 0)
		h.naming = append(h.naming, 0)
		h.uNamed = append(h.uNamed, 0)
		h.resumed = append(h.resumed, 0)
	}
}

// last returns the place of a user's newest line, -1 if there is none.
func (h *History) last(user int32) int {
	if int(user) >= len(h.by) || len(h.by[user]) == 0 {
		return -1
	}
	places := h.by[user]
	return int(places[len(places)-1])
}

// Candidates describes what line i may link to: first i itself, then what was
// said before, newest first, so that out[k] is the line k before i. It writes
// into out, whose vectors it reuses.
func (h *History) Candidates(i *Line, out []Vector) []Vector {
	h.grow(i.user)
	for _, n := range i.names {
		h.grow(n.user)
	}
	count := min(len(h.lines), Window) + 1
	for len(out) < count {
		out = append(out, nil)
	}
	out = out[:count]
	now := h.moment(i)
	out[0] = h.itself(i, now, out[0][:0])
	h.before(i, now, out)
	return out
}

// moment is what all candidates of a line share.
type moment struct {
	shared    Vector
	uLast     int // place of u's newest line
	uSaid     int
	recent    uint16
	versed    uint16
	busy      uint16
	length    uint16
	partner   int32 // whom u named last, or by whom u was named last
	partnerAt int
}

func (h *History) moment(i *Line) moment {
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
	m.shared.bits(atIShape, i.shape)
	m.shared.on(atILength + m.length)
	m.shared.on(atRecent + m.recent)
	m.shared.on(atVersed + m.versed)
	m.shared.on(atBusy + m.busy)
	return m
}

// itself describes the line as the start of a thread.
func (h *History) itself(i *Line, m moment, v Vector) Vector {
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
func (h *History) before(i *Line, m moment, out []Vector) {
	u, n := i.user, len(h.lines)
	people := 0
	for k := 1; k < len(out); k++ {
		p := n - k
		j := &h.lines[p]
		v := out[k][:0]
		v = append(v, m.shared...)
		v.on(atPlace + bucket(k, placeEdges...))
		v.set(atPlaceLog, damped(float64(k-1)))
		gap := max(int(i.time-j.time), 0)
		v.on(atGap + bucket(gap/60, minuteEdges...))
		v.set(atGapLog, damped(float64(gap)/60))
		v.on(atCrowd + bucket(people, crowdEdges...))
		h.speakers(i, p, k, m, &v)
		h.names(i, j, &v)
		if j.user != u {
			h.pair(i, j, p, m, &v)
		}
		h.words(i, p, &v)
		shapes(i, j, &v)
		out[k] = v

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

func (h *History) speakers(i *Line, p, k int, m moment, v *Vector) {
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
	beside := func(at uint16, same bool) {
		if !same {
			at++
		}
		v.on(at)
	}
	beside(atBefore, p > 0 && h.lines[p-1].user == j.user)
	beside(atAfter, p+1 < len(h.lines) && h.lines[p+1].user == j.user)
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
		v.on(atINamesOther)
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
		v.on(atJNamesOther)
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

// pair is what u and v, two people, had with each other.
func (h *History) pair(i, j *Line, p int, m moment, v *Vector) {
	n := len(h.lines)
	uv, vu := [2]int32{i.user, j.user}, [2]int32{j.user, i.user}
	if at, ok := h.named[uv]; ok {
		v.on(atUNamedV + bucket(n-int(at), agoEdges...))
		v.set(atUNamedVLog, damped(float64(h.often[uv])))
	}
	vToU := uint16(0)
	if at, ok := h.named[vu]; ok {
		v.on(atVNamedU + bucket(n-int(at), agoEdges...))
		v.set(atVNamedULog, damped(float64(h.often[vu])))
		if int(at) > p {
			vToU = 1
		}
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
	v.on(atUToV + bucket(int(h.uNamed[j.user]), someEdges...))
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
	if cosine, shared, rarest := h.reader.overlap(i, j); shared > 0 {
		v.set(atCosine, cosine)
		v.on(atCosines + bucket(int(cosine*100), cosineEdges...))
		v.on(atShared + bucket(shared, sharedEdges...))
		v.set(atRarest, rarest/8)
	}
	var near float32
	for _, q := range []int{p - 1, p + 1} {
		if q >= 0 && q < len(h.lines) && h.lines[q].user == j.user {
			cosine, _, _ := h.reader.overlap(i, &h.lines[q])
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
