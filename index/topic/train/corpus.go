package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
	"github.com/kerbstreet/kerb/parser"
)

// A chat is a labelled street chat.
type chat struct {
	name     string
	hand     string // who wrote it, as far as that is known
	messages []thread.Message
	evidence []model.Evidence // without what words say
	features [][]uint32       // of the words
	thread   []thread.Link    // by the labels: all by the first message, and certain
	found    []thread.Link    // by package thread
	tags     [][model.Count]bool
	readable bool // there are phrases in its language
	worded   bool // words of its language can be learned
	texts    bool // messages of it have nothing to do with each other
	crowded  bool // it is put together from others
}

// readChat reads the export and its labels in a folder.
func readChat(ctx context.Context, folder string) (*chat, error) {
	export, err := only(folder, "*.txt")
	if err != nil {
		return nil, err
	}
	labels, err := only(folder, "*"+labelsEnd)
	if err != nil {
		return nil, err
	}
	c := &chat{name: strings.TrimSuffix(filepath.Base(labels), labelsEnd), hand: bag.Hand(folder)}
	if err := c.readExport(ctx, export); err != nil {
		return nil, err
	}
	if err := c.readLabels(labels); err != nil {
		return nil, err
	}
	if err := c.examine(ctx); err != nil {
		return nil, err
	}
	c.found, err = thread.Find(ctx, c.messages)
	return c, err
}

// examine looks at what each message says.
func (c *chat) examine(ctx context.Context) error {
	evidence, spoken, err := model.Examine(ctx, c.messages, nil)
	if err != nil {
		return err
	}
	c.evidence = evidence
	for _, m := range c.messages {
		c.features = append(c.features, bag.Features(nil, analysis.Tokenize(nil, m.Text)))
	}
	c.worded = model.Taught(spoken)
	c.readable = len(spoken) > 0 && slices.Contains(lexicon.Codes(), spoken[0].Code)
	return nil
}

const labelsEnd = ".labels.tsv"

// only returns the one file of a folder whose name matches.
func only(folder, pattern string) (string, error) {
	paths, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil {
		return "", err
	}
	if len(paths) != 1 {
		return "", fmt.Errorf("%s: %d files named %s, not one", folder, len(paths), pattern)
	}
	return paths[0], nil
}

func (c *chat) readExport(ctx context.Context, path string) (err error) {
	exports, err := parser.Open(ctx, path)
	if err != nil {
		return err
	}
	for _, e := range exports {
		defer func() { err = errors.Join(err, e.Close()) }()
	}
	if len(exports) != 1 {
		return fmt.Errorf("%s: %d chats, not one", path, len(exports))
	}
	reader, err := exports[0].Read(ctx, parser.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	for {
		m, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		c.messages = append(c.messages, thread.Message{Time: m.Time, Sender: m.Sender, Text: m.Text, Notice: m.Kind == parser.Notice || m.Sender == ""})
	}
}

func (c *chat) readLabels(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	rows = rows[1:]
	if len(rows) != len(c.messages) {
		return fmt.Errorf("%s: %d labels for %d messages", path, len(rows), len(c.messages))
	}
	c.thread, c.tags = make([]thread.Link, len(rows)), make([][model.Count]bool, len(rows))
	first := make(map[string]int)
	for i, row := range rows {
		if n, err := strconv.Atoi(row[0]); err != nil || n != i+1 {
			return fmt.Errorf("%s: label %q where %d is expected", path, row[0], i+1)
		}
		if _, ok := first[row[1]]; !ok {
			first[row[1]] = i
		}
		c.thread[i] = certain(first[row[1]])
		for name := range strings.SplitSeq(row[2], ",") {
			if tag := slices.Index(model.Tags[:], name); tag >= 0 {
				c.tags[i][tag] = true
			}
		}
	}
	return nil
}

// learned returns the evidence with what words say.
func (c *chat) learned(words *bag.Model) []model.Evidence {
	if !c.worded {
		return c.evidence
	}
	all := slices.Clone(c.evidence)
	for i := range all {
		if !c.messages[i].Notice {
			words.Score(all[i].Learned[:], c.features[i])
		}
	}
	return all
}

// alone has each message in a thread of its own.
func (c *chat) alone() []thread.Link {
	links := make([]thread.Link, len(c.messages))
	for i := range links {
		links[i] = certain(i)
	}
	return links
}

// certain is the link of a message whose thread nobody doubts.
func certain(root int) thread.Link {
	return thread.Link{Parent: thread.None, Root: root, Confidence: 1}
}

// tellsAlone reports whether the labels of a message's thread hold for it
// alone: it begins the thread, or there is no tag to tell.
func (c *chat) tellsAlone(i int) bool { return c.thread[i].Root == i || c.untagged(i) }

// untagged reports whether no tag belongs to a message.
func (c *chat) untagged(i int) bool { return c.tags[i] == [model.Count]bool{} }
