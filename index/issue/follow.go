package issue

import (
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// follower goes through a chat message by message.
type follower struct {
	chat     *role.Chat
	thread   []int // of each message
	opening  []bool
	place    []int // of each message in its thread
	messages *role.Conversations
	places   *gazetteer
	topics   *lexicon.Matcher
	subjects *subjects
	matters  []*matter
	live     []*matter // of them, those that may go on, in order
}

// How long a conversation about a matter goes on: within its thread, and
// outside it, where a thread may have been cut wrongly.
const (
	withinThread = 36 * time.Hour
	nearby       = time.Hour
	nearbyCount  = 20
	soonCount    = 4
)

func newFollower(chat *role.Chat) *follower {
	thread, languages := chat.ThreadOf(), chat.Languages()
	f := &follower{
		chat: chat, thread: thread, opening: make([]bool, len(chat.Messages)), place: make([]int, len(chat.Messages)),
		messages: role.NewConversations(chat, thread, languages),
		places:   newGazetteer(chat, languages), topics: lexicon.For(languages...).Matcher(),
		subjects: newSubjects(chat),
	}
	for _, t := range chat.Threads {
		if len(t.Messages) > 0 {
			f.opening[t.Messages[0]] = true
		}
		for place, i := range t.Messages {
			f.place[i] = place
		}
	}
	return f
}

// moment is a message and how things stand when it is written.
type moment struct {
	i       int
	reading role.Reading
	at      role.Situations
	here    []*matter // what is talked about here, the latest first
}

// sure is the weight from which on a message hardly speaks of anything else.
const sure = 3

// see reads message i and says what situations it is in.
func (f *follower) see(i int) moment {
	m := &f.chat.Messages[i]
	now := moment{i: i, reading: f.messages.Read(i)}
	f.subjects.add(now.reading.Words)
	at := role.Situations(0).With(anytime)
	f.leave(m.Time)
	for k := len(f.live) - 1; k >= 0; k-- {
		if c := f.live[k]; f.here(c, i) {
			now.here = append(now.here, c)
		} else if m.Time.Sub(f.chat.Messages[c.touched()].Time) <= c.wait() && weight(c.tag, &now.reading) > 0 {
			at = at.With(lately)
		}
	}
	slices.SortStableFunc(now.here, func(a, b *matter) int { return b.touched() - a.touched() })
	if f.opening[i] {
		at = at.With(opens)
	}
	for _, tag := range []string{outage, pothole, dumpRun, licensing} {
		switch w := weight(tag, &now.reading); {
		case w >= sure:
			at = at.With(strong)
		case w > 0:
			at = at.With(weak)
		}
	}
	if len(now.here) == 0 {
		now.at = at.With(quiet)
		return now
	}
	for _, c := range now.here {
		switch c.tag {
		case outage:
			at = f.seeOutage(at.With(inOutage), c, &now)
		case pothole:
			at = at.With(inHole)
		case dumpRun:
			at = at.With(inTip)
		case licensing:
			at = at.With(inPermit)
		}
	}
	switch n := f.between(now.here[0], i); {
	case n == 0:
		at = at.With(next)
	case n <= soonCount:
		at = at.With(soon)
	}
	now.at = at
	return now
}

// mostLive is how many matters may go on at a time: beyond, the oldest end.
const mostLive = 256

// leave ends the matters that nothing can belong to any more.
func (f *follower) leave(now time.Time) {
	f.live = slices.DeleteFunc(f.live, func(c *matter) bool {
		return now.Sub(f.chat.Messages[c.touched()].Time) > longestWait
	})
	f.live = f.live[max(0, len(f.live)-mostLive):]
}

// here reports whether a matter is talked about where message i stands.
func (f *follower) here(c *matter, i int) bool {
	ago := f.chat.Messages[i].Time.Sub(f.chat.Messages[c.touched()].Time)
	return c.thread == f.thread[i] && ago <= withinThread || ago <= nearby && i-c.touched() <= nearbyCount
}

// seeOutage adds what an outage that is talked about means for a message.
func (f *follower) seeOutage(at role.Situations, c *matter, now *moment) role.Situations {
	m := &f.chat.Messages[now.i]
	if said := c.says[m.Sender].role; said == Off {
		at = at.With(saidOff)
	} else if said == Fine {
		at = at.With(saidFine)
	}
	if c.last != "" && c.last != m.Sender {
		if c.says[c.last].role == Off {
			at = at.With(othersOff)
		} else {
			at = at.With(othersFine)
		}
	}
	if !c.over.IsZero() {
		at = at.With(isBack)
	}
	switch since := m.Time.Sub(f.chat.Messages[c.first()].Time); {
	case since <= 30*time.Minute:
		at = at.With(fresh)
	case since >= 12*time.Hour:
		at = at.With(old)
	}
	switch kind := kindOf(outage, &now.reading.Topics); {
	case kind == lexicon.Outage:
	case kind == c.kind():
		at = at.With(likeKind)
	default:
		at = at.With(otherKind)
	}
	return at
}

// between counts the messages of its thread between a matter's last one and
// message i.
func (f *follower) between(c *matter, i int) int {
	if c.thread == f.thread[i] {
		return f.place[i] - f.place[c.touched()] - 1
	}
	n := 0
	for k := c.touched() + 1; k < i; k++ {
		if f.thread[k] == f.thread[i] {
			n++
		}
	}
	return n
}

// note takes in what a message does, and how likely it does something about
// that matter.
func (f *follower) note(now moment, r Role, chance float64) {
	tag := tagOf[r]
	if tag == "" {
		return
	}
	m := &f.chat.Messages[now.i]
	c := f.belongs(now, tag, r)
	if c == nil {
		if r == Fine || (r == OutageTalk || r == HoleTalk) && weight(tag, &now.reading) < sure && f.likely(tag, now.i) < surely {
			return
		}
		c = &matter{tag: tag, says: make(map[string]statement), words: make(map[string]int)}
		f.matters, f.live = append(f.matters, c), append(f.live, c)
	}
	c.messages, c.thread = append(c.messages, now.i), f.thread[now.i]
	from, to := span(tag)
	for t := from; t <= to; t++ {
		c.kinds[t] += now.reading.Topics[t]
	}
	c.strength += max(0, weight(tag, &now.reading))
	c.hear(chance)
	c.likely = max(c.likely, f.likely(tag, now.i))
	if !slices.Contains(c.order, m.Sender) {
		c.order = append(c.order, m.Sender)
	}
	switch r {
	case Off, Fine:
		c.says[m.Sender], c.last = statement{r, now.i}, m.Sender
	case Report:
		c.says[m.Sender] = statement{r, now.i}
	case OutageTalk, HoleTalk, Tip, Permit, None, Roles:
	}
	signs := now.reading.Signs
	switch {
	case r == Off:
		c.over, c.lastOff = time.Time{}, m.Time
	case ends(r, signs):
		c.over = m.Time
	}
	if p, ok := f.places.placeIn(m.Text, now.reading); ok {
		c.places = append(c.places, p)
	}
	c.refs = append(c.refs, references(m.Text, signs)...)
	if tag == licensing {
		c.about(now.reading)
		if signs.Has(role.Decided) && !signs.Has(role.Question) {
			c.outcome, c.over = m.Text, m.Time
		}
	}
}

// ends reports whether a message says that a matter is over.
func ends(r Role, signs role.Set) bool {
	return !signs.Has(role.Question) && !signs.Has(role.Still) &&
		(r == OutageTalk && signs.Has(role.Back) || r == HoleTalk && signs.Has(role.Mended))
}

// newReport is how long after the last word about a hole a conversation that
// begins with a report is about another, or about the same open again.
const newReport = 10 * day

// apart reports whether a message names a place that is none of a matter's.
func (f *follower) apart(c *matter, text string, reading role.Reading) bool {
	p, ok := f.places.placeIn(text, reading)
	return ok && len(c.places) > 0 && !slices.ContainsFunc(c.places, p.alike)
}

// surely is how likely the tag of a message is that hardly is about anything
// else.
const surely = 0.6

// likely returns how likely message i has a tag, 0 where that is not known.
func (f *follower) likely(tag string, i int) float64 {
	if chances := f.chat.Likely[tag]; i < len(chances) {
		return chances[i]
	}
	return 0
}

// belongs finds the matter that a message goes into, nil if it is a new one.
func (f *follower) belongs(now moment, tag string, r Role) *matter {
	m := &f.chat.Messages[now.i]
	kind := kindOf(tag, &now.reading.Topics)
	certain := now.reading.Topics[kind] > 1
	whatever, _ := span(tag)
	var best *matter
	score := 0
	for _, c := range f.live {
		ago := m.Time.Sub(f.chat.Messages[c.touched()].Time)
		here := slices.Contains(now.here, c)
		of, shared := c.kind(), 0
		wait := c.wait()
		if c.over.IsZero() && (kind == of || tag == pothole) && ends(r, now.reading.Signs) {
			wait = max(wait, c.waitForEnd())
		}
		if c.tag != tag || ago > wait && !here {
			continue
		}
		if tag == licensing {
			shared = c.shared(now.reading)
		}
		switch {
		case !c.over.IsZero() && r == Off && ago > afterBack,
			kind != whatever && of != whatever && kind != of && certain && tag == outage,
			tag == licensing && !here && shared == 0 && c.thread != f.thread[now.i],
			now.reading.Signs.Has(role.Again) && r == Report && ago > afterMended,
			tag == pothole && c.thread != f.thread[now.i] && !here && f.apart(c, m.Text, now.reading),
			tag == pothole && c.thread != f.thread[now.i] && f.opening[now.i] && r == Report && ago > newReport,
			(r == OutageTalk || r == HoleTalk || r == Fine) && !here && weight(tag, &now.reading) <= 0:
			continue
		}
		s := 1
		if kind != whatever && kind == of {
			s += 6
		}
		if here {
			s += 8
		}
		if c.thread == f.thread[now.i] {
			s += 3
		}
		if tag == licensing {
			s += min(6, 2*shared)
		}
		if s > score || s == score && c.touched() > best.touched() {
			best, score = c, s
		}
	}
	return best
}
