package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// A text stands for itself: nobody answers it, and it answers nobody.
type text struct {
	text string
	tags [model.Count]bool
}

// readTexts reads lines of a tag, or "-" for none, a tab and a text.
func readTexts(path string) ([]text, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var texts []text
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		name, words, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		tag := slices.Index(model.Tags[:], name)
		if !ok || tag < 0 && name != "-" {
			return nil, fmt.Errorf("%s, line %d: no tag before a tab", path, number)
		}
		t := text{text: words}
		if tag >= 0 {
			t.tags[tag] = true
		}
		texts = append(texts, t)
	}
	return texts, nil
}

// textsEnd ends the names of files of texts.
const textsEnd = ".tsv"

// readTextChats reads a file of texts as chats to learn from, one for each fold.
func readTextChats(ctx context.Context, path string) ([]*chat, error) {
	texts, err := readTexts(path)
	if err != nil {
		return nil, err
	}
	var chats []*chat
	for fold := range folds {
		var part []text
		for i := fold; i < len(texts); i += folds {
			part = append(part, texts[i])
		}
		c := &chat{name: fmt.Sprintf("%s %d", textsName(path), fold+1), messages: asMessages(part), texts: true}
		for _, t := range part {
			c.tags = append(c.tags, t.tags)
		}
		if err := c.examine(ctx); err != nil {
			return nil, err
		}
		c.thread, c.found = c.alone(), c.alone()
		chats = append(chats, c)
	}
	return chats, nil
}

func textsName(path string) string { return strings.TrimSuffix(filepath.Base(path), textsEnd) }

// between is the time from one text to the next where they stand in one chat.
const between = 5 * time.Hour

// asMessages makes a chat of texts, each by somebody else.
func asMessages(texts []text) []thread.Message {
	messages := make([]thread.Message, len(texts))
	start := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC)
	for i, t := range texts {
		messages[i] = thread.Message{Time: start.Add(time.Duration(i) * between), Sender: fmt.Sprintf("Resident %d", i+1), Text: t.text}
	}
	return messages
}

// shortTexts tells how well short texts are told by the weights that are
// embedded: in a chat of all texts of a file, in random order, by the threads
// that are found, and each in a chat of its own.
func shortTexts(ctx context.Context, paths []string, seed uint64) error {
	fmt.Printf("%-18s chats     macro  false  %s\n", "texts", strings.Join(model.Tags[:], " "))
	for _, path := range paths {
		texts, err := readTexts(path)
		if err != nil {
			return err
		}
		random := rand.New(rand.NewPCG(seed, 1))
		random.Shuffle(len(texts), func(a, b int) { texts[a], texts[b] = texts[b], texts[a] })
		together, err := tell(ctx, texts)
		if err != nil {
			return err
		}
		var each [][model.Count]bool
		for i := range texts {
			said, err := tell(ctx, texts[i:i+1])
			if err != nil {
				return err
			}
			each = append(each, said...)
		}
		for view, said := range [][][model.Count]bool{together, each} {
			r := compare(texts, said)
			fmt.Printf("%-18s %-8s  %.3f  %.3f ", textsName(path), [...]string{"one", "each own"}[view], r.macro(), r.wrong())
			for tag := range model.Count {
				fmt.Printf(" %.2f", r.f1(tag))
			}
			fmt.Println()
		}
	}
	return nil
}

// tell returns the tags that are suggested for texts in one chat.
func tell(ctx context.Context, texts []text) ([][model.Count]bool, error) {
	messages := asMessages(texts)
	links, err := thread.Find(ctx, messages)
	if err != nil {
		return nil, err
	}
	reading, err := topic.Read(ctx, messages, links)
	if err != nil {
		return nil, err
	}
	list, err := suggested(ctx, reading, nil, 0.5)
	if err != nil {
		return nil, err
	}
	said := make([][model.Count]bool, len(texts))
	for _, s := range list {
		for _, i := range s.Messages {
			said[i][slices.Index(model.Tags[:], s.Tag)] = true
		}
	}
	return said, nil
}

func compare(texts []text, said [][model.Count]bool) *result {
	r := &result{}
	for i, t := range texts {
		for tag := range model.Count {
			r.count(tag, said[i][tag], t.tags[tag])
		}
		if t.tags == [model.Count]bool{} {
			r.none++
			if said[i] != t.tags {
				r.falsely++
			}
		}
	}
	return r
}
