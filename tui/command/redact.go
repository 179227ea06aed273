package command

import (
	"encoding/binary"
	"iter"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/redact"
)

// leftOut stands for a text that is about nothing but people.
const leftOut = "…"

// redactMessages returns messages without the people in them: residents for
// names, fresh IDs, no attachments. People are lettered in the order in which
// they write.
func redactMessages(messages iter.Seq2[index.Message, error], people *redact.Redactor) iter.Seq2[index.Message, error] {
	return func(yield func(index.Message, error) bool) {
		ids := make(map[index.ID]index.ID)
		for m, err := range messages {
			if err == nil {
				redactMessage(&m, people, ids)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// redactorOf returns what takes the people of chats out of texts. It reads the
// messages that are handed on to letter their people, and all of the store once
// to know who and what is there: a name may be told elsewhere.
func redactorOf(chats []index.Chat, persons []index.Person, messages, all iter.Seq2[index.Message, error], keepHouseNumbers bool) (*redact.Redactor, error) {
	people := redact.New(keepHouseNumbers)
	for _, chat := range chats {
		people.Chat(chat.Name)
	}
	for m, err := range messages {
		if err != nil {
			return nil, err
		}
		people.Person(m.Sender)
	}
	for _, person := range persons {
		people.Person(person.Name, person.Also...)
	}
	for m, err := range all {
		if err != nil {
			return nil, err
		}
		people.Observe(m.Sender, m.Text)
	}
	return people, nil
}

// redactMessage takes people out of one message.
func redactMessage(m *index.Message, people *redact.Redactor, ids map[index.ID]index.ID) {
	m.ID, m.Thread = freshID(m.ID, ids), freshID(m.Thread, ids)
	m.Chat, m.Sender, m.Attachment, m.Earlier = people.Text(m.Chat), people.Sender(m.Sender), "", nil
	switch m.Kind {
	case parser.Notice, parser.Contact, parser.Location: // who came and went, who that is, where somebody is
		m.Text = leftOut
	default:
		m.Text = people.Text(m.Text)
	}
	m.Tags = slices.DeleteFunc(slices.Clone(m.Tags), func(tag string) bool {
		return slices.ContainsFunc(strings.Split(tag, "-"), people.Names)
	})
}

// freshID returns an ID that tells nothing of the one it stands for: a number
// in the order of first use.
func freshID(id index.ID, ids map[index.ID]index.ID) index.ID {
	if id.IsZero() {
		return id
	}
	fresh, ok := ids[id]
	if !ok {
		binary.BigEndian.PutUint64(fresh[len(fresh)-8:], uint64(len(ids)+1))
		ids[id] = fresh
	}
	return fresh
}
