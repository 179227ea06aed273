package parser

import "slices"

// How many headers of another shape, in a stretch of their own, make a second
// export of what else would be a pasted chat: fewer where they go on after
// the last header of the first, as nobody can paste what is yet to come, and
// fewest where the same people go on talking.
const (
	joinedSame  = 3
	joinedLater = 20
	joinedAny   = 50
)

// accepted returns the shapes that are headers, in the order of their lines:
// the file's own, and others only where exports were joined. Mixed are those
// whose headers stand between the file's own ones.
func (s *survey) accepted() (accepted, mixed []*shapeStats) {
	s.shapes = slices.DeleteFunc(s.shapes, func(stats *shapeStats) bool { return stats.count == 0 })
	if len(s.shapes) == 0 {
		return nil, nil
	}
	s.mergeHalves()
	// Shapes are in the order of their first lines, and what stands first
	// cannot be text of a message.
	own := s.shapes[0]
	for _, stats := range s.shapes[1:] {
		if stats.count >= joinedLater && stats.count > 20*own.count {
			own = stats
		}
	}
	accepted = []*shapeStats{own}
	for _, stats := range s.shapes {
		last := accepted[len(accepted)-1]
		switch {
		case stats == own:
		case stats.firstLine < own.firstLine && stats.lastLine < own.firstLine:
			if len(accepted) == 1 {
				accepted = []*shapeStats{stats, own}
			}
		case stats.firstLine > last.lastLine &&
			(stats.count >= joinedAny || stats.count >= joinedLater && stats.day > last.day || stats.goesOn(last)):
			accepted = append(accepted, stats)
		case stats.mixedInto(own):
			mixed = append(mixed, stats)
		}
	}
	if len(accepted) > 1 {
		return accepted, nil
	}
	return accepted, mixed
}

// goesOn reports whether headers of this shape are those of the same chat after
// a change of the phone or its settings: all of them later than the last one
// before, in order, and mostly of people who spoke before.
func (s *shapeStats) goesOn(before *shapeStats) bool {
	if s.count < joinedSame || s.shape.yearless || before.shape.yearless || s.firstLine <= before.lastLine {
		return false
	}
	order := decideOrder(before, UnknownOrder)
	earlier := before.reading(order.order)
	later := s.reading(s.orderAfter(order, decideOrder(s, UnknownOrder)).order)
	if later.impossible > 0 || later.back > 0 || later.low < earlier.high {
		return false
	}
	if later.low == earlier.high && s.firstMinute <= before.lastMinute {
		return false
	}
	return s.speakersKnown(before)
}

// orderAfter returns how the dates are read after those of another shape: where
// they prove no order, as those were proven to be, if every day is possible then.
func (s *shapeStats) orderAfter(before, own verdict) verdict {
	if r := s.reading(before.order); own.proven || !before.proven || r == nil || r.impossible > 0 {
		return own
	}
	before.evidence = orderWords[before.order] + ": as in the lines before, which the same people wrote"
	return before
}

// speakersKnown reports whether most messages are of people who spoke before.
func (s *shapeStats) speakersKnown(before *shapeStats) bool {
	known := make(map[string]bool, len(before.names.all))
	for _, who := range before.names.all {
		if !who.suspect {
			known[who.shown] = true
		}
	}
	old, all := 0, 0
	for _, who := range s.names.all {
		if who.suspect {
			continue
		}
		all += who.count
		if known[who.shown] {
			old += who.count
		}
	}
	return old > 0 && old*2 >= all
}
