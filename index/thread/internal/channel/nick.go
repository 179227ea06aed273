package channel

import (
	"slices"
	"strings"
)

// wordEdge is what may stand around a word that is not part of it.
const wordEdge = "\"'()<>.,;:!?*…“”«»"

// foldNick drops what people add to a nick to say that they are away, or to
// tell it from one that is taken.
func foldNick(nick string) string {
	nick = strings.ToLower(nick)
	if i := strings.IndexAny(nick, "|`"); i > 1 {
		nick = nick[:i]
	}
	if trimmed := strings.Trim(nick, "_`^|-[]{}\\"); trimmed != "" {
		nick = trimmed
	}
	for _, tail := range []string{"_away", "-away", "_afk", "-afk", "_work", "-work", "_home", "-home"} {
		if rest := strings.TrimSuffix(nick, tail); len(rest) > 1 {
			nick = rest
		}
	}
	return nick
}

// user returns the number of who writes under a nick.
func (r *Reader) user(nick string) int32 {
	folded := foldNick(nick)
	user, ok := r.users[folded]
	if !ok {
		user = int32(len(r.nicks))
		r.users[folded] = user
		r.nicks = append(r.nicks, folded)
		r.said = append(r.said, 0)
		r.came = append(r.came, -1)
	}
	return user
}

func (r *Reader) word(word string) int32 {
	n, ok := r.words[word]
	if !ok {
		n = int32(len(r.seen))
		r.words[word] = n
		r.seen = append(r.seen, 0)
		r.called = append(r.called, 0)
	}
	return n
}

// rename follows the notice "A is now known as B".
func (r *Reader) rename(text string) {
	before, after, ok := strings.Cut(text, " is now known as ")
	old, fresh := strings.Fields(before), strings.Fields(after)
	if !ok || len(old) == 0 || len(fresh) == 0 {
		return
	}
	if user, known := r.users[foldNick(old[len(old)-1])]; known {
		to := foldNick(fresh[0])
		r.users[to] = user
		r.nicks[user] = to
	}
}

// arrive follows the notice "A has joined".
func (r *Reader) arrive(text string) {
	before, _, ok := strings.Cut(text, " has joined ")
	words := strings.Fields(strings.TrimLeft(before, "=*-> "))
	if ok && len(words) > 0 {
		r.came[r.user(words[0])] = int32(r.lines)
	}
}

// touch remembers that a user has just written.
func (r *Reader) touch(user int32) {
	if i := slices.Index(r.active, user); i >= 0 {
		r.active = slices.Delete(r.active, i, i+1)
	} else if len(r.active) >= remembered {
		r.active = slices.Delete(r.active, 0, 1)
	}
	r.active = append(r.active, user)
}

// unglue parts "ann:yes" where ann is somebody.
func (r *Reader) unglue(fields []string) []string {
	if len(fields) == 0 {
		return fields
	}
	cut := strings.IndexAny(fields[0], ":,")
	if cut <= 0 || cut == len(fields[0])-1 {
		return fields
	}
	if user, ok := r.users[foldNick(fields[0][:cut])]; !ok || r.said[user] == 0 {
		return fields
	}
	return append([]string{fields[0][:cut+1], fields[0][cut+1:]}, fields[1:]...)
}

// name tells whom the i-th word of a message names.
func (r *Reader) name(word string, i int, fields []string) (name, bool) {
	marked := i == 0 && (len(word) > 1 && (word[len(word)-1] == ':' || word[len(word)-1] == ',') ||
		len(fields) > 1 && (fields[1] == ":" || fields[1] == "," || fields[1] == "-"))
	word = strings.TrimLeft(strings.TrimRight(word, wordEdge), "@\"'(<>,.;:")
	if word == "" {
		return name{}, false
	}
	folded := foldNick(word)
	n, known := r.words[word]
	common := known && r.seen[n] >= commonWord && r.seen[n] > 2*r.called[n]
	if user, ok := r.users[folded]; ok && r.said[user] > 0 && (marked || !common) {
		n = r.word(word)
		switch {
		case marked:
			r.called[n]++
			return name{user, howMarked}, true
		case i == 0:
			r.called[n]++
			return name{user, howFirst}, true
		}
		r.seen[n]++
		return name{user, howInside}, true
	}
	if marked {
		user, ok := r.nearly(folded)
		return name{user, howMarked}, ok
	}
	if i == 0 && len(folded) > 3 && (!known || r.seen[n] < commonWord-1) {
		user, ok := r.nearly(folded)
		return name{user, howFirst}, ok
	}
	return name{}, false
}

// nearly finds who is meant by the beginning of a nick, or by one that is a
// letter off: who wrote last, if it may be several.
func (r *Reader) nearly(word string) (int32, bool) {
	if len(word) < 3 {
		return 0, false
	}
	for _, user := range slices.Backward(r.active) {
		nick := r.nicks[user]
		if strings.HasPrefix(nick, word) || len(word) > 3 && oneOff(nick, word) {
			return user, true
		}
	}
	return 0, false
}

// oneOff reports whether two words differ by at most one letter more, less,
// changed, or exchanged with its neighbour.
func oneOff(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) == len(b):
		swapped := i+1 < len(b) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		return swapped || i == len(b) || a[i+1:] == b[i+1:]
	case len(a) == len(b)+1:
		return a[i+1:] == b[i:]
	}
	return false
}
