package parser

// A chat may go on in another shape and come back to the first: somebody put
// two exports together by time. Lines of the other shape are then messages if
// each has its time between those of the messages around it. Nothing that was
// pasted has: it is older than the message that holds it.

// A passage counts changes between one shape and others from one header to the
// next, and under which orders of their dates time does not go on. Orders are
// indexes: of the header before, then of the one after.
type passage struct {
	count   int
	other   *shapeStats // the shape on the other side
	several bool        // there is more than one
	back    [YMD + 1][YMD + 1]int
	still   [YMD + 1][YMD + 1]int // not even by a minute
}

func (p *passage) add(other, before, after *shapeStats) {
	p.several = p.several || p.other != nil && p.other != other
	p.other = other
	p.count++
	for i := range before.readings {
		for j := range after.readings {
			a, b := &before.readings[i], &after.readings[j]
			was, is := a.last*24*60+before.lastMinute, b.last*24*60+after.lastMinute
			if is < was {
				p.back[a.order][b.order]++
			}
			if is <= was {
				p.still[a.order][b.order]++
			}
		}
	}
}

// mixedInto reports whether headers of this shape are messages between those
// of another, mostly of the people who wrote these.
func (s *shapeStats) mixedInto(own *shapeStats) bool {
	if s.count < joinedSame || s.shape.yearless || own.shape.yearless || s.firstLine < own.firstLine ||
		s.left.count == 0 || s.entered.several || s.left.several || s.entered.other != own || s.left.other != own {
		return false
	}
	before := decideOrder(own, UnknownOrder)
	order := s.orderAfter(before, decideOrder(s, UnknownOrder)).order
	r := s.reading(order)
	return r.impossible == 0 && r.back == 0 &&
		s.entered.still[before.order][order] == 0 && s.left.back[order][before.order] == 0 && s.speakersKnown(own)
}
