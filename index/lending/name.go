package lending

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/role"
)

// candidate is a word that may name what is lent.
type candidate struct {
	word   string
	clues  clues
	chance float64 // that it does
	places []place
}

// place is where a word stands: in which message, and which of its words it is.
type place struct{ message, at int }

// How much of an entry is looked at: so many of its first messages, so many
// words.
const (
	mostMessages   = 100
	mostCandidates = 300
)

// candidates lists the words that may name what the messages of an entry are
// about, in the order in which they are first said.
func (l *ledger) candidates(e *Entry) []candidate {
	var found []candidate
	senders := make(map[string]string) // of each word the first
	for k, i := range e.Messages[:min(len(e.Messages), mostMessages)] {
		reading := l.messages.Alone(i)
		text, sender := l.chat.Messages[i].Text, l.chat.Messages[i].Sender
		for at, w := range reading.Words {
			if !l.names(w.Term) {
				continue
			}
			c := slices.IndexFunc(found, func(c candidate) bool { return alike(c.word, w.Term) })
			if c < 0 {
				if len(found) == mostCandidates {
					break
				}
				c = len(found)
				found = append(found, candidate{word: w.Term, clues: l.common.clues(w.Term)})
				senders[w.Term] = sender
			}
			f := &found[c]
			f.clues |= l.clues(text, reading, at)
			f.clues = f.clues.with(byRole[e.roles[k]])
			if k == 0 {
				f.clues = f.clues.with(begins)
			}
			if n := len(f.places); n > 0 && f.places[n-1].message != i {
				f.clues = f.clues.with(twice)
			}
			if senders[f.word] != sender {
				f.clues = f.clues.with(byTwo)
			}
			f.places = append(f.places, place{i, at})
		}
	}
	all := l.entryClues(e)
	for k := range found {
		f := &found[k]
		f.clues |= all
		if (item{words: []string{f.word}}).matches(e.words) {
			f.clues = f.clues.with(onTheWay)
			if e.sure {
				f.clues = f.clues.with(onTheWaySure)
			}
		}
	}
	return found
}

// entryClues are those that all words of an entry have.
func (l *ledger) entryClues(e *Entry) (c clues) {
	if len(e.Messages) == 0 {
		return 0
	}
	signs := l.messages.Alone(e.Messages[0]).Signs
	if e.Time {
		c = c.with(aTask)
	}
	if signs.Has(role.Favour) && !signs.Has(role.Seek) {
		c = c.with(aFavour)
	}
	return c
}

// names reports whether a word may name something.
func (l *ledger) names(word string) bool {
	return utf8.RuneCountInString(word) >= shortestName && word[0] > '9' && !l.items.small(word) && len(l.people.byWord[word]) == 0
}

// How likely a word has to be the name to stand in one.
const (
	beside = 0.05 // beside a likelier one
	also   = 0.05 // elsewhere
)

// How much names are, in words but for mostNames.
const (
	mostNames  = 3  // parts from several places
	mostWords  = 6  // a part
	mostClause = 12 // a clause
	mostBeside = 8  // of that before the likeliest word
)

// call names an entry by the likeliest words of its messages.
func (l *ledger) call(e *Entry, names *Names) {
	found := l.candidates(e)
	scores := make([]float64, len(found))
	for k, f := range found {
		scores[k] = names.score(f.word, f.clues)
	}
	chances(scores)
	chance := make(map[place]float64)
	for k := range found {
		f := &found[k]
		f.chance = scores[k]
		for _, p := range f.places {
			chance[p] = f.chance
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.chance, a.chance) })
	text := ""
	switch {
	case len(found) == 0:
	case found[0].clues.has(aTask) || found[0].clues.has(aFavour):
		text = l.clauseAround(found[0])
		text = l.phrases(found, chance, text)
	default:
		text = l.phrases(found, chance)
	}
	switch {
	case e.task != "" && (text == "" || contains(e.task, text)):
		text = e.task
	case e.task != "" && !contains(text, e.task):
		text = e.task + " (" + text + ")"
	}
	if text == "" && len(e.Messages) > 0 {
		text = l.quoted(e)
	}
	e.Item = text
}

// phrases returns the likeliest words, each with those beside it, after those
// that are known to say what is asked for.
func (l *ledger) phrases(found []candidate, chance map[place]float64, known ...string) string {
	parts := known
	for k, f := range found {
		if len(parts) == len(known)+mostNames || k > 0 && f.chance < also {
			break
		}
		part := l.phrase(f, chance)
		if form := l.form(f); !slices.ContainsFunc(strings.FieldsFunc(part, apart), func(w string) bool { return strings.EqualFold(w, form) }) {
			part += " (" + form + ")"
		}
		if !slices.ContainsFunc(parts, func(p string) bool { return contains(p, f.word) || contains(p, part) || contains(part, p) }) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// apart reports whether a letter is none, but stands between words.
func apart(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
}

// form returns the form in which a word is said most often, the last of those
// that are said as often.
func (l *ledger) form(c candidate) string {
	said := func(p place) string {
		w := l.messages.Alone(p.message).Words[p.at]
		return l.chat.Messages[p.message].Text[w.Start:w.End]
	}
	count := make(map[string]int)
	for _, p := range c.places {
		count[strings.ToLower(said(p))]++
	}
	best, most := "", 0
	for _, p := range c.places {
		w := said(p)
		if n := count[strings.ToLower(w)]; n >= most {
			best, most = w, n
		}
	}
	return best
}

// clauseAround returns the words about a candidate, where it first stands, that
// say what is asked for.
func (l *ledger) clauseAround(c candidate) string {
	p := c.places[0]
	text, reading := l.chat.Messages[p.message].Text, l.messages.Alone(p.message)
	words := reading.Words
	first, end := p.at, p.at+1
	for first > 0 && !breaks(text[words[first-1].End:words[first].Start]) {
		first--
	}
	for _, h := range reading.Hits {
		if (h.Sign == role.Seek || h.Sign == role.Favour) && h.First >= first && h.End <= p.at {
			first = h.End
		}
	}
	for first < p.at && (l.items.small(words[first].Term) || p.at-first >= mostBeside) {
		first++
	}
	for end < len(words) && end-first < mostClause && !breaks(text[words[end-1].End:words[end].Start]) {
		end++
	}
	return strings.Join(strings.Fields(text[words[first].Start:words[end-1].End]), " ")
}

func contains(text, words string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(words))
}

// phrase returns a word with those beside it that belong to it, where it first
// stands.
func (l *ledger) phrase(c candidate, chance map[place]float64) string {
	p := c.places[0]
	text, reading := l.chat.Messages[p.message].Text, l.messages.Alone(p.message)
	first, end, name := p.at, p.at+1, ""
	for _, h := range reading.Hits {
		if h.Sign == role.Thing && h.First <= p.at && p.at < h.End {
			first, end, name = min(first, h.First), max(end, h.End), h.Name
		}
	}
	belongs := func(at int) bool { return chance[place{p.message, at}] >= beside }
	whole := func(a, b int) bool { return !breaks(text[reading.Words[a].Start:reading.Words[b].Start]) }
	for grown := true; grown && end-first < mostWords; {
		grown = false
		switch {
		case first > 0 && belongs(first-1) && whole(first-1, first):
			first, grown = first-1, true
		case first > 1 && belongs(first-2) && l.items.small(reading.Words[first-1].Term) && whole(first-2, first):
			first, grown = first-2, true
		}
		switch n := len(reading.Words); {
		case end < n && belongs(end) && whole(end-1, end):
			end, grown = end+1, true
		case end+1 < n && belongs(end+1) && l.items.small(reading.Words[end].Term) && whole(end-1, end+1):
			end, grown = end+2, true
		}
	}
	said := strings.Join(strings.Fields(text[reading.Words[first].Start:reading.Words[end-1].End]), " ")
	if name != "" && !contains(said, name) {
		said += " (" + name + ")"
	}
	return said
}
