package redact

import (
	"strings"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/language"
)

// leastSurname is how many letters a surname has at least that is one in lower
// case whatever stands beside it: shorter ones are short for something.
const leastSurname = 4

// meantInLowerCase reports whether a word in lower case is meant as the part of
// a name that it may be. A first name is, unless it is a word as well. What is a
// word, and a surname, are where nothing else can stand: "thanks will!", "pat's
// cat", "mrs hill". A surname that no table has for a word is one anywhere but
// behind an article.
func (r *Redactor) meantInLowerCase(text string, list []word, i int, p part, name string) bool {
	if p.whole || p.given {
		_, dated := language.DateWordOf(name)
		return !r.wordly(name) || greeted(text, list, i) && !called.is("nobody", name) ||
			called.lists(name) && genitive(text[list[i].end:]) && !dated && !behindArticle(list, i, name)
	}
	if r.grammatical(name) {
		return false
	}
	if i > 0 && apart(text, list[i-1:i+1]) && called.is("titles", list[i-1].folded) {
		return true
	}
	if i > 0 && adjacent(text, list[i-1:i+1]) && r.firstNameOf(list[i-1].folded, p.label) {
		return true
	}
	return greeted(text, list, i) && !called.is("nobody", name) ||
		p.behind && utf8.RuneCountInString(name) >= leastSurname && !behindArticle(list, i, name) &&
			!r.wordly(name) && !r.ordinary(name) && !called.word(name)
}

// greeted reports whether nothing but a word in lower case is between a greeting
// and the end of a clause: "cheers marg".
func greeted(text string, list []word, i int) bool {
	return i > 0 && adjacent(text, list[i-1:i+1]) && called.is("hello", list[i-1].folded) && closes(text, list, i)
}

// shortInLowerCase returns who is meant by a word in lower case that is short
// for a first name, where it stands as names do: "cheers marg", "marg hill".
func (r *Redactor) shortInLowerCase(text string, list []word, i int) string {
	w := list[i]
	label := r.short[w.folded]
	if label == "" || w.capital || r.wordly(w.folded) {
		return ""
	}
	if greeted(text, list, i) || i+1 < len(list) && adjacent(text, list[i:i+2]) && r.parts[list[i+1].folded] == (part{label: label, behind: true}) {
		return label
	}
	return ""
}

// firstNameOf reports whether a word in any case is the first name of who has a
// label, or short for it, and nothing else.
func (r *Redactor) firstNameOf(folded, label string) bool {
	p := r.parts[folded]
	return (p.given && p.label == label && called.lists(folded) || r.short[folded] == label) && !r.wordly(folded)
}

// word reports whether the table has something for a word or for the name of a
// place, whoever may be called so.
func (n *nameWords) word(folded string) bool {
	for kind, words := range n.kinds {
		if kind != "from" && words[folded] {
			return true
		}
	}
	return false
}

// namesStreet reports whether a part of a name begins the name of a street or a
// place: Hill Lane, Victoria Road.
func namesStreet(text string, list []word, i int, p part) bool {
	if i+1 == len(list) || !list[i+1].capital || !adjacent(text, list[i:i+2]) {
		return false
	}
	kind := "streets"
	if p.given || p.whole {
		kind = "roads" // what else is in streets may be a surname: Ben Green
	}
	return called.is(kind, list[i+1].folded)
}

// behindArticle reports whether an article makes a word of what may be a name,
// if it is not that of a family: the Okoros.
func behindArticle(list []word, i int, name string) bool {
	return i > 0 && called.is("articles", list[i-1].folded) && list[i].folded == name
}

// signed reports whether a word ends a text behind a dash, as who signs does.
func signed(text string, list []word, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:list[i].start])
	return i > 0 && i+1 == len(list) && strings.ContainsRune("-–—", before)
}

// closes reports whether a word ends a clause: nothing but signs, or kisses,
// follow it.
func closes(text string, list []word, i int) bool {
	if i+1 == len(list) || strings.Trim(text[list[i].end:list[i+1].start], " \u00a0") != "" {
		return !strings.HasPrefix(text[list[i].end:], "-")
	}
	return strings.Trim(list[i+1].folded, "x") == ""
}
