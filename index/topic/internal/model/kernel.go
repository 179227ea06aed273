package model

import "math"

// A kernel says how much less what is further away counts: a message that many
// messages or hours off counts a third.
type kernel struct{ messages, hours float64 }

// mostKernels is how many kernels are summed over at most.
const mostKernels = max(len(kernels), len(nearbyKernels))

// caution draws means of little towards 0.
const caution = 0.3

// sums are what messages around one say, by kernel.
type sums struct {
	kernels []kernel
	values  [mostKernels][channels]float64
	weights [mostKernels]float64
}

func newSums(kernels []kernel) sums { return sums{kernels: kernels} }

// add adds what message j says for a tag, d messages off message i.
func (s *sums) add(c *Chat, i, j, tag, d int, trust float64) {
	hours := math.Abs(c.Messages[j].Time.Sub(c.Messages[i].Time).Hours())
	values := c.Evidence[j].channels(tag)
	for k, of := range s.kernels {
		w := math.Exp(-float64(d-1)/of.messages-hours/of.hours) * trust
		s.weights[k] += w
		for n, v := range values {
			s.values[k][n] += w * float64(v)
		}
	}
}

// means appends the means of all that was added, the less the less it was.
func (s *sums) means(dst []float32) []float32 {
	for k := range s.kernels {
		for _, v := range s.values[k] {
			dst = append(dst, float32(v/(s.weights[k]+caution)))
		}
	}
	return dst
}
