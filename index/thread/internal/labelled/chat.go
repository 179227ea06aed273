package labelled

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/kerbstreet/kerb/parser"
)

// Chat is a labelled chat.
type Chat struct {
	Name     string
	Messages []parser.Message
	Threads  []string // of each message, "" for a notice
}

// Read reads all labelled chats under a folder, in the order of their paths:
// NAME.labels.tsv, and the export beside it, which is NAME.txt or the only one
// of the folder.
func Read(ctx context.Context, dir string) ([]Chat, error) {
	var chats []Chat
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".labels.tsv") {
			return err
		}
		c, err := readChat(ctx, strings.TrimSuffix(path, ".labels.tsv"))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		chats = append(chats, c)
		return nil
	})
	return chats, err
}

// export returns the export that belongs to labels: NAME.txt, or the only one
// of the folder.
func export(base string) (string, error) {
	if _, err := os.Stat(base + ".txt"); err == nil {
		return base + ".txt", nil
	}
	var found []string
	for _, pattern := range []string{"*.txt", "*.zip"} {
		files, err := filepath.Glob(filepath.Join(filepath.Dir(base), pattern))
		if err != nil {
			return "", err
		}
		found = append(found, files...)
	}
	if len(found) == 0 {
		return "", errors.New("no export beside the labels")
	}
	return found[0], nil
}

func readChat(ctx context.Context, base string) (Chat, error) {
	c := Chat{Name: filepath.Base(base)}
	threads, err := readLabels(base + ".labels.tsv")
	if err != nil {
		return c, err
	}
	path, err := export(base)
	if err != nil {
		return c, err
	}
	exports, err := parser.Open(ctx, path)
	if err != nil {
		return c, err
	}
	reader, err := exports[0].Read(ctx, parser.Options{})
	if err != nil {
		return c, err
	}
	defer func() { _ = reader.Close() }() // only read
	for {
		m, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil {
			return c, err
		}
		thread := threads[m.N]
		if m.Kind == parser.Notice || m.Sender == "" {
			thread = ""
		}
		c.Messages = append(c.Messages, m)
		c.Threads = append(c.Threads, thread)
	}
}

// readLabels returns the thread of each message that is no notice, by its
// number in the export.
func readLabels(path string) (map[int]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, errors.Join(errors.New("no labels"), err)
	}
	number, thread, kind := slices.Index(rows[0], "ordinal"), slices.Index(rows[0], "thread"), slices.Index(rows[0], "kind")
	if number < 0 || thread < 0 || kind < 0 {
		return nil, errors.New("labels without ordinal, thread or kind")
	}
	threads := make(map[int]string)
	for _, row := range rows[1:] {
		n, err := strconv.Atoi(row[number])
		if err != nil {
			return nil, err
		}
		if row[kind] != "system" {
			threads[n] = row[thread]
		}
	}
	return threads, nil
}
