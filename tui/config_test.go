package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/query"
)

func configured(t *testing.T, text string) (Config, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	config, err := ReadConfig(path)
	if err == nil {
		return config, ""
	}
	return config, strings.ReplaceAll(err.Error(), path, "FILE")
}

func TestTheConfigurationSaysWhatIsWrongAndFollowsTheRest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, wrong string }{
		"empty":          {"", ""},
		"default":        {DefaultConfig(), ""},
		"comment":        {"# nothing\n\n  theme = \"dark\" # so\n", ""},
		"no value":       {"theme", "FILE, line 1: a line is: name = \"value\""},
		"no quotes":      {"\ntheme = dark", "FILE, line 2: a line is"},
		"theme":          {`theme = "pink"`, "line 1: theme is auto, light or dark"},
		"unknown":        {`colour = "red"`, `line 1: there is no setting "colour"`},
		"command":        {`key.fly = "f"`, `line 1: there is no command "fly"`},
		"no key":         {`key.tag = "abc"`, `line 1: "abc" is no key`},
		"fixed":          {`key.tag = "enter"`, `line 1: "enter" is no key`},
		"taken":          {`key.tag = "u"`, "line 1: the key u is that of undo already"},
		"taken in turn":  {"key.tag = \"W\"\nkey.copy = \"W\"", "line 2: the key W is that of tag already"},
		"exchanged":      {"key.tag = \"u\"\nkey.undo = \"t\"", ""},
		"behind a value": {`theme = "dark" "light"`, "line 1: \"\\\"light\\\"\" is too much"},
		"two":            {`key.tag = "ctrl+t W"`, ""},
	} {
		if _, wrong := configured(t, c.text); !strings.Contains(wrong, c.wrong) || c.wrong == "" && wrong != "" {
			t.Errorf("%s: %q, want %q", name, wrong, c.wrong)
		}
	}
	if config, err := ReadConfig(filepath.Join(t.TempDir(), "none")); err != nil || config.Keys != nil {
		t.Errorf("a file that is missing: %+v, %v", config, err)
	}
	config, wrong := configured(t, "key.fly = \"f\"\nkey.tag = \"W\"\ntheme = \"light\"")
	if !slices.Equal(config.Keys["t"], []string{"W"}) || config.Theme != "light" || wrong == "" {
		t.Errorf("the rest of a file: %+v", config)
	}
}

func TestAKeyOfTheConfigurationTakesThePlaceOfTheUsualOne(t *testing.T) {
	t.Parallel()
	d := drive(t, street(), 80, 24)
	d.m.config, _ = configured(t, "key.tag = \"W\"\nkey.search = \"z ctrl+f\"")
	d.sees("z ctrl+f search  W tag")
	d.press("t")
	d.seesNot("type to find a tag")
	d.press("W")
	d.sees("type to find a tag")
	d.write("W")
	d.sees("tag  W") // typing is typing
	d.press("esc", "/")
	d.seesNot("Answers come")
	d.press("z")
	d.sees("Answers come")
	d.press("esc", "?")
	d.sees("   W       tag this message")
}

func TestAThemeThatIsToldIsNotAskedFor(t *testing.T) {
	t.Parallel()
	for theme, dark := range map[string]bool{"light": false, "dark": true} {
		a := newApp(t.Context(), newFake(), Options{Config: Config{Theme: theme}})
		t.Cleanup(a.tasks.stop)
		if a.dark != dark {
			t.Errorf("%s: dark is %v", theme, a.dark)
		}
	}
}

func TestWhatIsWrongInTheConfigurationIsShownAndStopsNothing(t *testing.T) {
	t.Parallel()
	_, err := ReadConfig(writeFile(t, "config.toml", "a\nb\n"))
	a := newApp(t.Context(), newFake(), Options{Wrong: err})
	t.Cleanup(a.tasks.stop)
	if len(a.log) != 2 || !strings.Contains(a.note.text, "line 2") {
		t.Errorf("log %v, note %v", a.log, a.note)
	}
}

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// everyScreen is each screen and sheet with its name, with all there is to do.
func everyScreen(t *testing.T) (a *app, names []string, screens []screen) {
	d := drive(t, twoChats(), 140, 40)
	a = d.m.app
	add := func(name string, s screen) { names, screens = append(names, name), append(screens, s) }
	add("Chat", a.top())
	moving := newPart(a, "Mill Lane", "one thread", nil)
	moving.moving = index.ID{1}
	add("A message on its way to another thread, one thread alone", moving)
	d.press("/")
	line := newSearch(a)
	line.scope = scope{chat: "Mill Lane", home: "Mill Lane"}
	add("Search, while typing", line)
	completing := newSearch(a)
	completing.in.set("fr")
	completing.completion = completion{of: "fr", found: query.Complete("fr", 2, query.Vocabulary{People: []string{"Fred"}})}
	add("Search, in a word that can go on", completing)
	d.write("power").press("tab")
	add("Search, in the hits", a.top())
	counts := newSearch(a)
	counts.inFacets = true
	add("Search, in the counts", counts)
	known := newSearch(a)
	known.inList = true
	known.in.set("power")
	a.snap.snapshot.(*fakeSnapshot).saved = []index.SavedSearch{{Name: "power", Query: "power"}}
	add("Search, in the hits of a saved one", known)
	add("Threads", newThreads(a, "", scope{chat: "Mill Lane", home: "Mill Lane"}))
	add("Issues", &issueBoard{browser: newBrowser(a, 2)})
	add("The times of one issue", newOccurrences(a, issueRow{times: make([]occurrence, 1)}))
	add("Lending", &ledger{browser: newBrowser(a, 2)})
	add("Review", &review{app: a, rows: make([]index.Suggestion, 1), passed: make([]index.Suggestion, 1)})
	add("People", &people{browser: newBrowser(a, 1)})
	add("Which name of a person is another's", newSplitter(a, personRow{names: make([]string, 3), also: make([]string, 2)}))
	add("Load an export", newStart(a))
	add("Loading", newLoad(a, "a.txt"))
	arrived := newLoad(a, "a.txt")
	arrived.report = &index.LoadReport{Loaded: []index.Loaded{{Chat: "Mill Lane"}}}
	arrived.news = []news{{chat: "Mill Lane"}}
	add("Loaded", arrived)
	add("Tags", &tagger{app: a})
	add("One message", newReader(a, entry{}))
	add("Go to a date", newDateSheet(a, newChat(a, "Mill Lane")))
	add("Chats", newChooser(a))
	add("Save a search", newSaver(a, "power", "power"))
	add("Write to a file", &exporter{app: a})
	add("Write the report", newReporter(a, "", "2 issues", "issues", []reportIssues{{what: "all that are listed"}}))
	add("All keys", newHelp(a))
	add("Everything, by name", newPalette(a))
	add("What went wrong", newLog(a))
	return a, names, screens
}

func TestEveryKeyThatIsNotFixedCanBeChanged(t *testing.T) {
	t.Parallel()
	a, names, screens := everyScreen(t)
	check := func(where string, keys keymap) {
		for _, c := range keys {
			for _, k := range c.Keys() {
				named := slices.ContainsFunc(namedKeys, func(n namedKey) bool { return n.key == k })
				if !named && !slices.Contains(fixedKeys, k) {
					t.Errorf("%s: the key %s (%s) has no name in the configuration", where, k, c.Help().Desc)
				}
			}
		}
	}
	for i, s := range screens {
		check(names[i], s.keys())
	}
	check("everywhere", a.keys())
}

// docs/keys.md is written by go test ./tui -run Documented -update.
func TestTheKeysAreDocumented(t *testing.T) {
	t.Parallel()
	a, names, screens := everyScreen(t)
	var b strings.Builder
	b.WriteString("# Keys\n\nMade from the commands of the screens (`go test ./tui -run Documented -update`). `?` shows those that matter where you are, `ctrl+p` does everything by name. Keys with a name can be changed: `kerb config` prints them all, and says where the file belongs.\n")
	section := func(title string, keys keymap) {
		fmt.Fprintf(&b, "\n## %s\n\n| key | does | name |\n| --- | --- | --- |\n", title)
		for _, c := range keys {
			var called []string
			for _, k := range c.Keys() {
				for _, n := range namedKeys {
					if n.key == k && !slices.Contains(called, "`"+n.name+"`") {
						called = append(called, "`"+n.name+"`")
					}
				}
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Help().Key, c.Help().Desc, strings.Join(called, ", "))
		}
	}
	a.snap.snapshot.(*fakeSnapshot).saved = nil
	section("Everywhere", append(a.keys(), bind("f2 … f9", "saved searches", nil)))
	a.snap.snapshot.(*fakeSnapshot).saved = []index.SavedSearch{{Name: "power", Query: "power"}}
	for i, s := range screens {
		section(names[i], s.keys())
	}
	const path = "../docs/keys.md"
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil { //nolint:gosec // a document for everybody
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Errorf("%s is not what the commands say; go test ./tui -run Documented -update writes it", path)
	}
}
