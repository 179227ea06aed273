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
