package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/phone"
)

// source is a labelled chat as its author wrote it.
type source struct {
	title    string
	dialect  phone.Dialect
	people   map[string]string // short name → name in the export
	contacts map[string]string // short name → name in the second phone
	house    map[string]string
	tags     map[string]string // thread → its tags
	exports  []export
	issues   [][]string
	loans    [][]string
	asks     []ask
	messages []message
	faults   []string
}

// export is one file made of the chat, or of a part of it.
type export struct {
	file        string
	owner       string
	from, until time.Time
	contacts    bool
}

type ask struct {
	number  int
	query   string
	threads []string
}

type message struct {
	time     time.Time
	who      string // "*" for the app
	thread   string
	kind     string
	affected string
	lending  string
	report   string
	answers  []int
	text     string
}

var (
	builtinTags = []string{"outage", "pothole", "lending", "dump-run", "licensing"}
	kinds       = []string{"media", "deleted", "edited", "poll", "location", "contact", "call"}
	roles       = map[string]string{"of": "offer", "rq": "request", "ag": "agree", "rt": "return", "ab": "ask-back"}
	messageLine = regexp.MustCompile(`^(\d\d)(\d\d) (\S+) (\S+) (\S+) (.*)$`)
)

func (s *source) fault(line int, format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf("%d: %s", line, fmt.Sprintf(format, args...)))
}

func parse(text string) *source {
	s := &source{
		people: map[string]string{}, contacts: map[string]string{},
		house: map[string]string{}, tags: map[string]string{},
	}
	var day time.Time
	for i, line := range strings.Split(text, "\n") {
		n := i + 1
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case word == "@":
			d, err := time.Parse(time.DateOnly, strings.TrimSpace(rest))
			if err != nil || !d.After(day) {
				s.fault(n, "the day is no day or does not follow")
			}
			day = d
		case line[0] >= '0' && line[0] <= '9' && !day.IsZero():
			s.message(n, day, line)
		default:
			s.declaration(n, word, rest)
		}
	}
	if len(s.exports) == 0 {
		s.exports = []export{{file: s.dialect.FileName(s.title)}}
	}
	s.check()
	return s
}

func fields(s, sep string) []string {
	parts := strings.Split(s, sep)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func (s *source) declaration(n int, word, rest string) {
	switch word {
	case "title":
		s.title = unescape(strings.TrimSpace(rest))
	case "format":
		d, ok := phone.ByName(strings.TrimSpace(rest))
		if !ok {
			s.fault(n, "unknown format %q", rest)
		}
		s.dialect = d
	case "person":
		short, name, _ := strings.Cut(rest, " ")
		name, house, ok := strings.Cut(name, " | house ")
		if !ok {
			house = short
		}
		s.people[short], s.house[short] = unescape(strings.TrimSpace(name)), strings.TrimSpace(house)
	case "contact":
		short, name, _ := strings.Cut(rest, " ")
		s.contacts[short] = unescape(strings.TrimSpace(name))
	case "thread":
		thread, tags, _ := strings.Cut(rest, " ")
		s.tags[thread] = strings.TrimSpace(tags)
		for _, tag := range strings.Split(s.tags[thread], ",") {
			if !slices.Contains(builtinTags, tag) {
				s.fault(n, "unknown tag %q", tag)
			}
		}
	case "export":
		s.exports = append(s.exports, s.export(n, fields(rest, "|")))
	case "issue":
		s.issues = append(s.issues, fields(rest, "|"))
	case "lend":
		s.loans = append(s.loans, fields(rest, "|"))
	case "ask":
		number, rest, _ := strings.Cut(rest, " ")
		query, threads, _ := strings.Cut(rest, " | ")
		k, err := strconv.Atoi(number)
		if err != nil {
			s.fault(n, "question without a number")
		}
		s.asks = append(s.asks, ask{k, strings.TrimSpace(query), strings.Fields(threads)})
	default:
		s.fault(n, "not understood: %s", word)
	}
}

func (s *source) export(n int, parts []string) export {
	e := export{file: parts[0]}
	for _, part := range parts[1:] {
		key, value, _ := strings.Cut(part, " ")
		var err error
		switch key {
		case "owner":
			e.owner = value
		case "from":
			e.from, err = time.Parse(time.DateOnly, value)
		case "until":
			e.until, err = time.Parse(time.DateOnly, value)
		case "contacts":
			e.contacts = true
		default:
			err = fmt.Errorf("unknown part %q", key)
		}
		if err != nil {
			s.fault(n, "export: %v", err)
		}
	}
	return e
}

func (s *source) message(n int, day time.Time, line string) {
	f := messageLine.FindStringSubmatch(line)
	if f == nil {
		s.fault(n, "not understood: %.60s", line)
		return
	}
	hour, _ := strconv.Atoi(f[1])
	minute, _ := strconv.Atoi(f[2])
	m := message{
		time: day.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute),
		who:  f[3], thread: f[4], kind: "text", affected: "-", lending: "-", report: "-", text: f[6],
	}
	if m.who == "*" {
		m.kind = "system"
	} else if s.people[m.who] == "" {
		s.fault(n, "who is %s?", m.who)
	}
	if k := len(s.messages); k > 0 && m.time.Before(s.messages[k-1].time) {
		s.fault(n, "earlier than the line before")
	}
	if f[5] != "-" {
		for _, flag := range strings.Split(f[5], ",") {
			s.flag(n, &m, flag)
		}
	}
	s.messages = append(s.messages, m)
}

func (s *source) flag(n int, m *message, flag string) {
	number, err := strconv.Atoi(flag)
	switch {
	case flag == "y":
		m.affected = "yes"
	case flag == "n":
		m.affected = "no"
	case flag == "cf":
		m.report = "yes"
	case roles[flag] != "":
		m.lending = roles[flag]
	case slices.Contains(kinds, flag):
		m.kind = flag
	case err == nil:
		m.answers = append(m.answers, number)
	default:
		s.fault(n, "unknown flag %q", flag)
	}
}

// check finds labels that contradict each other.
func (s *source) check() {
	used := map[string]bool{}
	answered := map[int]bool{}
	for i, m := range s.messages {
		used[m.thread] = true
		for _, need := range [][2]string{{m.affected, "outage"}, {m.report, "pothole"}, {m.lending, "lending"}} {
			if need[0] != "-" && !strings.Contains(s.tags[m.thread], need[1]) {
				s.fault(0, "message %d: %q in a thread that is not %s", i+1, need[0], need[1])
			}
		}
		for _, k := range m.answers {
			answered[k] = true
			at := slices.IndexFunc(s.asks, func(a ask) bool { return a.number == k })
			if at < 0 || !slices.Contains(s.asks[at].threads, m.thread) {
				s.fault(0, "message %d: answers %d outside its threads", i+1, k)
			}
		}
	}
	for thread := range s.tags {
		if !used[thread] {
			s.fault(0, "thread %s is declared and has no message", thread)
		}
	}
	for _, a := range s.asks {
		if !answered[a.number] {
			s.fault(0, "nothing answers %q", a.query)
		}
		for _, thread := range a.threads {
			if !used[thread] {
				s.fault(0, "question %d: no thread %s", a.number, thread)
			}
		}
	}
}

// in returns the messages that an export holds.
func (s *source) in(e export) []message {
	var kept []message
	for _, m := range s.messages {
		if m.time.Before(e.from) || !e.until.IsZero() && !m.time.Before(e.until.AddDate(0, 0, 1)) {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

func (s *source) summary(path string) string {
	threads, people, banter, said := map[string]bool{}, map[string]bool{}, 0, 0
	for _, m := range s.messages {
		if m.who == "*" {
			continue
		}
		said++
		threads[m.thread], people[m.who] = true, true
		if s.tags[m.thread] == "" {
			banter++
		}
	}
	return fmt.Sprintf("%s: %d messages, %d people, %d threads, %d %% untagged, %d issues, %d loans, %d questions",
		path, len(s.messages), len(people), len(threads), 100*banter/max(said, 1), len(s.issues), len(s.loans), len(s.asks))
}

var escape = regexp.MustCompile(`\\(n|l|r|u\{[0-9a-fA-F]+\}|x\{[0-9a-fA-F]{2}\})`)

var repeat = regexp.MustCompile(`<repeat:(\d+):([^>]*)>`)

// unescape turns the notation of texts into characters and bytes.
func unescape(text string) string {
	text = repeat.ReplaceAllStringFunc(text, func(r string) string {
		f := repeat.FindStringSubmatch(r)
		n, _ := strconv.Atoi(f[1])
		return strings.Repeat(f[2], n)
	})
	return escape.ReplaceAllStringFunc(text, func(e string) string {
		switch e[1] {
		case 'n':
			return "\n"
		case 'r':
			return "\r"
		case 'l':
			return phone.LRM
		}
		code, _ := strconv.ParseUint(e[3:len(e)-1], 16, 32)
		if e[1] == 'x' {
			return string([]byte{byte(code)})
		}
		return string(rune(code))
	})
}
