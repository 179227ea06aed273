package channel

// Window is how many messages back a message may link to, notices not counted.
const Window = 100

// History is what was said so far, notices left out.
type History struct {
	lines []Line
	by    [][]int32          // by user: places of their lines
	named map[[2]int32]int32 // place of the newest line in which the first names the second
	often map[[2]int32]int32 // in how many lines
	helps []int32            // by user: how many people they have named

	// per candidate list, by user; what was counted is taken back by reset
	spoke, naming, uNamed []int32
	resumed               []int64
	touched               []int32
}

// NewHistory returns a history in which nothing was said.
func NewHistory() *History {
	return &History{named: make(map[[2]int32]int32), often: make(map[[2]int32]int32)}
}

// Len is how many messages were said.
func (h *History) Len() int { return len(h.lines) }

// Add says a line.
func (h *History) Add(l Line) {
	place := int32(len(h.lines))
	h.grow(l.user)
	l.to = h.talksTo(&l)
	h.lines = append(h.lines, l)
	h.by[l.user] = append(h.by[l.user], place)
	for _, n := range l.names {
		h.grow(n.user)
		pair := [2]int32{l.user, n.user}
		h.named[pair] = place
		if h.often[pair]++; h.often[pair] == 1 {
			h.helps[l.user]++
		}
	}
}

// talksTo returns whom the speaker of a line that comes next is talking to:
// whom it names, or whom they were talking to a moment ago; -1 if nobody.
func (h *History) talksTo(l *Line) int32 {
	if len(l.names) > 0 {
		return l.names[0].user
	}
	if last := h.last(l.user); last >= 0 && len(h.lines)-last <= 30 && l.time-h.lines[last].time <= 300 {
		return h.lines[last].to
	}
	return -1
}

func (h *History) grow(user int32) {
	for int(user) >= len(h.by) {
		h.by = append(h.by, nil)
		h.helps = append(h.helps, 0)
		h.spoke = append(h.spoke, 0)
		h.naming = append(h.naming, 0)
		h.uNamed = append(h.uNamed, 0)
		h.resumed = append(h.resumed, 0)
	}
}

// last returns the place of a user's newest line, -1 if there is none.
func (h *History) last(user int32) int {
	if int(user) >= len(h.by) || len(h.by[user]) == 0 {
		return -1
	}
	places := h.by[user]
	return int(places[len(places)-1])
}
