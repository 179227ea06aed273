package tui

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Config is what somebody may set in the configuration file.
type Config struct {
	Theme string              // "light", "dark", or "" to ask the terminal
	Keys  map[string][]string // by the key a command has unless told: those it has instead
}

// ConfigError is a line of the configuration that could not be followed.
type ConfigError struct {
	File   string
	Line   int
	Reason string
}

// Error names the file and the line.
func (e *ConfigError) Error() string {
	return fmt.Sprintf("%s, line %d: %s; that line is left out", e.File, e.Line, e.Reason)
}

// ReadConfig reads the configuration file. One that is missing says nothing.
// Lines that cannot be followed are left out and told in the joined error, of
// [ConfigError]; the rest counts.
func ReadConfig(path string) (Config, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, nil
	}
	if err != nil {
		return Config{}, err
	}
	config, wrong := parseConfig(path, file)
	return config, errors.Join(append(wrong, file.Close())...)
}

// setting is one line of the file.
type setting struct {
	line        int
	name, value string
}

func parseConfig(path string, r io.Reader) (Config, []error) {
	var config Config
	var wrong []error
	reject := func(line int, format string, args ...any) {
		wrong = append(wrong, &ConfigError{path, line, fmt.Sprintf(format, args...)})
	}
	var keys []setting
	lines := bufio.NewScanner(r)
	number := 0
	for lines.Scan() {
		number++
		s, err := parseSetting(lines.Text())
		s.line = number
		switch name, isKey := strings.CutPrefix(s.name, "key."); {
		case err != nil:
			reject(number, "%v", err)
		case s.name == "":
		case isKey:
			s.name = name
			keys = append(keys, s)
		case s.name == "theme" && (s.value == "light" || s.value == "dark"):
			config.Theme = s.value
		case s.name == "theme" && s.value == "auto":
			config.Theme = ""
		case s.name == "theme":
			reject(number, "theme is auto, light or dark, not %q", s.value)
		default:
			reject(number, "there is no setting %q", s.name)
		}
	}
	if err := lines.Err(); err != nil {
		reject(number+1, "%v", err)
	}
	config.Keys = assign(keys, reject)
	return config, wrong
}

// parseSetting reads name = "value"; a # outside of quotes begins a comment.
func parseSetting(line string) (setting, error) {
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '#' {
		return setting{}, nil
	}
	name, rest, ok := strings.Cut(line, "=")
	rest = strings.TrimSpace(rest)
	quoted, err := strconv.QuotedPrefix(rest)
	if !ok || err != nil || quoted[0] == '\'' {
		return setting{}, errors.New(`a line is: name = "value"`)
	}
	if after := strings.TrimSpace(rest[len(quoted):]); after != "" && after[0] != '#' {
		return setting{}, fmt.Errorf("%.40q is too much", after)
	}
	value, err := strconv.Unquote(quoted)
	return setting{name: strings.TrimSpace(name), value: value}, err
}

// assign gives commands their keys, unless a key would then do two things.
func assign(settings []setting, reject func(line int, format string, args ...any)) map[string][]string {
	type assigned struct {
		keys []string
		line int // 0: as it is unless told
	}
	now := make([]assigned, len(namedKeys))
	for i, k := range namedKeys {
		now[i].keys = []string{k.key}
	}
	for _, s := range settings {
		i := slices.IndexFunc(namedKeys, func(k namedKey) bool { return k.name == s.name })
		if i < 0 {
			reject(s.line, "there is no command %q; kerb config lists all", s.name)
			continue
		}
		keys := strings.Fields(s.value)
		if bad := slices.IndexFunc(keys, func(k string) bool { return !canBeGiven(k) }); bad >= 0 || len(keys) == 0 {
			reject(s.line, "%q is no key that can be given to a command", s.value)
			continue
		}
		now[i] = assigned{keys, s.line}
	}
	for again := true; again; {
		again = false
		owner := make(map[string]int)
		for i := range now {
			for _, k := range now[i].keys {
				j, taken := owner[k]
				if !taken || i == j {
					owner[k] = i
					continue
				}
				loser := i
				if now[j].line > now[i].line {
					loser = j
				}
				reject(now[loser].line, "the key %s is that of %s already", k, namedKeys[i+j-loser].name)
				now[loser] = assigned{keys: []string{namedKeys[loser].key}}
				again = true
				break
			}
			if again {
				break
			}
		}
	}
	keys := make(map[string][]string)
	for i, a := range now {
		if a.line > 0 {
			keys[namedKeys[i].key] = a.keys
		}
	}
	return keys
}

// canBeGiven reports whether k is a key's name that a command may have: one
// character, space, f10 to f12, or a letter with ctrl or alt.
func canBeGiven(k string) bool {
	if slices.Contains(fixedKeys, k) {
		return false
	}
	if slices.Contains([]string{"space", "f10", "f11", "f12"}, k) {
		return true
	}
	for _, prefix := range []string{"ctrl+", "alt+"} {
		if rest, ok := strings.CutPrefix(k, prefix); ok {
			return len(rest) == 1 && rest[0] >= 'a' && rest[0] <= 'z'
		}
	}
	return len(graphemes(k)) == 1 && k >= "!"
}

// DefaultConfig is a configuration file that changes nothing, with every
// setting in it.
func DefaultConfig() string {
	var b strings.Builder
	b.WriteString(`# Kerb's configuration. What is left out is as it stands here.
# Several keys of one command have a space between them.

# auto asks the terminal; light and dark are told.
theme = "auto"

# Keys: a character, space, f10 to f12, or a letter with ctrl+ or alt+.
# Arrows, Enter, Esc, Tab, PgUp, PgDn, Home, End and f1 to f9 stay as they are.
`)
	for _, k := range namedKeys {
		line := fmt.Sprintf("key.%s = %q", k.name, k.key)
		fmt.Fprintf(&b, "%-32s # %s\n", line, k.does)
	}
	return b.String()
}
