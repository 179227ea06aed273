package channel

import "math"

// Threads is what the threads found so far are like.
type Threads struct {
	history *History
	of      []int32 // by place: the thread of what was said there
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

	// AllFeatures is the number of features with those of threads.
	AllFeatures = int(layout.next)
)

// A Choice is a candidate that the linear scorer has kept.
type Choice struct {
	Back   int // how many lines back; 0 for the line itself
	Vector Vector
}

func logOdds(chance float64) float32 { return float32(max(math.Log(chance+1e-6), -10)) / 5 }

// Extend adds to the choices of line i what the threads so far say of them,
// and what chances the first net gave them. The first choice is i itself.
func (t *Threads) Extend(i *Line, choices []Choice, chances []float64) {
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
	var rarities float32
	for _, word := range i.words {
		r := h.reader.rarity(word)
		rarities += r * r
	}
	for k := range choices[1:] {
		c := &choices[k+1]
		v := &c.Vector
		p := int32(n - c.Back)
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
		t.describe(v, i, p, &t.list[thread], t.rankOf(thread), rarities)
	}
}

// either turns on the first of two features if yes, the second if not.
func either(v *Vector, at uint16, yes bool) {
	if !yes {
		at++
	}
	v.on(at)
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
func (t *Threads) describe(v *Vector, i *Line, p int32, f *found, rank int, rarities float32) {
	lines := t.history.lines
	j, last, first := &lines[p], &lines[f.last()], &lines[f.places[0]]
	if f.last() == p {
		v.on(atNewest)
	}
	after := 0
	for k := len(f.places) - 1; k >= 0 && f.places[k] > p; k-- {
		after++
	}
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
	for _, word := range i.words {
		if f.words[word] {
			r := t.history.reader.rarity(word)
			shared += r * r
		}
	}
	if shared > 0 {
		v.set(atThreadCos, shared/(rarities+1))
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
	if back > 0 {
		thread = t.of[int(p)-back]
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
