// Package roletest makes chats for tests, as they are read in earnest: with how
// likely each message deserves each tag.
package roletest

import (
	"strings"
	"testing"
	"time"

	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
)

// Chat makes a chat of lines "day hour:minute sender: text", all of one thread
// a day.
func Chat(t *testing.T, lines string) *role.Chat {
	t.Helper()
	c := &role.Chat{}
	var said []thread.Message
	var links []thread.Link
	day, first := "", 0
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		at, err := time.Parse("2006-01-02 15:04", line[:16])
		if err != nil {
			t.Fatal(err)
		}
		sender, text, _ := strings.Cut(strings.TrimSpace(line[17:]), ": ")
		if line[:10] != day {
			day, first = line[:10], len(c.Messages)
			c.Threads = append(c.Threads, role.Thread{})
		}
		last := &c.Threads[len(c.Threads)-1]
		last.Messages = append(last.Messages, len(c.Messages))
		c.Messages = append(c.Messages, role.Message{Time: at, Sender: sender, Text: text})
		said = append(said, thread.Message{Time: at, Sender: sender, Text: text})
		links = append(links, thread.Link{Parent: thread.None, Root: first, Confidence: 1})
	}
	reading, err := topic.Read(t.Context(), said, links)
	if err != nil {
		t.Fatal(err)
	}
	c.Likely = reading.Likely()
	return c
}
