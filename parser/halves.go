package parser

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A 12-hour clock is read by the word beside it, and dialect/words.txt may not
// have the word, or a phone may leave it out in some headers. Then the whole
// file tells: within a day time does not step back, so of all meanings the
// words could have, those are right under which it steps back the least. Where
// that leaves a choice, people write more by day than between one and six at
// night.

// halves gathers what a file tells of such words, for headers of one shape.
type halves struct {
	words   []string // folded; noWord is one of them
	spelled []string // as they first stood
	hours   map[halfHour]int
	steps   map[halfStep]int // from one header to the next on the same day
	known   [2]bool          // a known word for before, for after noon was seen
	last    halfHour
	date    [3]int16 // of last, as written

	// Whether headers without a word fit in between the others.
	fit, misfit int
	moment      int64 // of the last header with a word
	pending     int64 // of the last one without, if it followed
}

// A halfHour is what a clock shows, and beside which word. Under the word
// known it is the hour of 24.
type halfHour struct {
	word int8
	hour int8
}

type halfStep struct{ from, to halfHour }

const (
	known  = -1
	noWord = ""
	// maxHalves is how many unknown words one file may have: no language
	// parts the day into more.
	maxHalves = 8
)

func newHalves() *halves {
	return &halves{hours: make(map[halfHour]int), steps: make(map[halfStep]int)}
}

// add takes in a header; ok is false if it is beside one unknown word too many.
func (s *halves) add(h *header, line []byte, day int64) (ok bool) {
	now := halfHour{known, h.hour}
	switch {
	case h.shape.half && !h.unknownHalf():
		s.known[h.hour/12] = true
	default:
		word := string(h.halfWord(line))
		i := slices.Index(s.words, word)
		if i < 0 {
			if len(s.words) == maxHalves {
				return false
			}
			i = len(s.words)
			s.words = append(s.words, word)
			s.spelled = append(s.spelled, strings.Clone(string(line[h.wordAt:h.wordEnd])))
		}
		now.word = int8(i)
		s.hours[now]++
	}
	if h.parts == s.date {
		s.steps[halfStep{s.last, now}]++
	}
	s.last, s.date = now, h.parts
	s.fits(h, day)
	return true
}

// fits counts whether headers without a word have their place between those
// before and after, as messages do and pasted lines do not.
func (s *halves) fits(h *header, day int64) {
	const slack = 60
	if !h.shape.half {
		moment := h.moment(day, forenoon)
		if moment < s.moment-slack {
			moment = h.moment(day, afternoon)
		}
		if moment < s.moment-slack {
			s.misfit++
			return
		}
		s.fit++
		s.pending = moment
		return
	}
	if h.unknownHalf() {
		return
	}
	moment := h.moment(day, wholeDay)
	if s.pending > 0 && moment < s.pending-slack {
		s.fit--
		s.misfit++
	}
	s.moment, s.pending = moment, 0
}

// moment returns when a message was sent, in seconds, if its clock is read so.
func (h *header) moment(day int64, part dayPart) int64 {
	return day*86400 + int64(part.hour(int(h.hour)))*3600 + int64(h.minute)*60 + int64(h.second)
}

// isPartOf reports whether the headers without a word, which are of the shape
// of those with one otherwise, are messages of the same export.
func (s *halves) isPartOf() bool {
	bare := slices.Index(s.words, noWord)
	if bare < 0 {
		return false
	}
	for h := range s.hours {
		if h.word == int8(bare) && (h.hour > 12 || h.hour == 0) {
			return false // a clock of 24 hours: pasted
		}
	}
	return s.fit > 4*s.misfit
}

// decide returns what each word means.
func (s *halves) decide() map[string]dayPart {
	choices := []dayPart{forenoon, afternoon, night}
	switch {
	case s.hasWholeDays():
		choices = []dayPart{wholeDay} // the words are no halves of a day
	case len(s.words) <= 2:
		choices = choices[:2]
	}
	meaning := make([]dayPart, len(s.words))
	best := slices.Clone(meaning)
	least := -1
	var try func(i int)
	try = func(i int) {
		if i == len(meaning) {
			if cost := s.cost(meaning); least < 0 || cost < least {
				least = cost
				copy(best, meaning)
			}
			return
		}
		for _, part := range choices {
			meaning[i] = part
			try(i + 1)
		}
	}
	try(0)
	parts := make(map[string]dayPart, len(best))
	for i, word := range s.words {
		parts[word] = best[i]
		if word == noWord && s.backward(best, int8(i))*enoughInOrder > s.count(int8(i)) {
			parts[word] = nearest
		}
	}
	return parts
}

// hasWholeDays reports whether unknown words stand beside hours of 24.
func (s *halves) hasWholeDays() bool {
	for h := range s.hours {
		if h.hour > 12 && s.words[h.word] != noWord {
			return true
		}
	}
	return false
}

// enoughInOrder headers without a word for each one out of order show that
// they all mean the same half of the day.
const enoughInOrder = 20

// cost weighs an assignment of meanings: a step back in time is as unlikely
// as twenty messages at night, and two words for one half are hardly ever.
func (s *halves) cost(meaning []dayPart) int {
	cost := 20 * s.backward(meaning, known)
	for h, n := range s.hours {
		if hour := meaning[h.word].hour(int(h.hour)); hour >= 1 && hour < 6 {
			cost += n
		}
	}
	if len(meaning) <= 2 && !slices.Contains(s.words, noWord) {
		before, after := 0, 0
		for _, part := range meaning {
			if part == forenoon {
				before++
			} else {
				after++
			}
		}
		// Of the word that is known, unless both are, this is the other.
		if s.known[0] != s.known[1] {
			if s.known[0] {
				before++
			} else {
				after++
			}
		}
		if before > 1 || after > 1 {
			cost += 1 << 30
		}
	}
	return cost
}

// backward counts steps back in time: of all headers, or from and to one word.
func (s *halves) backward(meaning []dayPart, word int8) int {
	hour := func(h halfHour) int {
		if h.word == known {
			return int(h.hour)
		}
		return meaning[h.word].hour(int(h.hour))
	}
	back := 0
	for step, n := range s.steps {
		if (word == known || step.from.word == word || step.to.word == word) && hour(step.from) > hour(step.to) {
			back += n
		}
	}
	return back
}

func (s *halves) count(word int8) int {
	count := 0
	for h, n := range s.hours {
		if h.word == word {
			count += n
		}
	}
	return count
}

// warnings tells how words that no table has were understood; bare is set
// where some headers have none.
func (s *halves) warnings(meaning map[string]dayPart, bare bool) []string {
	var out []string
	for i, word := range s.words {
		switch part := meaning[word]; {
		case word != noWord:
			out = append(out, fmt.Sprintf("the word %q beside the time is not known; by the order of the messages it was read as %s", s.spelled[i], dayPartWords[part]))
		case !bare:
		case part == nearest:
			out = append(out, fmt.Sprintf("%s neither AM nor PM; each was read as close to the message before as it can be", plural(s.count(int8(i)), "message has", "messages have")))
		default:
			out = append(out, fmt.Sprintf("%s neither AM nor PM; by the order of the messages that was read as %s", plural(s.count(int8(i)), "message has", "messages have"), dayPartWords[part]))
		}
	}
	return out
}

var dayPartWords = [...]string{
	forenoon: "before noon", afternoon: "after noon", night: "at night", midday: "around noon",
	wholeDay: "saying nothing, as the clock has 24 hours",
}

// mergeHalves joins shapes that differ in nothing but a word for the half of the
// day, where one phone wrote both.
func (s *survey) mergeHalves() {
	for _, bare := range s.shapes {
		marked := s.sibling(bare.shape)
		if bare.shape.half || marked == nil || marked.halves == nil || !marked.halves.isPartOf() {
			continue
		}
		if marked.count < 2 || marked.count*10 < bare.count {
			continue // pasted into a chat of 24 hours
		}
		marked.join(bare)
		s.shapes = slices.DeleteFunc(s.shapes, func(stats *shapeStats) bool { return stats == bare })
		slices.SortStableFunc(s.shapes, func(a, b *shapeStats) int { return cmp.Compare(a.firstLine, b.firstLine) })
		return
	}
}

// sibling returns the statistics of the shape that differs in the word for the
// half of the day alone, nil if there is none.
func (s *survey) sibling(of shape) *shapeStats {
	of.half = !of.half
	for _, stats := range s.shapes {
		if stats.shape == of {
			return stats
		}
	}
	return nil
}

// join adds what was found on another shape.
func (s *shapeStats) join(other *shapeStats) {
	s.bare = true
	s.count += other.count
	s.firstLine, s.lastLine = min(s.firstLine, other.firstLine), max(s.lastLine, other.lastLine)
	s.afterCRLF += other.afterCRLF
	s.later += other.later
	s.days += other.days
	for e, found := range other.calendars {
		s.calendars[e] = s.calendars[e] || found
	}
	for i := range s.shortYears {
		s.shortYears[i] += other.shortYears[i]
	}
	for i := range s.readings {
		r := &s.readings[i]
		// The first header of a shape, as one with the year of an era, may have fewer orders than that of the other.
		if same := slices.IndexFunc(other.readings, func(o reading) bool { return o.order == r.order }); same >= 0 {
			r.join(&other.readings[same])
		}
	}
	for raw, who := range other.names.all {
		if mine := s.names.all[raw]; mine != nil {
			mine.count += who.count
			mine.longs += who.longs
			mine.signed += who.signed
		} else {
			s.names.add(who)
		}
	}
}

func (r *reading) join(other *reading) {
	r.impossible += other.impossible
	r.implausible += other.implausible
	r.back += other.back
	r.afterExport += other.afterExport
	r.attached += other.attached
	if other.seen {
		r.low, r.high = min(r.low, other.low), max(r.high, other.high)
	}
	r.impossibleLine = cmp.Or(r.impossibleLine, other.impossibleLine)
	r.backLine = cmp.Or(r.backLine, other.backLine)
	r.afterLine = cmp.Or(r.afterLine, other.afterLine)
	r.attachedLine = cmp.Or(r.attachedLine, other.attachedLine)
}
