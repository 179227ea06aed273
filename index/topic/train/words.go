package main

import (
	"math"

	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

const (
	wordRounds = 30
	wordRate   = 0.15
	wordTame   = 1e-3 // how strongly weights are held near zero
	// wordFew is how many chats must have a word for it to be learned.
	wordFew = 2
)

// learnWords fits, for each tag, a logistic regression on the words of
// messages. Messages of long threads count less, each, so that a thread says
// hardly more by its length.
func learnWords(chats []*chat) *model.Words {
	words := model.NewWords()
	common := commonWords(chats)
	for tag := range model.Count {
		w, squares := make([]float64, model.WordFeatures), make([]float64, model.WordFeatures)
		bias := -2.0
		for range wordRounds {
			for _, c := range chats {
				sizes := make(map[int]int)
				for _, root := range c.thread {
					sizes[root]++
				}
				for i, features := range c.features {
					if c.messages[i].Notice {
						continue
					}
					length := float64(model.Length(features))
					sum := bias
					for _, f := range features {
						sum += w[f] * length
					}
					d := model.Chance(sum)
					if c.tags[i][tag] {
						d--
					}
					d /= math.Sqrt(float64(sizes[c.thread[i]]))
					bias -= 0.01 * d
					for _, f := range features {
						if !common[f] {
							continue
						}
						g := d*length + wordTame*w[f]
						squares[f] += g * g
						w[f] -= wordRate * g / (math.Sqrt(squares[f]) + 0.1)
					}
				}
			}
		}
		words.Scale[tag] = quantize(words.Weight[tag], w)
	}
	return words
}

// commonWords are the features that enough chats have.
func commonWords(chats []*chat) []bool {
	counts := make([]int, model.WordFeatures)
	for _, c := range chats {
		seen := make([]bool, model.WordFeatures)
		for _, features := range c.features {
			for _, f := range features {
				if !seen[f] {
					seen[f] = true
					counts[f]++
				}
			}
		}
	}
	common := make([]bool, model.WordFeatures)
	for f, n := range counts {
		common[f] = n >= wordFew
	}
	return common
}

// quantize writes weights in steps of the scale that it returns.
func quantize(into []int8, w []float64) float32 {
	most := 1e-9
	for _, v := range w {
		most = max(most, math.Abs(v))
	}
	scale := most / math.MaxInt8
	for i, v := range w {
		into[i] = int8(math.Round(v / scale))
	}
	return float32(scale)
}
