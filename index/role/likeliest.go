package role

// Likeliest returns the class of the greatest chance, 0 excepted, which stands
// for nothing: it is the answer where something else is less likely than least.
func Likeliest(chances []float64, least float64) int {
	if 1-chances[0] < least {
		return 0
	}
	best := 1
	for class := 2; class < len(chances); class++ {
		if chances[class] > chances[best] {
			best = class
		}
	}
	return best
}
