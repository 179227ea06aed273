package issue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// title names an issue.
func (f *follower) title(is *Issue) string {
	title := is.What
	switch {
	case is.Tag == dumpRun:
		return "tip run"
	case is.Tag == licensing:
		return f.subject(is.Occurrences[0].Messages)
	case title == "":
		title = is.Tag
	case is.Tag == outage:
		title += " outage"
	case is.Tag == pothole:
		title += " defect"
	}
	if is.Place != "" && is.Tag == pothole {
		title += ", " + is.Place
	}
	return title
}

// titleLetters is how long the title of an application is at most, titleEnough
// from where on it may end with a part of a sentence.
const (
	titleLetters = 56
	titleEnough  = 20
)

// subject returns the beginning of the first message that speaks of an
// application, without what says nothing: "Morning all.", "Heard this?",
// "From the council:".
func (f *follower) subject(messages []int) string {
	first := messages[0]
	for _, i := range messages[:min(len(messages), subjectMessages)] {
		if f.telling(f.chat.Messages[i].Text) > 0 {
			first = i
			break
		}
	}
	said := sentences(f.chat.Messages[first].Text)
	for len(said) > 1 && f.empty(said[0]) {
		said = said[1:]
	}
	if len(said) == 0 {
		return licensing
	}
	parts := clauses(said[0])
	for len(parts) > 1 && f.preamble(parts) {
		parts = parts[1:]
	}
	return f.shorten(parts)
}

// subjectMessages is in how many messages of an application its subject is
// looked for; fewWords say nothing, nor does a question of mostQuestion words.
const (
	subjectMessages = 6
	fewWords        = 2
	mostQuestion    = 4
)

// empty reports whether a sentence says nothing of what is applied for.
func (f *follower) empty(sentence string) bool {
	words := analysis.Tokenize(nil, sentence)
	said := slices.ContainsFunc(words, func(w analysis.Token) bool { return !f.places.small(w.Term) && !f.places.light(w.Term) })
	return !said || len(words) <= fewWords || len(words) <= mostQuestion && strings.ContainsAny(sentence, "?¿？")
}

// preamble reports whether the first clause of a sentence says nothing of its
// subject, or only where it is from.
func (f *follower) preamble(parts []string) bool {
	if f.empty(parts[0]) {
		return true
	}
	rest := f.telling(strings.Join(parts[1:], ""))
	return strings.HasSuffix(parts[0], ": ") && rest > f.telling(parts[0])
}

// telling is how much a text speaks of an application.
func (f *follower) telling(text string) int {
	weight := 0
	for _, h := range f.topics.MatchTokens(nil, analysis.Tokenize(nil, text)) {
		if h.Topic == lexicon.Licensing {
			weight += h.Weight
		}
	}
	return weight
}

// sentences cuts a text at the ends of its sentences and lines.
func sentences(text string) []string {
	var found []string
	start := 0
	for i, r := range text {
		end := r == '\n' || r == '。' || r == '।'
		if r == '.' || r == '!' || r == '?' || r == '…' {
			behind := text[i+utf8.RuneLen(r):]
			next, _ := utf8.DecodeRuneInString(strings.TrimLeft(behind, " "))
			end = behind == "" || behind[0] == ' ' && (r != '.' || !abbreviated(text[start:i]) && !unicode.IsDigit(next))
		}
		if end {
			found = append(found, text[start:i+utf8.RuneLen(r)])
			start = i + utf8.RuneLen(r)
		}
	}
	found = append(found, text[start:])
	kept := found[:0]
	for _, s := range found {
		if s = strings.Join(strings.Fields(strings.TrimRight(s, ".!…。।\n ")), " "); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// abbreviated reports whether a text ends with so short a word that a point
// behind it may be a part of it.
func abbreviated(text string) bool {
	const mostLetters = 2
	word := text[strings.LastIndexAny(text, " (\n")+1:]
	return utf8.RuneCountInString(word) <= mostLetters
}

// clauses cuts a sentence behind what divides it; a clause keeps its mark and
// the space behind.
func clauses(sentence string) []string {
	var found []string
	start := 0
	for i, r := range sentence {
		if i+1 < len(sentence) && strings.ContainsRune(",;:", r) && sentence[i+1] == ' ' || i > start && strings.ContainsRune("(–—", r) {
			end := i + 2
			if strings.ContainsRune("(–—", r) {
				end = i
			}
			found = append(found, sentence[start:end])
			start = end
		}
	}
	return append(found, sentence[start:])
}

// shorten joins as many clauses as have room in a title. Where the first has
// not, it ends with a word that can stand at an end.
func (f *follower) shorten(parts []string) string {
	const marks = " ,;:–—("
	title := ""
	for _, part := range parts {
		longer := title + part
		if utf8.RuneCountInString(strings.TrimRight(longer, marks)) > titleLetters {
			if utf8.RuneCountInString(title) < titleEnough {
				return f.cut(longer)
			}
			break
		}
		title = longer
	}
	return strings.Trim(title, marks)
}

// dangling reports whether a word asks for one behind it, or says little.
func (f *follower) dangling(term string) bool {
	return utf8.RuneCountInString(term) == 1 || f.places.small(term) || f.places.light(term)
}

// cut cuts a text to the length of a title, behind a word that says something.
func (f *follower) cut(text string) string {
	text = strings.TrimLeft(text, " ,;:–—(")
	runes := []rune(text)
	if len(runes) <= titleLetters {
		return strings.TrimRight(text, " ,;:–—(")
	}
	short := string(runes[:titleLetters])
	words := analysis.Tokenize(nil, short)
	if !unicode.IsSpace(runes[titleLetters]) && len(words) > 1 {
		words = words[:len(words)-1] // it may be half a word
	}
	for len(words) > 1 && f.dangling(words[len(words)-1].Term) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return short + "…"
	}
	return short[:words[len(words)-1].End] + "…"
}
