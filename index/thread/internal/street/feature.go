package street

import "math"

// What the net is told: of the message and the moment (the context), which is
// the same for all choices, and of each choice.
const (
	inCues  = iota // a feature for each cue
	inWords = cues + iota - 1
	inStems
	inNovel      // share of what it says that nobody has said for a month
	inTopics     // how many topics
	inNamed      // names somebody who was there of late
	inBestWords  // best of the choices
	inBestTopic  // best of the choices
	inGap        // since the line before
	inGap2       // line before and the one before that
	inSame       // by the writer of the line before
	inOwnGap     // since the writer's last line
	inOwnLines   // lines since
	inNight      // a night has passed since the line before
	inHour       // of the day
	inTempo      // lines a day of late
	inHourLines  // lines in the last hour
	inDayLines   // in the last twelve hours
	inHourOpen   // threads that had a line in the last hour
	inDayOpen    // in the last twelve hours
	inDayPeople  // people
	inDayThreads // lines a thread in the last twelve hours
	inLastAsks   // line before asks everyone
	inLastQuestion
	inTags      // a feature for each tag
	ContextSize = inTags + 5
)

const (
	ofNew = iota // starts a thread
	ofGap
	ofGap2m
	ofGap10m
	ofGap1h
	ofGap6h
	ofGap12h
	ofGap36h
	ofGapWeek
	ofNights
	ofFirst  // of the open threads, by their last lines
	ofSecond // one
	ofRank
	ofSince // lines in others since
	ofSize
	ofAlone // has one line
	ofPeople
	ofIn          // the writer is in it
	ofStarted     // the writer has started it
	ofShare       // the writer's share of its lines
	ofLastMine    // the writer wrote its last line
	ofMineGap     // time since the writer's last line in it
	ofMyLatest    // the writer's last line is in it
	ofMonologue   // the writer wrote its last line just now, and nobody since
	ofNamesLast   // names the writer of its last line
	ofNamesIn     // names somebody in it
	ofNamesLatest // names somebody whose last line is in it
	ofNamesAway   // names somebody not in it
	ofCalled      // its last line names the writer
	ofCalledOf    // one of its last lines does, and the writer has not answered
	ofNotCalled   // its last line names another
	ofLastQuestion
	ofLastAsks
	ofLastThanks
	ofLastOver
	ofLastMedia
	ofOpen       // one of its last lines asks, and nobody else has answered
	ofOpenElse   // asked by another
	ofRootAsks   // starts with asking everyone
	ofAnswer     // yes, no or a figure to a question
	ofThanksBack // thanks where the writer has asked, or to who is in it
	ofComment    // words to a picture
	ofWords      // shares words, by rarity
	ofWordsLast  // with its last three lines
	ofWordsRoot  // with its first line
	ofWordsMost  // more than with any other
	ofTopic      // shares topics
	ofTopicLast  // with its last three lines
	ofTopicMost  // more than with any other
	ofTopicAway  // both have topics, but others
	ofTopicNone  // has topics, the message has none
	ofTopicNew   // the message has topics, it has none
	ofPace       // gap against its own
	ofOthers     // share of lines since that were in others
	ofAge        // since its first line
	ofAnsweredMe // its last line answers the writer
	ofLastShort  // its last line has few words
	ofTopicLate  // shares topics with its last eight lines
	ofWordsLate  // words
	ofLateIn     // the writer's share of its last eight lines
	ofLatePeople // people in its last eight lines
	ofBeforeMine // the writer wrote the line before its last
	ofBeforeLast // and another its last
	ofTags       // a feature for each tag, its share in the thread's topics

	// ChoiceSize is the number of features of a choice.
	ChoiceSize = ofTags + 5
)

// Features are the inputs of the nets for one message.
type Features struct {
	Context [ContextSize]float32
	Choices [][ChoiceSize]float32 // the first is a new thread
	Last    []int                 // of each choice, how many messages back its last one is
	threads []*thread             // of each choice; the first is nil
	gaps    []int64               // of each choice, seconds of silence before
}

// squeeze brings a time in seconds into about 0 to 1: a minute to 0.29, a day
// to 0.79, a month to 1.03.
func squeeze(seconds int64) float32 {
	return float32(math.Log1p(float64(max(seconds, 0))) / 14.4)
}

// many squeezes a number into about 0 to 1: 1 to 0.15, 100 to 1.
func many(n int) float32 { return float32(math.Log1p(float64(n)) / 4.6) }

func yes(is bool) float32 {
	if is {
		return 1
	}
	return 0
}

// nights counts the nights, at four o'clock, between two times.
func nights(from, to int64) int64 {
	const four = 4 * 60 * 60
	return (to-four)/day - (from-four)/day
}

// rarity is how much a stem says.
func (w *window) rarity(stem uint32) float32 {
	const little = 30 // lines before which rarity means little
	return float32(math.Log(float64(len(w.lines)+little) / float64(w.lineOf[stem]+1)))
}

// describe fills f with what l is like, and what it is to each choice.
func (w *window) describe(l *line, f *Features) {
	f.Choices = append(f.Choices[:0], [ChoiceSize]float32{ofNew: 1})
	f.threads = append(f.threads[:0], nil)
	f.Last = append(f.Last[:0], 0)
	f.gaps = append(f.gaps[:0], 0)
	f.Context = [ContextSize]float32{}
	var all, novel float32
	for _, s := range l.stems {
		r := w.rarity(s)
		all += r * r
		if w.lineOf[s] == 0 {
			novel += r * r
		}
	}
	for rank := range min(len(w.threads), maxOpen) {
		t := w.threads[len(w.threads)-1-rank]
		f.threads = append(f.threads, t)
		f.Last = append(f.Last, w.next()-t.last)
		f.gaps = append(f.gaps, l.time-t.newest().time)
		f.Choices = append(f.Choices, [ChoiceSize]float32{})
		w.compare(l, t, rank, all, &f.Choices[rank+1])
	}
	c := &f.Context
	most(f, ofWords, ofWordsMost, &c[inBestWords])
	most(f, ofTopic, ofTopicMost, &c[inBestTopic])
	for i := range cues {
		c[inCues+i] = yes(l.cues&(1<<i) != 0)
	}
	c[inWords] = many(l.words)
	c[inStems] = many(len(l.stems))
	if all > 0 {
		c[inNovel] = novel / all
	}
	c[inTopics] = many(len(l.topics))
	for _, is := range l.topics {
		for i, tag := range tagged {
			if is.topic == uint8(tag) {
				c[inTags+i] = is.weight / mostWeight
			}
		}
	}
	w.moment(l, c)
}

// most marks the choice of which a feature is greatest.
func most(f *Features, of, mark int, best *float32) {
	at := 0
	for k := 1; k < len(f.Choices); k++ {
		if f.Choices[k][of] > *best {
			at, *best = k, f.Choices[k][of]
		}
	}
	if at > 0 {
		f.Choices[at][mark] = 1
	}
}

// moment tells what the chat is like when l is written.
func (w *window) moment(l *line, c *[ContextSize]float32) {
	next := w.next()
	c[inHour] = float32(l.time%day) / day
	if l.person.said > 0 {
		c[inOwnGap] = squeeze(l.time - l.person.before)
		c[inOwnLines] = many(next - 1 - l.person.last)
	} else {
		c[inOwnGap], c[inOwnLines] = 1, 1
	}
	for _, p := range l.named {
		if l.time-p.before < day {
			c[inNamed] = 1
		}
	}
	if len(w.lines) == 0 {
		c[inGap], c[inGap2], c[inNight] = 1, 1, 1
		return
	}
	last := w.lines[len(w.lines)-1]
	c[inGap] = squeeze(l.time - last.time)
	c[inGap2] = 1
	if len(w.lines) > 1 {
		c[inGap2] = squeeze(l.time - w.lines[len(w.lines)-2].time)
	}
	c[inSame] = yes(last.person == l.person)
	c[inNight] = yes(nights(last.time, l.time) > 0)
	c[inTempo] = many(int(float64(len(w.lines)) / (1 + float64(l.time-w.lines[0].time)/day)))
	c[inLastAsks] = yes(last.cues&asksEveryone != 0)
	c[inLastQuestion] = yes(last.cues&isQuestion != 0)
	hour, half := 0, 0
	for i := len(w.lines) - 1; i >= 0 && half < 100 && w.lines[i].time > l.time-day/2; i-- {
		half++
		if w.lines[i].time > l.time-3600 {
			hour++
		}
	}
	c[inHourLines], c[inDayLines] = many(hour), many(half)
	hourOpen, halfOpen := 0, 0
	for i := len(w.threads) - 1; i >= 0 && halfOpen < 30; i-- {
		at := w.threads[i].newest().time
		if at <= l.time-day/2 {
			break
		}
		halfOpen++
		if at > l.time-3600 {
			hourOpen++
		}
	}
	c[inHourOpen], c[inDayOpen] = many(hourOpen), many(halfOpen)
	if halfOpen > 0 {
		c[inDayThreads] = many(half / halfOpen)
	}
}

// compare tells what l is to a thread.
func (w *window) compare(l *line, t *thread, rank int, all float32, c *[ChoiceSize]float32) {
	last, first := t.newest(), t.lines[0]
	gap := l.time - last.time
	c[ofGap] = squeeze(gap)
	for i, edge := range [...]int64{120, 600, 3600, 6 * 3600, 12 * 3600, 36 * 3600, 7 * day} {
		c[ofGap2m+i] = yes(gap <= edge)
	}
	c[ofNights] = float32(min(nights(last.time, l.time), 4)) / 4
	c[ofFirst], c[ofSecond] = yes(rank == 0), yes(rank == 1)
	c[ofRank] = float32(rank) / maxOpen
	c[ofSince] = many(w.next() - 1 - t.last)
	c[ofSize] = many(len(t.lines))
	c[ofAlone] = yes(len(t.lines) == 1)
	c[ofPeople] = many(len(t.people))
	mine := t.people[l.person]
	c[ofMineGap] = 1
	if mine != nil {
		c[ofIn] = 1
		c[ofShare] = float32(mine.said) / float32(len(t.lines))
		c[ofMineGap] = squeeze(l.time - w.line(mine.last).time)
		c[ofMyLatest] = yes(l.person.last == mine.last)
	}
	c[ofStarted] = yes(first.person == l.person)
	c[ofLastMine] = yes(last.person == l.person)
	c[ofMonologue] = yes(rank == 0 && last.person == l.person && gap <= 180)
	c[ofAge] = squeeze(l.time - first.time)
	c[ofAnsweredMe] = yes(last.answers == l.person && last.person != l.person)
	c[ofLastShort] = yes(last.cues&isShort != 0)
	w.lately(l, t, all, c)
	w.calls(l, t, c)
	asks(l, t, mine, gap, c)
	w.words(l, t, all, c)
	subjects(l, t, c)
	spanned := float64(last.time-first.time)/float64(max(len(t.lines)-1, 1)) + 60
	c[ofPace] = float32(math.Log(float64(gap+60)/spanned) / 6)
	since := w.next() - 1 - t.last
	c[ofOthers] = float32(since) / float32(since+len(t.lines))
}

// lately tells what l is to the last lines of a thread.
func (w *window) lately(l *line, t *thread, all float32, c *[ChoiceSize]float32) {
	lines := t.lastLines(8)
	var topics [topicCount]float32
	var norm, own, shared float32
	mine := 0
	var others [8]*person
	people := 0
	for _, other := range lines {
		if other.person == l.person {
			mine++
		}
		known := false
		for _, p := range others[:people] {
			known = known || p == other.person
		}
		if !known {
			others[people] = other.person
			people++
		}
		for _, is := range other.topics {
			topics[is.topic] += is.weight
		}
	}
	c[ofLateIn] = float32(mine) / float32(len(lines))
	c[ofLatePeople] = float32(people) / 8
	if n := len(lines); n > 1 {
		c[ofBeforeMine] = yes(lines[n-2].person == l.person)
		c[ofBeforeLast] = yes(lines[n-2].person == l.person && lines[n-1].person != l.person)
	}
	for _, x := range topics {
		norm += x * x
	}
	for _, is := range l.topics {
		own += is.weight * is.weight
		shared += is.weight * topics[is.topic]
	}
	if own > 0 && norm > 0 {
		c[ofTopicLate] = shared / float32(math.Sqrt(float64(own*norm)))
	}
	if all > 0 {
		var sum float32
		for _, s := range l.stems {
			for _, other := range lines {
				if has(other.stems, s) {
					r := w.rarity(s)
					sum += r * r
					break
				}
			}
		}
		c[ofWordsLate] = sum / (all + 4)
	}
}

// few is how many lines of a thread are its last ones.
const few = 5

func (t *thread) lastLines(n int) []*line { return t.lines[max(len(t.lines)-n, 0):] }

// calls tells who names whom.
func (w *window) calls(l *line, t *thread, c *[ChoiceSize]float32) {
	last := t.newest()
	for _, p := range l.named {
		in := t.people[p]
		switch {
		case last.person == p:
			c[ofNamesLast] = 1
		case in == nil:
			c[ofNamesAway] = 1
		}
		if in != nil {
			c[ofNamesIn] = 1
			if in.last == p.last {
				c[ofNamesLatest] = 1
			}
		}
	}
	for _, p := range last.named {
		if p == l.person {
			c[ofCalled] = 1
		}
	}
	c[ofNotCalled] = yes(len(last.named) > 0 && c[ofCalled] == 0)
	for _, other := range t.lastLines(few) {
		if other.person == l.person {
			c[ofCalledOf] = 0
			continue
		}
		for _, p := range other.named {
			if p == l.person {
				c[ofCalledOf] = 1
			}
		}
	}
}

// asks tells what was asked, and whether l answers.
func asks(l *line, t *thread, mine *part, gap int64, c *[ChoiceSize]float32) {
	last := t.newest()
	c[ofLastQuestion] = yes(last.cues&isQuestion != 0)
	c[ofLastAsks] = yes(last.cues&asksEveryone != 0)
	c[ofLastThanks] = yes(last.cues&(thanks|welcomes) != 0)
	c[ofLastOver] = yes(last.cues&isOver != 0)
	c[ofLastMedia] = yes(last.cues&isMedia != 0)
	for _, other := range t.lastLines(few) {
		if other.cues&(isQuestion|asksEveryone) != 0 && !other.asked {
			c[ofOpen] = 1
			if other.person != l.person {
				c[ofOpenElse] = 1
			}
		}
	}
	c[ofRootAsks] = yes(t.lines[0].cues&asksEveryone != 0)
	other := last.person != l.person
	c[ofAnswer] = yes(other && last.cues&isQuestion != 0 && l.cues&(saysYes|saysNo|hasFigure|hasTime) != 0 && l.cues&isQuestion == 0)
	c[ofThanksBack] = yes(other && l.cues&thanks != 0 && (mine != nil || c[ofNamesIn] > 0))
	c[ofComment] = yes(last.cues&isMedia != 0 && l.cues&isMedia == 0 && gap <= 3600)
}

// words tells what stems l shares with a thread.
func (w *window) words(l *line, t *thread, all float32, c *[ChoiceSize]float32) {
	if all == 0 {
		return
	}
	var thread, late, root float32
	lines := t.lastLines(3)
	for _, s := range l.stems {
		if t.stems[s] == 0 {
			continue
		}
		r := w.rarity(s)
		r *= r
		thread += r
		for _, other := range lines {
			if has(other.stems, s) {
				late += r
				break
			}
		}
		if has(t.lines[0].stems, s) {
			root += r
		}
	}
	norm := all + 4
	c[ofWords], c[ofWordsLast], c[ofWordsRoot] = thread/norm, late/norm, root/norm
}

// subjects tells what topics l shares with a thread.
func subjects(l *line, t *thread, c *[ChoiceSize]float32) {
	var own, of, shared, late float32
	for _, v := range t.topics {
		of += v * v
	}
	for _, is := range l.topics {
		own += is.weight * is.weight
		shared += is.weight * t.topics[is.topic]
		for _, other := range t.lastLines(3) {
			for _, its := range other.topics {
				if its.topic == is.topic {
					late = max(late, min(is.weight, its.weight))
				}
			}
		}
	}
	switch {
	case own > 0 && of > 0:
		c[ofTopic] = shared / float32(math.Sqrt(float64(own*of)))
		c[ofTopicAway] = yes(shared == 0)
	case of > 0:
		c[ofTopicNone] = 1
	case own > 0:
		c[ofTopicNew] = 1
	}
	c[ofTopicLast] = late / mostWeight
	if of > 0 {
		for i, tag := range tagged {
			c[ofTags+i] = t.topics[tag] / float32(math.Sqrt(float64(of)))
		}
	}
}
