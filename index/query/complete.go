package query

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
)

// Vocabulary is what the values of fields are completed from.
type Vocabulary struct {
	People []string  // names as shown, those who write most first
	Tags   []string  // those used most first
	Chats  []string  // names as shown
	First  time.Time // of the messages; zero if there are none
	Last   time.Time // what "yesterday" is counted from

	Languages []*language.Language // in which dates are offered; English if there are none
}

func (v *Vocabulary) languages() []*language.Language {
	if len(v.Languages) == 0 {
		return []*language.Language{language.Of("en")}
	}
	return v.Languages
}

// Completion is how the word at the cursor can go on.
type Completion struct {
	Start, End int         // bytes of the query that a candidate's text replaces
	Candidates []Candidate // the likeliest first, none twice; at most maxCandidates
}

// Candidate is one way to go on. Behind its text, the cursor comes to stand.
type Candidate struct {
	Text  string // what to put in, such as from:, ben or "Deb No 12"
	Label string // what to show for it: the text without quotes, or what it means
	Name  Name   // of the field it is, or is a value of
	Open  bool   // a field that still needs its value
}

// maxCandidates is how many candidates a completion has at most: more are no
// help, and what was typed next makes them fewer.
const maxCandidates = 50

// Complete tells how the word or value at the cursor, a byte of text, can go
// on. At the beginning of a word that is every field, within a word the fields,
// tags and people that begin with it, and in a field's value the values that
// fit what stands before the cursor. Time is linear in text and vocabulary.
func Complete(text string, cursor int, v Vocabulary) Completion {
	cursor = min(max(cursor, 0), len(text))
	l := lexer{text: text}
	for {
		t := l.next()
		switch {
		case t.start >= cursor: // between two words, or behind the last one
			return completion(cursor, cursor, fields(""))
		case t.end < cursor || t.end == cursor && t.closed():
			continue
		case t.kind == tokenField && cursor >= t.valueStart:
			return completeValue(t, text, cursor, v)
		case t.kind == tokenField:
			return completion(t.start, t.valueStart, fields(text[t.start:cursor]))
		case t.kind == tokenWord && text[t.start:cursor] == "-": // something is about to be denied
			return completion(cursor, t.end, fields(""))
		case t.kind == tokenWord, t.kind == tokenOr, t.kind == tokenAnd:
			return completion(t.start, t.end, words(text[t.start:cursor], v))
		}
		return Completion{Start: cursor, End: cursor}
	}
}

// closed reports whether what is typed right behind a token is not part of it.
func (t *token) closed() bool {
	switch t.kind {
	case tokenOpen, tokenClose, tokenNot, tokenAll:
		return true
	case tokenPhrase:
		return !t.unclosed
	default:
		return false
	}
}

func completion(start, end int, candidates []Candidate) Completion {
	return Completion{Start: start, End: end, Candidates: candidates[:min(len(candidates), maxCandidates)]}
}

// fields are those whose name begins with what was typed.
func fields(typed string) []Candidate {
	var list []Candidate
	typed = strings.ToLower(typed)
	for _, name := range Names() {
		if strings.HasPrefix(string(name), typed) {
			list = append(list, Candidate{Text: string(name) + ":", Label: examples[name], Name: name, Open: true})
		}
	}
	return list
}

// shortestName is how many letters of a word are typed before it may mean a
// person or a tag.
const shortestName = 2

// words are the fields, tags and people that a word may be meant for.
func words(typed string, v Vocabulary) []Candidate {
	list := fields(typed)
	value := analysis.Terms(typed)
	if len([]rune(typed)) < shortestName {
		return list
	}
	for _, field := range []struct {
		name   Name
		values []string
	}{{Tag, v.Tags}, {From, v.People}} {
		for _, c := range fitting(field.name, field.values, value) {
			c.Text, c.Label = string(field.name)+":"+c.Text, string(field.name)+":"+c.Text
			list = append(list, c)
		}
	}
	return list
}

// completeValue completes the value of a field.
func completeValue(t token, text string, cursor int, v Vocabulary) Completion {
	end := t.end
	if t.unclosed {
		end = cursor // what follows is not meant to be in the quotes
	}
	typed := strings.TrimLeftFunc(text[t.valueStart:cursor], isQuote)
	typed = strings.TrimRightFunc(typed, isQuote)
	var list []Candidate
	switch t.name {
	case From:
		list = fitting(t.name, v.People, analysis.Terms(typed))
	case In:
		list = fitting(t.name, v.Chats, analysis.Terms(typed))
	case Tag:
		list = fitting(t.name, v.Tags, analysis.Terms(typed))
	case Is:
		list = fitting(t.name, isValues, analysis.Terms(typed))
	case Has:
		list = fitting(t.name, hasValues, analysis.Terms(typed))
	case Kind:
		list = fitting(t.name, kindValues(), analysis.Terms(typed))
	case Before, After, On:
		list = fittingDates(t.name, typed, v)
	case Thread, Near: // nobody types an ID
	}
	return completion(t.valueStart, end, list)
}

// fitting are the values in which what was typed begins a word, those that
// begin with it first; all if nothing was typed.
func fitting(name Name, values, typed []string) []Candidate {
	type ranked struct {
		Candidate
		rank int
	}
	var list []ranked
	for _, value := range values {
		terms, rank := analysis.Terms(value), 0
		if len(typed) > 0 && !analysis.BeginsWords(terms[:min(len(typed), len(terms))], typed) {
			rank = 1
		}
		if rank == 1 && !analysis.BeginsWords(terms, typed) {
			continue
		}
		if text, ok := quote(value); ok && !slices.ContainsFunc(list, func(r ranked) bool { return r.Text == text }) {
			list = append(list, ranked{Candidate{Text: text, Label: value, Name: name}, rank})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	candidates := make([]Candidate, len(list))
	for i, r := range list {
		candidates[i] = r.Candidate
	}
	return candidates
}

// quote writes a value as it must be typed; a value that holds a quotation
// mark is written without it, which finds it all the same. It is not ok if
// nothing is left that could be searched for.
func quote(value string) (text string, ok bool) {
	value = strings.Join(strings.FieldsFunc(value, func(r rune) bool { return isQuote(r) || unicode.IsSpace(r) }), " ")
	var b strings.Builder
	writeValue(&b, value)
	return b.String(), hasWords(value)
}
