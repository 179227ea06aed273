package main

import (
	"math"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

// adam is the optimiser of Kingma and Ba, "Adam: A Method for Stochastic
// Optimization" (2015), with decay of the weights apart from the gradient.
type adam struct {
	mean, square [][]float32
	steps        int
}

func newAdam(net *channel.Net) *adam {
	a := &adam{}
	for _, list := range lists(net) {
		a.mean = append(a.mean, make([]float32, len(list)))
		a.square = append(a.square, make([]float32, len(list)))
	}
	return a
}

func (a *adam) step(net *channel.Net, parts []*gradient, rate, decay float32) {
	a.steps++
	fresh1 := float32(1 - math.Pow(0.9, float64(a.steps)))
	fresh2 := float32(1 - math.Pow(0.999, float64(a.steps)))
	for n, list := range lists(net) {
		mean, square := a.mean[n], a.square[n]
		shrink := decay
		if n%2 == 1 || n == 4 { // biases and the last layer do not decay
			shrink = 0
		}
		for i := range list {
			var d float32
			for _, part := range parts {
				d += part.lists[n][i]
				part.lists[n][i] = 0
			}
			d /= batch
			mean[i] += 0.1 * (d - mean[i])
			square[i] += 0.001 * (d*d - square[i])
			list[i] -= rate * (mean[i]/fresh1/(float32(math.Sqrt(float64(square[i]/fresh2)))+1e-7) + shrink*list[i])
		}
	}
}
