package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// A named key is one that the configuration can change. Arrows, Enter, Esc,
// Tab, PgUp, PgDn, Home, End, Backspace, ctrl+c and the tabs' function keys
// always do what they do.
type namedKey struct {
	name, key string
	does      string
}

var namedKeys = []namedKey{
	{"search", "/", "search"},
	{"tag", "t", "tag what is chosen or selected"},
	{"choose", "space", "choose a message"},
	{"all", "a", "choose all that match"},
	{"undo", "u", "undo"},
	{"undo-typing", "ctrl+z", "undo while typing"},
	{"redo", "ctrl+r", "redo"},
	{"order", "s", "order; in the review, skip"},
	{"order-typing", "ctrl+s", "order of hits while typing"},
	{"scope", "ctrl+g", "search this chat or all chats"},
	{"completion", "ctrl+n", "the next completion of a word"},
	{"save", "S", "save the search as a tab"},
	{"forget-search", "D", "forget the saved search"},
	{"read", "r", "the whole message; in issues, resolved or open again"},
	{"rename", "e", "rename an issue, what is lent or a person"},
	{"copy", "y", "copy to the clipboard; in the review, yes"},
	{"write", "E", "export what is shown to a file; in issues, the report"},
	{"fold", "f", "one thread alone, or the whole chat again"},
	{"by-thread", "v", "the threads of what was found"},
	{"thread-before", "{", "back in the thread"},
	{"thread-next", "}", "on in the thread"},
	{"tag-thread", "T", "tag the whole thread"},
	{"split", "x", "split a thread, an issue or a person; in lending, no loan"},
	{"back", "b", "in lending, back or out again"},
	{"borrower", "w", "in lending, say who has it"},
	{"move", "m", "move a message to another thread"},
	{"join", "J", "join what is chosen; in issues, merge; in people, join"},
	{"date", "d", "go to a date"},
	{"day-before", "[", "the day before"},
	{"next-day", "]", "the next day"},
	{"next-hit", "n", "next hit; after a load, only what is new; in the review, no"},
	{"previous-hit", "N", "previous hit"},
	{"chat", "1", "the chat"},
	{"search-screen", "2", "the search"},
	{"threads", "3", "threads"},
	{"issues", "4", "issues"},
	{"lending", "5", "lending"},
	{"review", "6", "suggested tags"},
	{"people", "7", "people"},
	{"accept-all", "A", "accept all suggestions that are almost certain"},
	{"load", "o", "load another export; in lending, say who lends it"},
	{"load-folder", "ctrl+o", "load the whole folder"},
	{"chats", "c", "choose a chat"},
	{"log", "L", "what went wrong"},
	{"palette", "ctrl+p", "everything, by name"},
	{"help", "?", "all keys"},
	{"quit", "q", "quit"},
	{"quit-typing", "ctrl+q", "quit from where an export is typed"},
	{"up", "k", "up"},
	{"down", "j", "down"},
	{"left", "h", "one to the left"},
	{"right", "l", "one to the right"},
	{"start", "g", "to the start"},
	{"end", "G", "to the end"},
}

// fixedKeys cannot be changed, nor given to anything else.
var fixedKeys = strings.Fields("up down left right enter esc tab pgup pgdown home end backspace ctrl+c f1 f2 f3 f4 f5 f6 f7 f8 f9")

// remap gives the commands the keys of the configuration.
func (m keymap) remap(keys map[string][]string) keymap {
	if len(keys) == 0 {
		return m
	}
	out := make(keymap, len(m))
	for i, c := range m {
		var now []string
		shown := strings.Fields(c.Help().Key)
		for _, k := range c.Keys() {
			other, ok := keys[k]
			if !ok {
				now = append(now, k)
				continue
			}
			now = append(now, other...)
			if at := slices.Index(shown, k); at >= 0 {
				shown = slices.Replace(shown, at, at+1, other...)
			}
		}
		c.Binding = key.NewBinding(key.WithKeys(now...), key.WithHelp(strings.Join(shown, " "), c.Help().Desc))
		out[i] = c
	}
	return out
}

// keysOf are a screen's commands under the keys that they have now; those that
// mean the same everywhere are commonKeys.
func (a *app) keysOf(s screen) keymap { return s.keys().remap(a.config.Keys) }

func (a *app) commonKeys() keymap { return a.keys().remap(a.config.Keys) }
