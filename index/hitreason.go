package index

import "context"

// HitReason says what one word of a query has to do with a hit, as ranking by
// relevance saw it.
type HitReason struct {
	Word   string  // or phrase, as it was understood
	Rarity float64 // share of the weight of all words, from 0 to 1: rarer words have more
	Own    float64 // how much of it the message has itself, from 0 to 1
	Via    string  // what stands for the word in the message: another word, "another form", "the sender", "the same matter"; "" for the word itself
	Near   float64 // how much of it is near the message: in its neighbours, or in its thread
}

// reasons tells why rows were found. Without words to rank by there are none.
func (f *finder) reasons(ctx context.Context, plan *plan) (func(row uint32) ([]HitReason, error), error) {
	r, _, err := f.ranker(ctx, plan)
	if err != nil || r == nil {
		return func(uint32) ([]HitReason, error) { return nil, nil }, err
	}
	return r.reasons, nil
}

func (r *ranker) reasons(row uint32) ([]HitReason, error) {
	m, err := r.message(row)
	if err != nil {
		return nil, err
	}
	near, err := r.near(row)
	if err != nil {
		return nil, err
	}
	list := make([]HitReason, 0, len(r.evidence))
	for i := range r.evidence {
		e := &r.evidence[i]
		own, via := e.of(&r.weights, row, m.facts)
		list = append(list, HitReason{Word: e.word, Rarity: e.weight / r.total, Own: own, Via: via, Near: near[i]})
	}
	return list, nil
}
