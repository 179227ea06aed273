package index

import (
	"context"
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// testMessage is a message of a chat that is made up for a test.
type testMessage struct {
	chat, sender     string
	time             time.Time
	kind             parser.Kind
	text, attachment string
	edited           bool
	tags             []string
}

// newTestFinder builds a table and an index of messages, which have the rows
// of their order.
func newTestFinder(tb testing.TB, messages []testMessage) *finder {
	tb.Helper()
	f, err := buildFinder(tb.TempDir(), messages)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := errors.Join(f.bleve.Close(), f.table.Close()); err != nil {
			tb.Error(err)
		}
	})
	return f
}

func buildFinder(dir string, messages []testMessage) (*finder, error) {
	writer, err := table.NewWriter(dir, nil)
	if err != nil {
		return nil, err
	}
	var names []string
	orders := make(map[uint16][]uint32)
	rowsByTag := make(map[string][]uint32)
	for i, m := range messages {
		chat, err := writer.Chat(m.chat)
		if err != nil {
			return nil, err
		}
		if int(chat) == len(names) {
			names = append(names, m.chat)
		}
		facts := table.Row{Seconds: table.Seconds(m.time), Sender: writer.Sender(m.sender), Chat: chat, Kind: m.kind, Edited: m.edited, Link: hasLink(m.text), Question: isQuestion(m.text), Figure: hasFigure(m.text)}
		var id table.ID
		binary.BigEndian.PutUint64(id[:], uint64(i+1)*0x9E3779B97F4A7C15)
		row, err := writer.Append(facts, id, m.text, m.attachment)
		if err != nil {
			return nil, err
		}
		orders[chat] = append(orders[chat], row)
		for _, tag := range m.tags {
			rowsByTag[tag] = append(rowsByTag[tag], row)
		}
	}
	for chat, rows := range orders {
		writer.SetOrder(chat, rows)
	}
	if err := writer.Finish(); err != nil {
		return nil, err
	}
	reader, err := table.Open(dir)
	if err != nil {
		return nil, err
	}
	idx, err := buildBleve(dir, messages)
	if err != nil {
		return nil, err
	}
	f := &finder{weights: chosenWeights(), corpus: corpus{table: reader, people: newPeople(reader, nil), chats: names, thread: func(row uint32) []uint32 { return []uint32{row} }}, bleve: idx}
	f.recent = new(recent)
	f.starts = &wordStarts{path: filepath.Join(idx.Name(), startsFile)}
	if f.spoken, err = languagesOf(reader); err != nil {
		return nil, err
	}
	for tag := range rowsByTag {
		f.tags = append(f.tags, tag)
	}
	slices.Sort(f.tags)
	f.tagged = func(tag string) []uint32 { return rowsByTag[tag] }
	f.message = func(_ context.Context, row uint32) (Message, error) {
		m := messages[row]
		return Message{
			ID: ID(reader.ID(row)), Chat: m.chat, N: reader.Place(row) + 1, Time: m.time, Sender: m.sender,
			Kind: m.kind, Text: m.text, Attachment: m.attachment, Edited: m.edited, Tags: m.tags,
		}, nil
	}
	return f, nil
}

// buildBleve indexes messages in three goes, so that the index has several
// segments, as one that has grown.
func buildBleve(dir string, messages []testMessage) (bleve.Index, error) {
	index := ""
	n := len(messages)
	for i, part := range [][]testMessage{messages[:n*3/4], messages[n*3/4 : n*19/20], messages[n*19/20:]} {
		name := generationName(uint64(i + 1))
		in, err := newIngest(context.Background(), filepath.Join(dir, name), name, index)
		if err != nil {
			return nil, err
		}
		for _, m := range part {
			if err := in.add(pending{m.text, m.attachment}); err != nil {
				return nil, err
			}
		}
		if err := in.finish(context.Background()); err != nil {
			return nil, err
		}
		index = filepath.Join(dir, name)
	}
	return openBleve(index)
}
