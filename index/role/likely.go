package role

import "strconv"

// Tags are those whose likelihood says what a message does.
var Tags = [...]string{"dump-run", "lending", "licensing", "outage", "pothole"}

// degrees are the chances from which on a tag is likely to a degree.
var degrees = [Degrees]float64{0.1, 0.3, 0.6, 0.85}

// Degrees is how many degrees of likelihood there are.
const Degrees = 4

// likely returns the signs of the tags that message i may deserve.
func (c *Chat) likely(i int) Set {
	var set Set
	for t, tag := range Tags {
		chances := c.Likely[tag]
		for d, from := range degrees {
			if i < len(chances) && chances[i] >= from {
				set = set.With(LikelyTag + Sign(t*Degrees+d))
			}
		}
	}
	return set
}

// nameLikely completes the names of the signs.
func nameLikely(names [signs]string) [signs]string {
	for t, tag := range Tags {
		for d, from := range degrees {
			names[int(LikelyTag)+t*Degrees+d] = tag + "-" + strconv.FormatFloat(from, 'f', -1, 64)
		}
	}
	return names
}
