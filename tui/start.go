package tui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/tui/safe"
)

// start says what Kerb is, how a chat gets out of the phone, and takes an
// export: typed, pasted, dropped on the terminal, or picked from a folder.
type start struct {
	*app
	in      input
	dropped string // a pasted path as it came: its name may hold what in cannot

	dir     string
	files   []file
	list    list
	looking question
}

func newStart(a *app) *start {
	s := &start{app: a}
	s.in = input{prompt: "   export  ", hint: "type its path, drop it here, or pick it below", empty: s.onEmpty}
	return s
}

// onEmpty takes keys that begin no path while nothing is typed: the key that
// shows all keys and, where there are chats, those of the other screens.
func (s *start) onEmpty(k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch k.Text {
	case "/", `\`, "~", ".": // a path may begin so
		return nil, false
	}
	keys := keymap{}
	for _, c := range s.commonKeys() {
		if slices.Contains(c.Keys(), "f1") || s.snap != nil && len(s.snap.Chats()) > 0 && slices.ContainsFunc(destinations, func(d destination) bool { return strings.ToLower(d.name) == c.Help().Desc }) {
			keys = append(keys, c)
		}
	}
	c, ok := keys.find(k, false)
	if !ok {
		return nil, false
	}
	return c.run(), true
}

func (s *start) title() string { return "Load an export" }

func (s *start) where() string { return "" }

func (s *start) typing() *input { return &s.in }

func (s *start) keys() keymap {
	keys := append(keymap{
		bind("enter", "load it, or open the folder", s.enter, "enter").short("load"),
		bind("ctrl+o", "load the whole folder", s.enterFolder, "ctrl+o").short("whole folder"),
	}, s.moves()...)
	if s.in.value() != "" {
		keys = append(keys, bind("tab", "complete the path", s.complete, "tab").short("complete"))
	} else {
		keys = append(keys,
			bind("←", "the folder above", s.above, "left", "backspace"),
			bind("home", "to the first file", do(s.list.home), "home"),
			bind("end", "to the last file", do(s.list.end), "end"))
	}
	if len(s.screens) > 1 {
		keys = append(keys, bind("esc", "back to where you were", s.back, "esc").short("back"))
	}
	if s.chatsCame() {
		keys = append(keys, bind("esc", "to the chats", s.arrive, "esc").short("chats"))
	}
	return append(keys, bind("ctrl+q", "quit", s.quit, "ctrl+q").short("quit"))
}

// moves are the common ones. Who goes to a file means that one, no longer what
// was typed.
func (s *start) moves() keymap {
	keys := moves(&s.list, true)
	for i, c := range keys {
		keys[i].run = func() tea.Cmd {
			if s.in.value() == "" {
				return c.run()
			}
			s.in.set("")
			return nil
		}
	}
	return keys
}

// chatsCame reports whether there is something to go on to although this is
// the first screen: another process loaded it.
func (s *start) chatsCame() bool {
	return len(s.screens) == 1 && s.snap != nil && len(s.snap.Chats()) > 0
}

// init reads the folder where an export is likely to be.
func (s *start) init() tea.Cmd {
	return s.look(func() (string, []file, error) { return likelyFolder(s.folders) })
}

// folder is what reading a folder led to.
type folder struct {
	dir   string
	files []file
}

func (s *start) look(read func() (string, []file, error)) tea.Cmd {
	s.looking.withdraw()
	n := s.looking.n
	return s.tasks.run(func(context.Context) tea.Msg {
		dir, files, err := read()
		return answer{to: s, of: &s.looking, n: n, msg: folder{dir, files}, err: err}
	})
}

// enter loads what is typed or, where nothing is, what is picked.
func (s *start) enter() tea.Cmd {
	if typed := s.in.value(); typed != "" {
		if s.dropped != "" && safe.Line(s.dropped) == typed {
			typed = s.dropped
		}
		return s.load(pathFrom(typed))
	}
	if s.list.at >= len(s.files) {
		return nil
	}
	f := s.files[s.list.at]
	path := filepath.Join(s.dir, f.name)
	if f.dir {
		return s.look(func() (string, []file, error) { return readFolder(path) })
	}
	return s.load(path)
}

func (s *start) enterFolder() tea.Cmd {
	if s.dir == "" {
		return nil
	}
	return s.load(s.dir)
}

// complete goes on with the path that is typed, as far as there is one way.
func (s *start) complete() tea.Cmd {
	typed := s.in.value()
	s.looking.withdraw()
	n := s.looking.n
	return s.tasks.run(func(context.Context) tea.Msg {
		return answer{to: s, of: &s.looking, n: n, msg: completePath(typed)}
	})
}

func (s *start) above() tea.Cmd {
	dir := filepath.Dir(s.dir)
	return s.look(func() (string, []file, error) { return readFolder(dir) })
}

func (s *start) load(path string) tea.Cmd {
	l := newLoad(s.app, path)
	s.push(l)
	return l.init()
}

// paste takes a path; a file dropped on the terminal comes this way too.
func (s *start) paste(text string) {
	if s.in.value() == "" {
		s.dropped = text
	}
	s.in.insert(strings.TrimSpace(text))
	s.say("Enter loads it.")
}

func (s *start) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case folder:
		s.dir, s.files = msg.dir, msg.files
		s.list.at, s.list.top = 0, 0
		s.list.resize(len(s.files), s.list.space)
	case furtherPath:
		if len(msg.names) == 0 {
			s.say("No export and no folder begins like that.")
			return nil
		}
		s.in.set(msg.path)
		if len(msg.names) > 1 {
			s.say(joined(msg.names, s.theme))
		}
	case changed:
		if s.chatsCame() {
			s.say("A chat was loaded elsewhere. Esc opens it.")
		}
	case wheel:
		s.in.set("")
		s.list.move(msg.by)
	case click:
		row, ok := s.list.rowAt(msg.y - len(s.head(s.layout.width, s.layout.body)))
		if !ok || msg.y < len(s.head(s.layout.width, s.layout.body)) {
			return nil
		}
		again := row == s.list.at && s.in.value() == ""
		s.in.set("")
		if again {
			return s.enter()
		}
		s.list.selectRow(row)
	}
	return nil
}

func (s *start) resize(width, height int, _ bool) {
	s.list.resize(len(s.files), height-len(s.head(width, height)))
}

// head is what stands above the files; where there is little room, less.
func (s *start) head(width, height int) []string {
	t := s.theme
	var lines []string
	say := func(text string) { // as many lines as it takes
		for _, line := range t.wrap(text, min(width-6, 84)) {
			lines = append(lines, "   "+t.text.Render(line))
		}
	}
	if height >= 16 {
		say("Kerb keeps your street's WhatsApp chats, finds things in them and lets you tag them. Nothing leaves this computer.")
		arrow := " " + t.signs.next + " "
		lines = append(lines, "",
			"   "+t.strong.Render("Get the chat out of the phone, then send yourself the file"),
			"   "+t.dim.Render(t.fit("Android  open the chat"+arrow+t.signs.menu+arrow+"More"+arrow+"Export chat"+arrow+"Without media", width-4)),
			"   "+t.dim.Render(t.fit("iPhone   open the chat"+arrow+"its name"+arrow+"Export chat"+arrow+"Without media", width-4)),
			"")
	}
	lines = append(lines, "", "")
	dir := "looking for exports" + t.signs.ellipsis
	if s.dir != "" {
		dir = home(s.dir)
	}
	return append(lines, "   "+t.strong.Render(t.fitLeft(safe.Line(dir), width-4)))
}

func (s *start) view(width, height int) drawing {
	t := s.theme
	out := s.head(width, height)
	at := len(out) - 3
	line, column := s.in.view(t, width-3, true)
	out[at] = line
	from, to := s.list.rows()
	for i := from; i < to; i++ {
		f := s.files[i]
		facts := spaces(9) + "  " + spaces(11)
		if !f.dir {
			facts = t.right(size(f.size), 9) + "  " + t.right(shortDay(f.modified), 11)
		}
		name := safe.Line(f.name)
		if f.dir {
			name += string(filepath.Separator)
		}
		here := i == s.list.at && s.in.value() == ""
		style := t.row(here)
		if f.dir && !here {
			style = t.dim
		}
		out = append(out, t.gutter(here, false)+style.Render(t.pad(name, min(60, width-32)))+"  "+t.dim.Render(facts))
	}
	if s.dir != "" && len(s.files) <= 1 {
		out = append(out, "", "   "+t.dim.Render(t.fit("No export in this folder. Left goes to the folder above.", width-4)))
	}
	return drawing{lines: out[:min(len(out), height)], cursor: &tea.Position{X: column, Y: at}}
}

// pathFrom makes a path of what a terminal pastes when a file is dropped on
// it: quoted, escaped, or as a file: address.
func pathFrom(s string) string {
	s = strings.TrimSpace(s)
	if n := len(s); n > 1 && (s[0] == '\'' || s[0] == '"') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	if rest, ok := strings.CutPrefix(s, "file://"); ok {
		return unescapeAddress(rest)
	}
	if rest, ok := strings.CutPrefix(s, "~"+string(filepath.Separator)); ok {
		if dir, err := os.UserHomeDir(); err == nil {
			s = filepath.Join(dir, rest)
		}
	}
	if filepath.Separator == '/' {
		return unescapeShell(s)
	}
	return s
}

// unescapeShell takes out the backslashes that a terminal puts before spaces
// and signs. One before a letter or a digit belongs to the name.
func unescapeShell(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte(" !\"#$&'()*,;<=>?[\\]^`{|}~", s[i+1]) >= 0 {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
