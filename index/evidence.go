package index

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
)

// evidence is what there is for one part of a query, mostly a word:
//
//	ladder  whole   messages with ladder: 1, with ladders: 0.9
//	        weaker  with stepladder, which is nearly the same: 0.6
//	                with rung, if that goes with ladders: 0.3
//	        sender  Ms Ladder wrote it: 0.6
//
// A part weighs more the rarer it is, and half if the word says little by
// itself, however rare it is here. It weighs more if its messages stand together
// in a few threads, as those with "ladder" do, than if they are scattered over
// many, as those with "take": then threads are about it.
type evidence struct {
	word    string
	weight  float64
	whole   *roaring.Bitmap // rows
	slip    bool            // whole is what the word may be a slip for
	typed   *roaring.Bitmap // those of them with the word as typed; nil: all
	weaker  []weaker        // the strongest first
	month   time.Month      // that the word names, 0 for none
	senders []uint32        // who is called by that word, sorted
}

// weaker are messages with words that are not the one asked for.
type weaker struct {
	strength float64
	via      string
	rows     *roaring.Bitmap
}

// shortestBeginning is the length in letters from which a word that others
// begin with is some evidence for them.
const shortestBeginning = 5

// shortestPart is the length in letters of a word that may be a part of one that
// is nowhere.
const shortestPart = 4

// shortestHalf is the length in letters that both halves of a compound have at
// least.
const shortestHalf = 3

// longestEnding is how many letters at the end of a word that is nowhere may be
// others.
const longestEnding = 2

// gatherer gathers evidence.
type gatherer struct {
	weights  weights
	ctx      context.Context
	reader   bleveindex.IndexReader
	corpus   *corpus
	question question
	messages uint64
	thread   func(row uint32) uint32 // a number of its thread, 0 if that is not known; nil: none is
}

// gather gathers the evidence for all parts of a query. A part that is not
// known well enough yet, such as the first letter of a word, has none; then
// there is no telling what else is a partial match.
func (g *gatherer) gather(parts []textPart, unfinished func(query.Node) bool) (list []evidence, all bool, err error) {
	all = true
	for i, part := range parts {
		if unfinished(part.node) {
			all = false
			continue
		}
		e, err := g.part(part)
		if err != nil {
			return nil, false, err
		}
		if len(parts) > 1 { // or there is nothing to weigh it against
			e.weight *= math.Pow(g.inThread(e.whole), g.weights.gathered)
		}
		if term, ok := plain(part.node); ok {
			if err := g.word(&e, term, neighbour(parts, i-1), neighbour(parts, i+1)); err != nil {
				return nil, false, err
			}
		}
		list = append(list, e)
	}
	return list, all, nil
}

// neighbour returns the term of a part, "" if it is not a plain word.
func neighbour(parts []textPart, i int) string {
	if i < 0 || i >= len(parts) {
		return ""
	}
	term, _ := plain(parts[i].node)
	return term
}

// part finds what matches a part.
func (g *gatherer) part(part textPart) (e evidence, err error) {
	e.word = query.Query{Root: part.node}.String()
	if e.whole, err = rowsOf(g.ctx, g.reader, part.query); err != nil {
		return e, err
	}
	if p, ok := part.query.(*phraseQuery); ok && len(p.words.terms) == 1 {
		e.slip = p.words.last == misspelt
		e.typed, err = p.typed(g.ctx, g.reader)
	}
	e.weight = rarity(e.whole.GetCardinality(), g.messages)
	return e, err
}

// word adds the weaker evidence for a plain word, given the words before and
// behind it.
func (g *gatherer) word(e *evidence, term, before, after string) error {
	light := false
	for _, l := range g.question.languages {
		light = light || l.Light(term)
		if month := l.Month(term); month != 0 {
			e.month = month
		}
	}
	if light {
		e.weight *= g.weights.light
	}
	if isNumber(term) {
		e.weight *= g.weights.number
	}
	if !light {
		e.senders = g.corpus.people.matching(func(name string) bool {
			return slices.ContainsFunc(analysis.Terms(name), func(word string) bool { return calls(term, word) })
		})
	}
	if err := g.compounds(e, term, before, after); err != nil {
		return err
	}
	alike, err := g.alike(e, term)
	if err != nil {
		return err
	}
	if before+after != "" || e.whole.IsEmpty() { // or the word says enough
		if err := g.matter(e, term, alike); err != nil {
			return err
		}
	}
	if err := g.halves(e, term); err != nil {
		return err
	}
	if spellings, ok := g.question.spellings(term); ok && len([]rune(term)) >= shortestInflected {
		if err := g.weaker(e, g.weights.spelling, g.query(spellings)); err != nil {
			return err
		}
	}
	if len([]rune(term)) >= shortestBeginning && !light {
		if err := g.weaker(e, g.weights.begins, g.query(wordMatcher{terms: []string{term}, last: prefix})); err != nil {
			return err
		}
	}
	if e.whole.IsEmpty() {
		if err := g.beginnings(e, term); err != nil {
			return err
		}
		// What is nowhere is as rare as what is found for it.
		for _, w := range e.weaker {
			e.weight = max(e.weight, rarity(w.rows.GetCardinality(), g.messages))
		}
	}
	return nil
}

// beginnings adds, for a word that is nowhere, the messages with words that begin as
// it does, "gynec" for gynecologist, "plumbing" for plumber, or with one of its
// parts: "tool" for toolbox.
func (g *gatherer) beginnings(e *evidence, term string) error {
	letters := []rune(term)
	for n := shortestPart; n < len(letters); n++ {
		begin, end := string(letters[:n]), string(letters[n:])
		switch {
		case n <= len(letters)-shortestHalf && !g.smallOrLight(begin):
			if err := g.weaker(e, g.weights.half, g.query(wordMatcher{terms: []string{begin}})); err != nil {
				return err
			}
		case n >= shortestBeginning:
			if err := g.weaker(e, g.weights.begins, g.query(wordMatcher{terms: []string{begin}})); err != nil {
				return err
			}
		}
		if len(letters)-n >= shortestPart && !g.smallOrLight(end) {
			if err := g.weaker(e, g.weights.half, g.query(wordMatcher{terms: []string{end}})); err != nil {
				return err
			}
		}
	}
	if n := max(len(letters)-longestEnding, shortestBeginning); n < len(letters) {
		return g.weaker(e, g.weights.begins, g.query(wordMatcher{terms: []string{string(letters[:n])}, last: prefix}))
	}
	return nil
}

// spreadSample is how many messages are looked at to tell how a word is spread.
const spreadSample = 300

// inThread returns how many of a word's messages a thread has that has any; 1 if
// that is not known.
func (g *gatherer) inThread(rows *roaring.Bitmap) float64 {
	if g.thread == nil {
		return 1
	}
	threads, messages := make(map[uint32]bool), 0
	newest := rows.ReverseIterator()
	for i := 0; i < spreadSample && newest.HasNext(); i++ {
		if number := g.thread(newest.Next()); number != 0 {
			threads[number] = true
			messages++
		}
	}
	return float64(max(messages, 1)) / float64(max(len(threads), 1))
}

// calls reports whether a word names somebody: "ben" and "bens" do for Ben.
func calls(term, name string) bool {
	return len([]rune(name)) >= shortestInflected && (term == name || term == name+"s")
}

// compounds adds the messages where a word is written together with its
// neighbour, or in two.
func (g *gatherer) compounds(e *evidence, term, before, after string) error {
	var queries []*phraseQuery
	for _, joined := range [][2]string{{before, term}, {term, after}} {
		if joined[0] == "" || joined[1] == "" {
			continue
		}
		whole := joined[0] + joined[1]
		queries = append(queries, g.query(g.question.matcher(whole, exact)))
	}
	letters := []rune(term)
	for i := shortestHalf; i <= len(letters)-shortestHalf; i++ {
		left, right := string(letters[:i]), string(letters[i:])
		if !g.smallOrLight(left) && !g.smallOrLight(right) {
			queries = append(queries, g.query(wordMatcher{terms: []string{left, right}}))
		}
	}
	for _, q := range queries {
		if err := g.weaker(e, g.weights.compound, q); err != nil {
			return err
		}
	}
	return nil
}

func (g *gatherer) smallOrLight(term string) bool {
	return slices.ContainsFunc(g.question.languages, func(l *language.Language) bool { return l.Small(term) || l.Light(term) })
}

// alike adds the messages with words for the same thing, which it returns.
func (g *gatherer) alike(e *evidence, term string) (alike map[string]bool, err error) {
	alike = make(map[string]bool)
	for _, l := range g.question.languages {
		for _, word := range l.Alike(term) {
			alike[word] = word != term
		}
	}
	for _, word := range slices.Sorted(maps.Keys(alike)) {
		if !alike[word] {
			continue
		}
		if err := g.weaker(e, g.weights.alike, g.query(g.question.matcher(word, exact))); err != nil {
			return nil, err
		}
	}
	return alike, nil
}

// matter adds the messages with words that go with a word, but are not alike and
// not asked for themselves.
func (g *gatherer) matter(e *evidence, term string, alike map[string]bool) error {
	var words []string
	for _, l := range g.question.languages {
		for _, word := range l.Matter(term) {
			if _, is := alike[word]; !is && !slices.Contains(g.question.terms, word) && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	if words == nil {
		return nil
	}
	rows, err := g.corpus.recent.rows(fmt.Sprintf("matter %q", words), func() (*roaring.Bitmap, error) { return union(g.ctx, g.reader, words) })
	if err == nil && !rows.IsEmpty() {
		e.weaker = append(e.weaker, weaker{g.weights.matter, "the same matter", rows})
	}
	return err
}

// halves adds the messages with either part of a compound, where both stand in
// some message.
func (g *gatherer) halves(e *evidence, term string) error {
	for _, l := range g.question.languages {
		for _, way := range l.Parts(term) {
			if g.smallOrLight(way[0]) || g.smallOrLight(way[1]) {
				continue
			}
			if err := g.both(e, way); err != nil {
				return err
			}
		}
	}
	return nil
}

// both adds the messages with either of two words if there are some with each.
func (g *gatherer) both(e *evidence, words [2]string) error {
	var queries [2]*phraseQuery
	for i := len(words) - 1; i >= 0; i-- { // fewer words end so than begin so
		queries[i] = g.query(g.question.matcher(words[i], exact))
		rows, err := rowsOf(g.ctx, g.reader, queries[i])
		if err != nil || rows.IsEmpty() {
			return err
		}
	}
	for _, q := range queries {
		if err := g.weaker(e, g.weights.half, q); err != nil {
			return err
		}
	}
	return nil
}

func (g *gatherer) query(words wordMatcher) *phraseQuery { return g.corpus.phrase(words) }

// weaker adds what matches a query as weaker evidence, if there is anything.
func (g *gatherer) weaker(e *evidence, strength float64, q *phraseQuery) error {
	rows, err := rowsOf(g.ctx, g.reader, q)
	if err == nil && !rows.IsEmpty() {
		e.weaker = append(e.weaker, weaker{strength, strings.Join(q.words.terms, " "), rows})
	}
	return err
}

// of returns how strong the evidence in one message is, from 0 to 1, and what
// it is if it is not the word itself.
func (e *evidence) of(w *weights, row uint32, facts table.Row) (strength float64, via string) {
	if e.whole.Contains(row) {
		switch {
		case e.slip:
			return w.slip, "a slip"
		case e.typed != nil && !e.typed.Contains(row):
			return w.form, "another form"
		}
		return 1, ""
	}
	for _, other := range e.weaker {
		if other.strength > strength && other.rows.Contains(row) {
			strength, via = other.strength, other.via
		}
	}
	if e.month != 0 && strength < w.month && facts.Time().Month() == e.month {
		strength, via = w.month, e.month.String()
	}
	if strength < w.sender && contains(e.senders, facts.Sender) {
		strength, via = w.sender, "the sender"
	}
	return strength, via
}

// partialWeights says what the parts weigh when it is decided what matches in
// part, and how much of that is enough.
func partialWeights(list []evidence, messages uint64) (weights []float64, enough float64) {
	for _, e := range list {
		weights = append(weights, rarity(e.whole.GetCardinality(), messages))
		enough += weights[len(weights)-1] * partialShare
	}
	return weights, math.Max(enough, math.SmallestNonzeroFloat64)
}
