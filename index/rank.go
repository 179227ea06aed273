package index

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// Ranking by relevance takes two steps. The first is the search itself, in which
// single messages score by how rare their words are. The second looks again at
// the best of what it found, and at what stands around them in the chat, since
// the message that answers a question rarely repeats its words:
//
//	Ann   Does anyone have a ladder I could borrow?    both words
//	Ben   Mine's in the garage, code 4417              neither; Ann's are near
//
// A message scores the weight of the query's words it has, and part of the
// weight of those that its neighbours have: the more the nearer they are in
// the chat and in time, most of all if the neighbour is somebody else's
// question. Neighbours that repeat a word the message has count as well, for a
// conversation about it, and so does what the whole thread speaks of. A question
// scores a little less than a statement, the message that begins a thread more,
// and one with a figure where a figure is asked for. The scale is about 1 for a
// message that has all words.
//
// The numbers it goes by are in weights.go.
const (
	considered = 150            // of the best found are looked at again
	seeds      = 40             // of the best of these are asked for their neighbours
	weakest    = considered / 2 // messages with weaker evidence only, for each piece of it

	before = 12 // messages whose words count for a message
	behind = 8  // messages behind it that do
)

// ranker scores messages for a query.
type ranker struct {
	weights  weights
	table    *table.Reader
	tests    []rowTest
	evidence []evidence          // of the parts of the query, then of what it is about
	parts    int                 // how many parts it has
	total    float64             // weight of these
	asked    bool                // by more than a word
	figure   bool                // a figure is asked for
	steps    [before + 1]float64 // what is left of a share so many messages on
	known    map[uint32]*message
	spare    []message                 // not in use yet
	room     []float64                 // likewise, for their evidence
	members  func(row uint32) []uint32 // rows of its thread
	thread   func(row uint32) uint32   // a number of its thread, 0 if that is not known
	pools    map[uint32]pool           // by thread
}

// expected is how many messages a ranker looks at, more or less.
const expected = 4096

// slab is for how many of them there is room at once.
const slab = 256

// message is what the ranker knows of a message.
type message struct {
	thread   uint32
	facts    table.Row
	strength []float64 // of the evidence, piece by piece
}

// newRanker makes a ranker of evidence for the parts of a query and for what it is
// about; nil if there is none for its parts.
func newRanker(w weights, t *table.Reader, plan *plan, list, about []evidence) *ranker {
	r := &ranker{weights: w, table: t, tests: plan.tests, asked: len(plan.question.terms) > 1, evidence: slices.Concat(list, about), parts: len(list), known: make(map[uint32]*message, expected), pools: make(map[uint32]pool), thread: func(uint32) uint32 { return 0 }}
	for _, e := range list {
		r.total += e.weight
	}
	if r.total == 0 {
		return nil
	}
	for distance := range r.steps {
		r.steps[distance] = math.Pow(w.step, float64(distance-1))
	}
	for _, l := range plan.question.languages {
		r.figure = r.figure || slices.ContainsFunc(plan.question.terms, l.AsksFigure)
	}
	return r
}

func (r *ranker) message(row uint32) (*message, error) {
	if m, ok := r.known[row]; ok {
		return m, nil
	}
	facts, err := r.table.Row(row)
	if err != nil {
		return nil, err
	}
	if len(r.spare) == 0 { // one array instead of an allocation a message
		r.spare, r.room = make([]message, slab), make([]float64, slab*len(r.evidence))
	}
	m := &r.spare[0]
	*m = message{thread: r.thread(row), facts: facts, strength: r.room[:len(r.evidence):len(r.evidence)]}
	r.spare, r.room = r.spare[1:], r.room[len(r.evidence):]
	for i := range r.evidence {
		m.strength[i], _ = r.evidence[i].of(&r.weights, row, facts)
	}
	r.known[row] = m
	return m, nil
}

// around calls visit for the messages around one that may belong to the same
// conversation, from the one itself outwards in either direction.
func (r *ranker) around(row uint32, from, to int, visit func(distance int, row uint32, m *message)) error {
	self, err := r.message(row)
	if err != nil {
		return err
	}
	order, place := r.table.Order(self.facts.Chat), r.table.Place(row)
	for _, side := range [2]int{-1, 1} {
		end := place - from
		if side > 0 {
			end = place + to
		}
		for at := place + side; at >= 0 && at < order.Len() && (end-at)*side >= 0; at += side {
			m, err := r.message(order.Row(at))
			if err != nil {
				return err
			}
			if apart(self, m) > r.weights.longestBreak {
				break
			}
			visit(at-place, order.Row(at), m)
		}
	}
	return nil
}

// apart is how many seconds lie between two messages.
func apart(a, b *message) float64 {
	return math.Abs(float64(a.facts.Seconds) - float64(b.facts.Seconds))
}

// near returns how much of each word is around a message, from 0 to 1.
func (r *ranker) near(row uint32) ([]float64, error) {
	near := make([]float64, len(r.evidence))
	self, err := r.message(row)
	if err != nil {
		return nil, err
	}
	err = r.around(row, before, behind, func(distance int, _ uint32, m *message) {
		share := math.Exp2(-apart(self, m) / r.weights.halfLife)
		if distance > 0 {
			share *= r.weights.behind
		}
		if distance > 0 || !m.facts.Question || self.facts.Question || m.facts.Sender == self.facts.Sender {
			share *= r.weights.remark
		}
		share *= r.steps[max(distance, -distance)]
		if self.thread != m.thread {
			share *= r.weights.apart
		}
		for i, strength := range m.strength {
			near[i] = max(near[i], share*strength)
		}
	})
	if err != nil || self.thread == 0 {
		return near, err
	}
	p, err := r.pool(row, self)
	for i := range near {
		near[i] = max(near[i], r.weights.thread*p.strength[i], r.weights.opening*p.first[i])
	}
	return near, err
}

// pool is what a thread has of the query.
type pool struct {
	strength []float64 // of each piece of evidence the greatest
	root     uint32    // its first message
	first    []float64 // of each piece, what that has
	talk     float64   // share of all evidence that it speaks of, more if it does so often
	rows     []uint32  // its messages
}

// longestThread is how many messages of a thread are looked at; there are
// longer ones where little is known.
const longestThread = 300

// nearest returns those of a thread's rows that are around one of them.
func nearest(rows []uint32, row uint32) []uint32 {
	if len(rows) <= longestThread {
		return rows
	}
	from := min(max(slices.Index(rows, row)-longestThread/2, 0), len(rows)-longestThread)
	return rows[from : from+longestThread]
}

// pool returns what there is in a message's thread.
func (r *ranker) pool(row uint32, self *message) (pool, error) {
	if p, ok := r.pools[self.thread]; ok {
		return p, nil
	}
	members := r.members(row)
	p := pool{root: members[0], strength: make([]float64, len(r.evidence)), rows: nearest(members, row)}
	root, err := r.message(p.root)
	if err != nil {
		return p, err
	}
	p.first = root.strength
	often := make([]float64, len(r.evidence))
	for _, other := range p.rows {
		m, err := r.message(other)
		if err != nil {
			return p, err
		}
		for i, strength := range m.strength {
			p.strength[i] = max(p.strength[i], strength)
			often[i] += strength
		}
	}
	for i, times := range often {
		p.talk += r.evidence[i].weight * times / (times + 1) / r.total
	}
	r.pools[self.thread] = p
	return p, nil
}

// score returns a message's score.
func (r *ranker) score(row uint32) (float64, error) {
	m, err := r.message(row)
	if err != nil {
		return 0, err
	}
	near, err := r.near(row)
	if err != nil {
		return 0, err
	}
	has, around := 0.0, 0.0
	for i := range r.evidence {
		own := m.strength[i]
		has += r.evidence[i].weight * own
		around += r.evidence[i].weight * (r.weights.near*max(0, near[i]-own) + r.weights.repeat*near[i]*own)
	}
	score := (has + around) / r.total
	if m.thread != 0 {
		p, err := r.pool(row, m)
		if err != nil {
			return 0, err
		}
		score += r.weights.talk * p.talk
		if p.root == row {
			score *= r.weights.first
		}
	}
	if m.facts.Question {
		score *= r.weights.ask
	}
	if m.facts.Kind == parser.Notice || m.facts.Kind == parser.Deleted {
		score *= r.weights.notice
	}
	if r.figure && m.facts.Figure {
		score *= 1 + r.weights.figure
	}
	return score, nil
}

// rank scores the first of a list anew and sorts them; the others follow.
func (r *ranker) rank(list []found) error {
	head := list[:min(considered, len(list))]
	for i := range head {
		var err error
		if head[i].score, err = r.score(head[i].row()); err != nil {
			return err
		}
	}
	slices.SortFunc(head, ByRelevance.order)
	follow(head, list[len(head):])
	return nil
}

// follow scales the scores of a sorted list to what came before it.
func follow(head, tail []found) {
	if len(head) == 0 || len(tail) == 0 {
		return
	}
	scale := head[len(head)-1].score / max(tail[0].score, math.SmallestNonzeroFloat64)
	for i := range tail {
		tail[i].score = min(tail[i].score*scale, head[len(head)-1].score)
	}
}

// others finds messages that match neither wholly nor in part, but have weaker
// evidence or are near what was found. For who types a single word only the rest
// of a thread is near: it tells less of what is meant than a question does.
func (r *ranker) others(ctx context.Context, matched func(row uint32) bool, lists ...[]found) ([]found, error) {
	seen := make(map[uint32]bool)
	var others []found
	consider := func(row uint32) error {
		if seen[row] || matched(row) {
			return nil
		}
		seen[row] = true
		m, err := r.message(row)
		if err != nil || !all(r.tests, row, m.facts) {
			return err
		}
		score, err := r.score(row)
		if err == nil && score >= r.weights.leastNear {
			others = append(others, found{score: score, key: keyOf(row, m.facts)})
		}
		return err
	}
	for _, e := range r.evidence {
		for _, w := range e.weaker {
			newest := w.rows.ReverseIterator()
			for n := 0; n < weakest && newest.HasNext(); n++ {
				if err := consider(newest.Next()); err != nil {
					return nil, err
				}
			}
		}
	}
	best := slices.Clone(others)
	for _, list := range lists {
		best = append(best, list[:min(considered, len(list))]...)
	}
	slices.SortFunc(best, ByRelevance.order)
	for _, seed := range best[:min(seeds, len(best))] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		self, err := r.message(seed.row())
		if err != nil {
			return nil, err
		}
		var rows []uint32
		if r.asked {
			err := r.around(seed.row(), behind, before, func(_ int, row uint32, _ *message) { rows = append(rows, row) })
			if err != nil {
				return nil, err
			}
		}
		if self.thread != 0 {
			p, err := r.pool(seed.row(), self)
			if err != nil {
				return nil, err
			}
			rows = append(rows, p.rows...)
		}
		for _, row := range rows {
			if err := consider(row); err != nil {
				return nil, err
			}
		}
	}
	return others, nil
}

// matcher returns what tells of a message whether it matches wholly or in part.
func (r *ranker) matcher(messages uint64) func(row uint32) bool {
	weights, enough := partialWeights(r.evidence[:r.parts], messages)
	return func(row uint32) bool {
		weight, whole := 0.0, true
		for i, e := range r.evidence[:r.parts] {
			if e.whole.Contains(row) {
				weight += weights[i]
			} else {
				whole = false
			}
		}
		return whole || len(weights) > 1 && weight >= enough
	}
}

// ranked answers a request by relevance: whole matches and partial ones, as far
// as they are wanted, each ranked. Who asks for nothing but what is meant to the
// letter gets the messages with it, if there are any, and no others.
func (f *finder) ranked(ctx context.Context, plan *plan, req Request, wanted int) (whole, partial page, err error) {
	whole = page{sort: ByRelevance, limit: max(wanted, considered)}
	if err := f.run(ctx, plan, false, &whole); err != nil {
		return whole, partial, err
	}
	r, complete, err := f.ranker(ctx, plan)
	if err != nil {
		return whole, partial, err
	}
	whole.kept = whole.sorted()
	var crowd crowd
	if r != nil {
		if err := r.rank(whole.kept); err != nil {
			return whole, partial, err
		}
		if err := r.spread(whole.kept, wanted, &crowd); err != nil {
			return whole, partial, err
		}
	}
	if whole.total >= wanted || req.Strict || plan.strict {
		return whole, partial, nil
	}
	partial = page{sort: ByRelevance, limit: max(wanted-whole.total, considered)}
	if plan.partial != nil {
		if err := f.run(ctx, plan, true, &partial); err != nil {
			return whole, partial, err
		}
	}
	partial.kept = partial.sorted()
	if r == nil {
		return whole, partial, nil
	}
	if err := r.rank(partial.kept); err != nil {
		return whole, partial, err
	}
	if !complete || !plan.simple || len(plan.question.terms) == 0 && whole.total > 0 {
		return whole, partial, nil
	}
	head, tail := partial.kept[:min(considered, len(partial.kept))], partial.kept[min(considered, len(partial.kept)):]
	others, err := r.others(ctx, r.matcher(uint64(f.table.Len())), whole.kept, head)
	if err != nil {
		return whole, partial, err
	}
	partial.total += len(others)
	list := slices.Concat(head, others)
	slices.SortFunc(list, ByRelevance.order)
	if err := r.spread(list, wanted-whole.total, &crowd); err != nil {
		return whole, partial, err
	}
	follow(list, tail)
	partial.kept = slices.Concat(list, tail)
	return whole, partial, nil
}

// ranker makes a ranker for a plan, nil if there is nothing to rank by. It is
// complete if it has evidence for all parts of the query.
func (f *finder) ranker(ctx context.Context, plan *plan) (r *ranker, complete bool, err error) {
	if f.bleve == nil || len(plan.parts) == 0 {
		return nil, false, nil
	}
	advanced, err := f.bleve.Advanced()
	if err != nil {
		return nil, false, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, false, err
	}
	defer func() { err = cmp.Or(err, reader.Close()) }()
	g := gatherer{weights: f.weights, ctx: ctx, reader: reader, corpus: &f.corpus, question: plan.question, messages: uint64(f.table.Len()), thread: f.threadNumber}
	list, complete, err := g.gather(plan.parts, plan.barelyBegun)
	if err != nil {
		return nil, false, err
	}
	r = newRanker(f.weights, f.table, plan, list, g.about(list))
	if r != nil && f.threadNumber != nil {
		r.thread, r.members = f.threadNumber, f.thread
	}
	return r, complete, nil
}

// barelyBegun reports whether a part is the first letters of a word, or any
// letters that many words begin with.
func (p *plan) barelyBegun(n query.Node) bool {
	begun := false
	query.Walk(n, func(n query.Node) bool {
		if w, ok := n.(query.Word); ok {
			begun = begun || (w.Prefix || p.typing && w.End == p.length) && len([]rune(w.Text)) < shortestInflected
		}
		return true
	})
	return begun
}
