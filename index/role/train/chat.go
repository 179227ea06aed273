package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/parser"
)

// labelled is a chat with its labels.
type labelled struct {
	name   string
	hand   string // who wrote it, as far as that is known
	fold   int
	chat   role.Chat
	rows   []row
	gold   gold
	found  []role.Thread // as index/thread finds them
	marked []role.Thread // as the labels have them
}

// row is what the labels say of a message.
type row struct {
	thread, affected, report string
	tags                     []string
	loan                     lending.Role
}

// gold is NAME.issues.json.
type gold struct {
	Issues []struct {
		Tag         string       `json:"tag"`
		Occurrences []occurrence `json:"occurrences"`
		FalseAlarms []occurrence `json:"false_alarms"`
	} `json:"issues"`
	Ledger []struct {
		Item     string  `json:"item"`
		Kind     string  `json:"kind"`
		Owner    string  `json:"owner"`
		Borrower string  `json:"borrower"`
		Back     *string `json:"back_date"`
		Ordinals []int   `json:"ordinals"`
	} `json:"lending_ledger"`
}

type occurrence struct {
	Date       string   `json:"date"`
	Threads    []string `json:"threads"`
	First      int      `json:"first_ordinal"`
	Last       int      `json:"last_ordinal"`
	People     *int     `json:"n_people"`
	Households *int     `json:"n_households"`
}

// read reads the chat NAME.txt with its labels, or the only export beside the
// labels.
func read(ctx context.Context, base string) (_ *labelled, err error) {
	l := &labelled{name: filepath.Base(base), hand: bag.Hand(filepath.Dir(base))}
	path := base + ".txt"
	if _, err := os.Stat(path); err != nil {
		beside, err := filepath.Glob(filepath.Join(filepath.Dir(base), "*.txt"))
		if err != nil || len(beside) != 1 {
			return nil, fmt.Errorf("no export beside %s", base)
		}
		path = beside[0]
	}
	exports, err := parser.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	reader, err := exports[0].Read(ctx, parser.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	var said []thread.Message
	for {
		m, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		notice := m.Kind == parser.Notice || m.Sender == ""
		l.chat.Messages = append(l.chat.Messages, role.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: notice})
		said = append(said, thread.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: notice})
	}
	if err := l.readRows(base + ".labels.tsv"); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(base + ".issues.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &l.gold); err != nil {
		return nil, fmt.Errorf("read %s.issues.json: %w", base, err)
	}
	links, err := thread.Find(ctx, said)
	if err != nil {
		return nil, err
	}
	l.found, l.marked = l.group(func(i int) string { return strconv.Itoa(links[i].Root) }), l.group(func(i int) string { return l.rows[i].thread })
	return l, nil
}

// group makes threads of the messages that of gives one name. A thread has the
// tags of the messages in it, each as likely as its share of them.
func (l *labelled) group(of func(i int) string) []role.Thread {
	place := make(map[string]int)
	var threads []role.Thread
	for i, m := range l.chat.Messages {
		if m.Notice {
			continue
		}
		k, ok := place[of(i)]
		if !ok {
			k = len(threads)
			place[of(i)] = k
			threads = append(threads, role.Thread{})
		}
		threads[k].Messages = append(threads[k].Messages, i)
	}
	for k := range threads {
		counts := make(map[string]int)
		for _, i := range threads[k].Messages {
			for _, tag := range l.rows[i].tags {
				counts[tag]++
			}
		}
		for _, tag := range []string{"outage", "pothole", "lending", "dump-run", "licensing"} {
			if n := counts[tag]; n > 0 {
				threads[k].Tags = append(threads[k].Tags, role.Tag{Name: tag, Confidence: 0.5 + 0.5*float64(n)/float64(len(threads[k].Messages))})
			}
		}
	}
	return threads
}

func (l *labelled) readRows(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	for _, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) < 7 {
			return fmt.Errorf("%s: short line %q", path, line)
		}
		r := row{thread: f[1], affected: f[3], report: f[5], loan: lending.ParseRole(f[4])}
		if f[2] != "-" {
			r.tags = strings.Split(f[2], ",")
		}
		l.rows = append(l.rows, r)
	}
	if len(l.rows) != len(l.chat.Messages) {
		return fmt.Errorf("%s: %d rows for %d messages", path, len(l.rows), len(l.chat.Messages))
	}
	return nil
}

// readChances reads how likely each message has each tag.
func (l *labelled) readChances(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	if len(lines) != len(l.chat.Messages)+1 {
		return fmt.Errorf("%s: %d lines for %d messages", path, len(lines), len(l.chat.Messages))
	}
	tags := strings.Split(lines[0], "\t")
	l.chat.Likely = make(map[string][]float64)
	for _, line := range lines[1:] {
		for k, field := range strings.Split(line, "\t") {
			chance, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			l.chat.Likely[tags[k]] = append(l.chat.Likely[tags[k]], chance)
		}
	}
	return nil
}
