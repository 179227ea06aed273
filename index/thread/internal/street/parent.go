package street

// answered returns the number of the line of a thread that l most probably
// answers. Exports never tell; this is what a reader would guess: whom it
// names, else what it repeats, else the question still open, else the last.
func (w *window) answered(l *line, t *thread) int {
	best, at := float32(-1), t.last
	lines := t.lastLines(maxAnswered)
	after := 0 // lines of the thread since
	for i := len(lines) - 1; i >= 0; i-- {
		other := lines[i]
		score := 1 / float32(1+after)
		for _, p := range l.named {
			if p == other.person {
				score += 1.5
			}
		}
		var shared float32
		for _, s := range l.stems {
			if has(other.stems, s) {
				shared += w.rarity(s)
			}
		}
		score += min(shared/4, 1)
		question := other.cues&(isQuestion|asksEveryone) != 0
		switch {
		case other.person == l.person && after > 0:
			score -= 0.6
		case question && !other.asked && l.cues&isQuestion == 0:
			score += 0.6
		case other.cues&isMedia != 0 && l.cues&isMedia == 0:
			score += 0.2
		}
		if score > best {
			best, at = score, other.number
		}
		after++
	}
	return at
}

// maxAnswered is how many of a thread's last lines may be answered.
const maxAnswered = 12
