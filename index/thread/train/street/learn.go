package main

import (
	"math/rand/v2"

	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

var learned = settings{epochs: 14, rate: 0.004, drop: 0.15, decay: 0.01}

const (
	halves   = 2 // of the chats, that follow each other's models
	leastMix = 0.15
	mostMix  = 0.6 // shares of a chat's threads that a quieter one is made of
)

// learn trains nets on chats and on a quieter chat made of each.
func learn(chats []chat, seed uint64, nets int) *street.Model {
	random := rand.New(rand.NewPCG(seed, 99))
	all := append([]chat(nil), chats...)
	for i := range chats {
		share := leastMix + (mostMix-leastMix)*random.Float64()
		all = append(all, remix(&chats[i], share, share+(1-share)*random.Float64(), random))
	}
	// First the truth is followed, then models that have not seen the chat:
	// they err as the last ones will.
	examples := make([][]example, len(all))
	for i := range all {
		examples[i] = follow(&all[i], nil)
	}
	half := func(i int) int { return i % len(chats) % halves }
	models := make([]*street.Model, halves)
	for h := range models {
		var list []example
		for i := range all {
			if half(i) != h {
				list = append(list, examples[i]...)
			}
		}
		models[h] = &street.Model{Policy: start, Nets: []*street.Net{train(list, learned, seed*1000+uint64(h))}}
	}
	var list []example
	for i := range all {
		list = append(list, examples[i]...)
		list = append(list, follow(&all[i], models[half(i)])...)
	}
	model := &street.Model{Policy: start}
	for k := range nets {
		model.Nets = append(model.Nets, train(list, learned, seed*1000+500+uint64(k)))
	}
	return model
}
