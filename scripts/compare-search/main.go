// Command compare-search loads and searches the same made-up chats with Kerb,
// with SQLite's FTS5, with notmuch and with ripgrep, and prints what each took,
// as processor time and as ratios, and how that grows with the chat, as the page
// docs/comparison.md.
//
//	go run ./scripts/compare-search
//	go run ./scripts/compare-search -sizes 10000,100000,1000000 > docs/comparison.md
//
// Every load and every search is a process of its own, its start included; of
// five searches the middle one counts. Processor time is what is compared:
// other work on the machine changes it least. SQLite, notmuch and ripgrep are
// Debian's packages sqlite3, notmuch and ripgrep; which of them is missing is
// said, and left out. notmuch wants a file for each message and is left out
// beyond 100,000.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/scripts/binary"
	"github.com/kerbstreet/kerb/scripts/genchat/chat"
)

func main() {
	sizes := flag.String("sizes", "10000,100000", "messages of each chat")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *sizes); err != nil {
		fmt.Fprintln(os.Stderr, "compare-search:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, sizes string) error {
	dir, err := os.MkdirTemp("", "kerb-compare-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	kerb, err := binary.Build(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, page, runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	var before []result
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("size %q: %w", size, err)
		}
		at := filepath.Join(dir, size)
		results, err := compare(ctx, at, kerb, n)
		if err != nil {
			return fmt.Errorf("with %d messages: %w", n, err)
		}
		show(out, n, results, before)
		before = results
		if err := os.RemoveAll(at); err != nil {
			return err
		}
	}
	return nil
}

const page = `# Kerb beside other programs

Written by ` + "`go run ./scripts/compare-search -sizes 10000,100000,1000000 > docs/comparison.md`" + `
from the top of the repo, on %s/%s, %d processors; other work ran on the machine, which changes processor time least.
A cell is processor time, in brackets how many times Kerb's that is, and how many times that of the chat before.
Loads and searches are processes of their own, their start included; Kerb's searches find other forms of a word, look
at what stands around a message, and highlight; SQLite stores and tokenizes the text and no more. notmuch wants a file
for each message and is left out beyond 100,000; ripgrep loads nothing and counts lines. With 10,000 messages, Kerb's load
finds their threads as well, which takes most of its time; beyond 50,000 that is left for later.
`

// result is what one program took for one chat.
type result struct {
	program  string
	load     time.Duration
	bytes    int64
	searches []time.Duration // as questions
}

// questions are asked of every program in its own language.
var questions = []struct{ what, kerb, sqlite, notmuch, ripgrep string }{
	{"word", "ladder", "ladder", "ladder", `\bladder\b`},
	{"frequent word", "the", "the", "the", `\bthe\b`},
	{"two words", "all: power off", "power off", "power and off", `\bpower\b.*\boff\b|\boff\b.*\bpower\b`},
	{"phrase", `"in the"`, `"in the"`, `"in the"`, `\bin the\b`},
	{"start of a word", "p*", "p*", "p*", `\bp`},
}

func compare(ctx context.Context, dir, kerb string, n int) ([]result, error) {
	o := chat.Options{Messages: n, Seed: 1, Dialect: "android-uk"}
	name, err := chat.FileName(o)
	if err != nil {
		return nil, err
	}
	export := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Join(dir, "mail", "cur"), 0o700); err != nil {
		return nil, err
	}
	f, err := os.Create(export)
	if err != nil {
		return nil, err
	}
	if _, err := chat.Write(f, o); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	wantsMail := n <= 100_000
	if err := convert(ctx, export, dir, wantsMail); err != nil {
		return nil, err
	}
	store, db := filepath.Join(dir, "store"), filepath.Join(dir, "fts.db")
	config := "NOTMUCH_CONFIG=" + filepath.Join(dir, "notmuch.ini")
	programs := []struct {
		name, path string
		load       []string
		keeps      []string // what the load writes
		search     func(i int) []string
	}{
		{"Kerb", kerb, []string{"--store", store, "load", export}, []string{filepath.Join(store, "index")}, func(i int) []string {
			return []string{"--store", store, "search", "--limit", "50", questions[i].kerb}
		}},
		{"SQLite FTS5", "sqlite3", []string{db, "CREATE VIRTUAL TABLE m USING fts5(t)", ".mode ascii", `.separator "\t" "\n"`, ".import " + filepath.Join(dir, "texts") + " m"}, []string{db}, func(i int) []string {
			return []string{db, "SELECT count(*) FROM m WHERE m MATCH '" + questions[i].sqlite + "'; SELECT t FROM m WHERE m MATCH '" + questions[i].sqlite + "' ORDER BY rank LIMIT 50"}
		}},
		{"notmuch", "notmuch", []string{"new", "--quiet"}, []string{filepath.Join(dir, "mail", ".notmuch")}, func(i int) []string {
			return []string{"search", "--limit=50", questions[i].notmuch}
		}},
		{"ripgrep", "rg", nil, nil, func(i int) []string { return []string{"-i", "-c", questions[i].ripgrep, export} }},
	}
	var results []result
	for _, p := range programs {
		if _, err := exec.LookPath(p.path); err != nil || p.name == "notmuch" && !wantsMail {
			fmt.Fprintf(os.Stderr, "%s is left out: %s\n", p.name, map[bool]string{true: "not installed", false: "too many messages"}[err != nil])
			continue
		}
		r := result{program: p.name}
		if p.load != nil {
			if r.load, err = processorTime(ctx, config, p.path, p.load); err != nil {
				return nil, err
			}
		}
		for _, path := range p.keeps {
			size, err := sizeOf(path)
			if err != nil {
				return nil, err
			}
			r.bytes += size
		}
		for i := range questions {
			var took []time.Duration
			for range 5 {
				one, err := processorTime(ctx, config, p.path, p.search(i))
				if err != nil {
					return nil, err
				}
				took = append(took, one)
			}
			slices.Sort(took)
			r.searches = append(r.searches, took[2])
		}
		results = append(results, r)
	}
	return results, nil
}

// convert writes the messages' texts a line each, as SQLite imports them, and a
// file each, as notmuch wants them, with its configuration.
func convert(ctx context.Context, export, dir string, mail bool) error {
	exports, err := parser.Open(ctx, export)
	if err != nil {
		return err
	}
	r, err := exports[0].Read(ctx, parser.Options{})
	if err != nil {
		return err
	}
	var texts strings.Builder
	for n := 0; ; n++ {
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		texts.WriteString(strings.NewReplacer("\n", " ", "\t", " ").Replace(m.Text) + "\n")
		if mail {
			letter := fmt.Sprintf("From: x@example.org\nMessage-ID: <%d@example.org>\nDate: %s\nSubject: chat\n\n%s\n", n, m.Time.Format(time.RFC1123Z), m.Text)
			if err := os.WriteFile(filepath.Join(dir, "mail", "cur", strconv.Itoa(n)+":2,S"), []byte(letter), 0o600); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(r.Close(), exports[0].Close()); err != nil {
		return err
	}
	config := "[database]\npath=" + filepath.Join(dir, "mail") + "\n[user]\nname=x\nprimary_email=x@example.org\n"
	return errors.Join(os.WriteFile(filepath.Join(dir, "texts"), []byte(texts.String()), 0o600),
		os.WriteFile(filepath.Join(dir, "notmuch.ini"), []byte(config), 0o600))
}

func processorTime(ctx context.Context, env, path string, args []string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), env)
	text, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && filepath.Base(path) == "rg" && exit.ExitCode() == 1 {
		err = nil // nothing found
	}
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w\n%.500s", path, strings.Join(args, " "), err, text)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func sizeOf(path string) (total int64, err error) {
	err = filepath.WalkDir(path, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

// show prints a table: processor time, how many times Kerb's that is, and how
// many times what the smaller chat took.
func show(out io.Writer, n int, results, before []result) {
	fmt.Fprintf(out, "\n## %d messages\n\n|", n)
	for _, r := range results {
		fmt.Fprintf(out, " | %s", r.program)
	}
	fmt.Fprintf(out, " |\n| --- |%s\n", strings.Repeat(" ---: |", len(results)))
	line := func(what string, cell func(r result) string) {
		fmt.Fprintf(out, "| %s", what)
		for _, r := range results {
			fmt.Fprintf(out, " | %s", cell(r))
		}
		fmt.Fprintln(out, " |")
	}
	times := func(what string, took func(result) time.Duration) {
		line(what, func(r result) string {
			own := took(r)
			if own == 0 {
				return ""
			}
			text := fmt.Sprintf("%.1f ms", own.Seconds()*1e3)
			if r.program != results[0].program {
				text += fmt.Sprintf(" (%.2f)", own.Seconds()/took(results[0]).Seconds())
			}
			for _, b := range before {
				if smaller := took(b); b.program == r.program && smaller > 0 {
					text += fmt.Sprintf(" [%.1f]", own.Seconds()/smaller.Seconds())
				}
			}
			return text
		})
	}
	times("load", func(r result) time.Duration { return r.load })
	line("bytes a message on disk, beside the export", func(r result) string {
		if r.bytes == 0 {
			return ""
		}
		return strconv.FormatInt(r.bytes/int64(n), 10)
	})
	for q := range questions {
		times(fmt.Sprintf("%s: `%s`", questions[q].what, strings.ReplaceAll(questions[q].kerb, "|", "\\|")), func(r result) time.Duration { return r.searches[q] })
	}
}
