package role

import (
	_ "embed"
	"sync"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
)

// Sounds is how many signs there are of what words sound like: from
// SoundsOffer on, each a class of a bag of words.
const Sounds = int(First - SoundsOffer)

// loud is the logit from which words sound like something.
const loud = 0.5

//go:embed words.weights
var wordWeights []byte

var learned = sync.OnceValue(func() *bag.Model {
	m, _, err := bag.Read(wordWeights, Sounds)
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return m
})

// hear returns the signs of what words sound like.
func (r *Reader) hear(words []analysis.Token) Set {
	var set Set
	var scores [Sounds]float32
	r.features = bag.Features(r.features[:0], words)
	r.sounds.Score(scores[:], r.features)
	for class, score := range scores {
		if score >= loud {
			set = set.With(SoundsOffer + Sign(class))
		}
	}
	return set
}
