package tui

import (
	"context"
	"io"
	"runtime"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// Options say what the screens work on.
type Options struct {
	Store *index.Store
	// Open reads a path's exports (parser.Open).
	Open func(ctx context.Context, path string) ([]*parser.Export, error)
	// Export writes what is shown to a file.
	Export Exporter
	// Report writes issues to a file.
	Report Reporter
	// Config is what the configuration says; Wrong, what could not be
	// followed in it, is shown.
	Config Config
	Wrong  error
	// Paths are loaded first, before anything else is shown.
	Paths []string

	Input   io.Reader        // nil: the terminal
	Output  io.Writer        // nil: standard output
	Environ []string         // as os.Environ; says what the terminal can do
	Now     func() time.Time // nil: time.Now
}

// Run shows the screens until somebody quits or ctx ends. When it returns the
// terminal is as it was and nothing that it started still runs.
func Run(ctx context.Context, o Options) error {
	a := newApp(ctx, indexStore{o.Store}, o)
	a.comeBack(o.Store)
	o.Store.OnRebuild(a.rebuilding.set)
	defer a.tasks.stop()
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(120)}
	if o.Input != nil {
		options = append(options, tea.WithInput(o.Input))
	}
	if o.Output != nil {
		options = append(options, tea.WithOutput(o.Output))
	}
	if o.Environ != nil {
		options = append(options, tea.WithEnvironment(o.Environ))
	}
	if getenv(o.Environ, "NO_COLOR") != "" { // any value counts: no-color.org
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	_, err := tea.NewProgram(model{a}, options...).Run()
	a.tasks.stop()
	a.leave(o.Store)
	if a.snap != nil {
		a.snap.release()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func newApp(ctx context.Context, s store, o Options) *app {
	a := &app{
		store:   s,
		open:    o.Open,
		export:  o.Export,
		report:  o.Report,
		config:  o.Config,
		now:     o.Now,
		tasks:   newTasks(ctx),
		folders: likelyFolders(),
		dark:    !lightByName(o.Environ), // until the terminal answers
		utf8:    utf8Terminal(o.Environ),
		profile: colorprofile.TrueColor,
		cells:   ansi.WcWidth, // until the terminal says that it knows graphemes
	}
	if a.now == nil {
		a.now = time.Now
	}
	a.after = func(d time.Duration, msg tea.Msg) tea.Cmd {
		return tea.Tick(d, func(time.Time) tea.Msg { return msg })
	}
	if o.Config.Theme != "" {
		a.dark = o.Config.Theme == "dark"
	}
	a.theme = newTheme(a.dark, a.profile, a.utf8, a.cells)
	for _, err := range joinedErrors(o.Wrong) {
		a.fail(err)
	}
	if len(o.Paths) > 0 {
		a.screens = []screen{newLoad(a, o.Paths...)}
	}
	return a
}

// lightByName tells from COLORFGBG, which some terminals set, whether the
// background is light. Terminals that can be asked are asked all the same.
func lightByName(environ []string) bool {
	v := getenv(environ, "COLORFGBG")
	background := v[strings.LastIndexByte(v, ';')+1:]
	return background == "7" || background == "15"
}

// utf8Terminal tells from the locale whether more than ASCII can be shown. A
// locale that says nothing is taken for a modern one.
func utf8Terminal(environ []string) bool {
	if runtime.GOOS == "windows" {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(environ, name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}

// getenv returns the last value of a variable in environ.
func getenv(environ []string, name string) (value string) {
	for _, v := range environ {
		if k, v, ok := strings.Cut(v, "="); ok && k == name {
			value = v
		}
	}
	return value
}
