package thread

import (
	"fmt"
	"testing"
)

func TestAChannelIsToldByNamesInFront(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what        string
		said, named int
		want        Kind
	}{
		{"nothing said", 0, 0, Street},
		{"a street", 300, 0, Street},
		{"a street where some write as in letters", 300, 6, Street},
		{"a few messages, one of them a letter", 12, 1, Street},
		{"a few lines of a channel", 10, 7, Channel},
		{"a channel", 1000, 120, Channel},
		{"a channel of much talk", 1000, 80, Channel},
	} {
		messages := []Message{{at(0), "ben", "hello", false}, {at(1), "carol", "hello", false}}
		for i := range c.said {
			text := "I think it is fine, Ben"
			if i < c.named {
				text = "Ben, I think it is fine"
			}
			messages = append(messages, Message{at(i + 2), fmt.Sprint("neighbour", i%9), text, false})
		}
		if got := KindOf(messages); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}

func TestABoardIsToldByNobodyAnswering(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what                      string
		said, people, apart, each int // apart in minutes, but every each-th message comes at once
		want                      Kind
	}{
		{"posts of some people, hours apart", 60, 15, 200, 60, Board},
		{"posts of strangers, one after the other", 60, 60, 2, 60, Board},
		{"a few messages, hours apart", 12, 12, 300, 60, Street},
		{"a quiet street, where every other message is answered", 60, 12, 600, 2, Street},
		{"a lively street", 300, 30, 3, 300, Street},
	} {
		var messages []Message
		minute := 0
		for i := range c.said {
			if i%c.each > 0 {
				minute += c.apart
			}
			messages = append(messages, Message{at(minute), fmt.Sprint("neighbour", i%c.people), "I think it is fine", false})
		}
		if got := KindOf(messages); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}

func TestOnABoardEveryMessageIsAThread(t *testing.T) {
	t.Parallel()
	messages := make([]Message, 0, 30)
	for i := range 30 {
		messages = append(messages, Message{at(180 * i), fmt.Sprint("neighbour", i), "Is your power off as well?", i == 7})
	}
	links, err := Find(t.Context(), messages)
	if err != nil {
		t.Fatal(err)
	}
	for i, link := range links {
		if link != (Link{Parent: None, Root: i, Confidence: 1}) {
			t.Errorf("message %d: %+v", i, link)
		}
	}
}
