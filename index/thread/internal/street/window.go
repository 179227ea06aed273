package street

import (
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
)

// Limits of what is remembered.
const (
	day       = 24 * 60 * 60
	memory    = 30 * day // seconds
	maxLines  = 1024
	maxOpen   = 14 // threads that a message may go on with
	maxCalled = 2  // people of one name
)

// window is what was said of late: the lines of the last thirty days, and what
// is known of the threads and people in them. All else is forgotten.
type window struct {
	reader  *reader
	now     int64 // the latest time read
	begin   int   // number of the first line
	lines   []*line
	threads []*thread // those that spoke last come last
	people  map[string]*person
	callers map[string][]*person // by a word of their names
	lineOf  map[uint32]int       // how many lines a stem is in
}

// thread is what is known of a thread.
type thread struct {
	lines  []*line // in the window
	last   int     // number of its last line
	people map[*person]*part
	stems  map[uint32]int
	topics [topicCount]float32
}

// part is a person's part in a thread.
type part struct {
	said int
	last int // number of the latest line
}

func newWindow() *window {
	return &window{
		reader: newReader(), people: make(map[string]*person), callers: make(map[string][]*person), lineOf: make(map[uint32]int),
	}
}

// next is the number of the line to come.
func (w *window) next() int { return w.begin + len(w.lines) }

func (w *window) line(number int) *line { return w.lines[number-w.begin] }

// read makes a line of a message, to be held against what is remembered.
func (w *window) read(m Message) *line {
	w.now = max(w.now, m.Time)
	m.Time = w.now // a phone's clock that goes back says nothing
	w.forget()
	l := w.reader.read(m)
	l.person = w.meet(m.Sender)
	for _, t := range w.reader.tokens {
		before := len(l.named)
		for _, p := range w.callers[t.Term] {
			if p != l.person && p.said > 0 {
				l.named = append(l.named, p)
			}
		}
		if len(l.named) > before+maxCalled { // a word that calls many calls nobody
			l.named = l.named[:before]
		}
	}
	return l
}

// meet returns who has a name.
func (w *window) meet(sender string) *person {
	p := w.people[sender]
	if p != nil {
		return p
	}
	p = &person{}
	w.people[sender] = p
	for _, t := range analysis.Tokenize(nil, sender) {
		if utf8.RuneCountInString(t.Term) < 3 || t.Term[0] >= '0' && t.Term[0] <= '9' || w.reader.look(t.Term).small {
			continue
		}
		p.names = append(p.names, t.Term)
		w.callers[t.Term] = append(w.callers[t.Term], p)
	}
	return p
}

// forget drops what is too old.
func (w *window) forget() {
	for len(w.lines) > 0 && (len(w.lines) >= maxLines || w.lines[0].time < w.now-memory) {
		l := w.lines[0]
		w.lines[0] = nil
		w.lines = w.lines[1:]
		w.begin++
		for _, s := range l.stems {
			if w.lineOf[s]--; w.lineOf[s] == 0 {
				delete(w.lineOf, s)
			}
		}
		l.thread.drop(l)
		l.person.said--
	}
	for len(w.threads) > 0 && len(w.threads[0].lines) == 0 {
		w.threads = w.threads[1:]
	}
	if len(w.people) > 2*maxLines {
		w.forgetPeople()
	}
}

// forgetPeople drops who has nothing in the window.
func (w *window) forgetPeople() {
	clear(w.callers)
	for sender, p := range w.people {
		if p.said == 0 {
			delete(w.people, sender)
		}
	}
	for _, p := range w.people {
		for _, name := range p.names {
			w.callers[name] = append(w.callers[name], p)
		}
	}
}

// add says a line, in answer to the one so many back, or as the first of a
// thread if back is 0 or leads out of the window.
func (w *window) add(l *line, back int) {
	number := w.next()
	l.number = number
	t := &thread{people: make(map[*person]*part), stems: make(map[uint32]int)}
	if back > 0 && back <= len(w.lines) {
		answered := w.line(number - back)
		t, l.answers = answered.thread, answered.person
		if answered.person != l.person {
			answered.asked = true
		}
	}
	l.thread = t
	w.lines = append(w.lines, l)
	for i, other := range w.threads {
		if other == t {
			w.threads = append(w.threads[:i], w.threads[i+1:]...)
			break
		}
	}
	w.threads = append(w.threads, t)
	for _, s := range l.stems {
		w.lineOf[s]++
	}
	t.add(l, number)
	p := l.person
	p.said++
	p.last, p.before = number, l.time
}

func (t *thread) add(l *line, number int) {
	t.lines = append(t.lines, l)
	t.last = number
	of := t.people[l.person]
	if of == nil {
		of = &part{}
		t.people[l.person] = of
	}
	of.said++
	of.last = number
	for _, s := range l.stems {
		t.stems[s]++
	}
	for _, is := range l.topics {
		t.topics[is.topic] += is.weight
	}
}

func (t *thread) drop(l *line) {
	t.lines = t.lines[1:]
	if of := t.people[l.person]; of.said > 1 {
		of.said--
	} else {
		delete(t.people, l.person)
	}
	for _, s := range l.stems {
		if t.stems[s]--; t.stems[s] == 0 {
			delete(t.stems, s)
		}
	}
	for _, is := range l.topics {
		t.topics[is.topic] -= is.weight
	}
}

// newest returns the last line of a thread.
func (t *thread) newest() *line { return t.lines[len(t.lines)-1] }
