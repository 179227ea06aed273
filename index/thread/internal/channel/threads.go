package channel

import "math"

// Threads is what the threads found so far are like.
type Threads struct {
	history *History
	of      []int32 // by place: the thread of what was said there
	parent  []int32 // by place: the place it answers; -1 if it starts a thread
	answers []uint8 // by place: by how many it is answered
	list    []found
	active  []int32 // threads by their last line, newest last
	sums    map[int32]float64
}

// found is a thread.
type found struct {
	places []int32
	people map[int32]int // by user: lines
	words  map[int32]bool
}

func (f *found) last() int32 { return f.places[len(f.places)-1] }

// NewThreads returns the threads of a history in which nothing was said.
func NewThreads(h *History) *Threads {
	return &Threads{history: h, sums: make(map[int32]float64)}
}

// remembersThreads is how many threads, by their last line, are ranked.
const remembersThreads = 40

// Edges of buckets for threads.
var (
	afterEdges  = []int{0, 1, 2, 5}
	rankEdges   = []int{0, 1, 2, 4, 8}
	partEdges   = []int{0, 1, 3}
	sizeEdges   = []int{1, 2, 5, 10, 20}
	silentEdges = []int{0, 1, 3, 6, 12, 30}
	headEdges   = []int{1, 2, 3}
	selfEdges   = []int{0, 1, 3}
)

// Places of what Threads.Extend adds to vectors.
var (
	atNewest    = features(1)
	atAfterJ    = features(len(afterEdges) + 1)
	atRank      = features(len(rankEdges) + 1)
	atUPart     = features(len(partEdges) + 1)
	atUThere    = features(2)
	atVThere    = features(1)
	atSize      = features(len(sizeEdges) + 1)
	atSilent    = features(len(silentEdges) + 1)
	atLastIsU   = features(2)
	atLastIsV   = features(2)
	atHeads     = features(len(headEdges) + 1)
	atNamed     = features(3)
	atThreadCos = features(1)
	atFirstIs   = features(2)
	atLastToU   = features(1)
	atAlone     = features(2)
	atChance    = features(1)
	atSum       = features(1)
	atBest      = features(2)
	atSelfBest  = features(1)
	atSelfOdds  = features(1)
	atSelfRank  = features(len(selfEdges) + 2)
	atJAnswers  = features(3)                  // j answers u, somebody else, nobody
	atUAnswered = features(2)                  // u's last answers j, or something else of v's
	atVAfter    = features(len(someEdges) + 1) // what v wrote in the thread after j
	atUAfter    = features(len(someEdges) + 1)
	atAnswers   = features(len(fewEdges) + 1)

	// AllFeatures is the number of features with those of threads.
	AllFeatures = int(layout.next)
)

func logOdds(chance float64) float32 { return float32(max(math.Log(chance+1e-6), -10)) / 5 }

// Extend adds to the choices of line i what the threads so far say of them,
// and what chances the first net gave them.
func (t *Threads) Extend(i *Line, c *Candidates, chances []float64) {
	choices := c.Choices
	h := t.history
	n := len(h.lines)
	clear(t.sums)
	best := 0.0
	for k, c := range choices[1:] {
		thread := t.of[n-c.Back]
		t.sums[thread] += chances[k+1]
		best = max(best, t.sums[thread])
	}
	uLast := h.last(i.user)
	t.itself(&choices[0].Vector, chances[0], best, uLast)
	for k := range choices[1:] {
		v := &choices[k+1].Vector
		p := int32(n - choices[k+1].Back)
		thread := t.of[p]
		v.set(atChance, logOdds(chances[k+1]))
		v.set(atSum, logOdds(t.sums[thread]))
		if t.sums[thread] >= best {
			v.on(atBest + 1)
		}
		if uLast >= 0 {
			either(v, atUThere, t.of[uLast] == thread)
		}
		if vLast := h.last(h.lines[p].user); t.of[vLast] == thread {
			v.on(atVThere)
		}
		t.describe(v, i, p, &t.list[thread], t.rankOf(thread))
		t.answering(v, i, p, uLast)
	}
}

func (t *Threads) itself(v *Vector, chance, best float64, uLast int) {
	v.set(atSelfBest, logOdds(best))
	v.set(atSelfOdds, logOdds(chance))
	if chance > best {
		v.on(atBest)
	}
	if uLast < 0 {
		v.on(atSelfRank + uint16(len(selfEdges)) + 1)
		return
	}
	v.on(atSelfRank + bucket(t.rankOf(t.of[uLast]), selfEdges...))
}

// rankOf returns how many threads were written in since a thread was.
func (t *Threads) rankOf(thread int32) int {
	for i := len(t.active) - 1; i >= 0; i-- {
		if t.active[i] == thread {
			return len(t.active) - 1 - i
		}
	}
	return remembersThreads
}

// describe says what the thread of the line at place p is like for line i.
func (t *Threads) describe(v *Vector, i *Line, p int32, f *found, rank int) {
	lines := t.history.lines
	j, last, first := &lines[p], &lines[f.last()], &lines[f.places[0]]
	if f.last() == p {
		v.on(atNewest)
	}
	after, byU, byV := 0, 0, 0
	for k := len(f.places) - 1; k >= 0 && f.places[k] > p; k-- {
		after++
		switch lines[f.places[k]].user {
		case j.user:
			byV++
		case i.user:
			byU++
		}
	}
	v.on(atVAfter + bucket(byV, someEdges...))
	v.on(atUAfter + bucket(byU, someEdges...))
	v.on(atAfterJ + bucket(after, afterEdges...))
	v.on(atRank + bucket(rank, rankEdges...))
	v.on(atUPart + bucket(f.people[i.user], partEdges...))
	v.on(atSize + bucket(len(f.places), sizeEdges...))
	v.on(atSilent + bucket(int(i.time-last.time)/60, silentEdges...))
	either(v, atLastIsU, last.user == i.user)
	either(v, atLastIsV, last.user == j.user)
	v.on(atHeads + bucket(len(f.people), headEdges...))
	if len(i.names) > 0 {
		named := i.names[0].user
		switch {
		case f.people[named] == 0:
			v.on(atNamed + 2)
		case last.user == named:
			v.on(atNamed)
			v.on(atNamed + 1)
		default:
			v.on(atNamed)
		}
	}
	var shared float32
	for k, word := range i.words {
		if f.words[word] {
			shared += i.rare[k] * i.rare[k]
		}
	}
	if shared > 0 {
		v.set(atThreadCos, shared/(i.weight*i.weight+1))
	}
	if first.user == i.user {
		v.on(atFirstIs)
	}
	if first.user == j.user {
		v.on(atFirstIs + 1)
	}
	if _, ok := last.naming(i.user); ok {
		v.on(atLastToU)
	}
	if len(f.people) == 1 {
		either(v, atAlone, f.people[i.user] > 0)
	}
}

// answering says what answers what around line i and the line at place p.
func (t *Threads) answering(v *Vector, i *Line, p int32, uLast int) {
	lines := t.history.lines
	j := &lines[p]
	v.on(atAnswers + bucket(int(t.answers[p]), fewEdges...))
	if j.user == i.user {
		return
	}
	switch parent := t.parent[p]; {
	case parent < 0:
		v.on(atJAnswers + 2)
	default:
		either(v, atJAnswers, lines[parent].user == i.user)
	}
	if uLast < 0 {
		return
	}
	switch parent := t.parent[uLast]; {
	case parent == p:
		v.on(atUAnswered)
	case parent >= 0 && lines[parent].user == j.user:
		v.on(atUAnswered + 1)
	}
}

// Decide picks a thread by the sum of its choices' chances, and the likeliest
// choice of it. It returns the number of the choice: 0 to start a thread.
func (t *Threads) Decide(choices []Choice, chances []float64) int {
	n := len(t.history.lines)
	clear(t.sums)
	for k, c := range choices[1:] {
		t.sums[t.of[n-c.Back]] += chances[k+1]
	}
	thread, most := int32(-1), chances[0]
	for _, c := range choices[1:] {
		if of := t.of[n-c.Back]; t.sums[of] > most {
			thread, most = of, t.sums[of]
		}
	}
	pick := 0
	for k, c := range choices[1:] {
		if t.of[n-c.Back] == thread && (pick == 0 || chances[k+1] > chances[pick]) {
			pick = k + 1
		}
	}
	return pick
}

// Add says line l in the history, in the thread of the line so many back, or
// in one of its own if back is 0.
func (t *Threads) Add(l Line, back int) {
	p := int32(t.history.Len())
	thread := int32(len(t.list))
	parent := int32(-1)
	if back > 0 {
		parent = p - int32(back)
		thread = t.of[parent]
		t.answers[parent] = min(t.answers[parent], 254) + 1
	} else {
		t.list = append(t.list, found{people: make(map[int32]int), words: make(map[int32]bool)})
	}
	f := &t.list[thread]
	f.places = append(f.places, p)
	f.people[l.user]++
	for _, word := range l.words {
		f.words[word] = true
	}
	t.of = append(t.of, thread)
	t.parent = append(t.parent, parent)
	t.answers = append(t.answers, 0)
	for i, active := range t.active {
		if active == thread {
			t.active = append(t.active[:i], t.active[i+1:]...)
			break
		}
	}
	if t.active = append(t.active, thread); len(t.active) > remembersThreads {
		t.active = t.active[1:]
	}
	t.history.Add(l)
}
