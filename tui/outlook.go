package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

// outlook is what the chats look like before anybody tagged them: how many
// threads probably deserve which tag. It is made behind everything else, once
// threads are found.
type outlook []expected

// expected is a tag and how many threads of a chat probably deserve it.
type expected struct {
	chat, tag string
	threads   int
}

// outlookUpTo is for how many messages it is made without being asked for: it
// reads them all.
const outlookUpTo = 200_000

// lookOut asks for the outlook of the snapshot that is new.
func (a *app) lookOut() tea.Cmd {
	messages := 0
	for _, chat := range a.snap.Chats() {
		messages += chat.Messages
	}
	if a.snap.missing > 0 || messages > outlookUpTo {
		return nil
	}
	return a.ask(&a.lookingOut, nil, func(ctx context.Context, sn snapshot) (tea.Msg, error) {
		list, err := sn.Suggestions(ctx, index.SuggestionRequest{Min: likely})
		found := outlook{}
		for _, s := range list.Suggestions {
			i := slices.IndexFunc(found, func(e expected) bool { return e.chat == s.Chat && e.tag == s.Tag })
			if i < 0 {
				i = len(found)
				found = append(found, expected{chat: s.Chat, tag: s.Tag})
			}
			found[i].threads++
		}
		slices.SortStableFunc(found, func(a, b expected) int { return b.threads - a.threads })
		return found, err
	})
}

// threads counts all suggestions.
func (o outlook) threads() int {
	n := 0
	for _, e := range o {
		n += e.threads
	}
	return n
}

// of says in words what a chat's threads look like; empty if like nothing.
func (o outlook) of(chat string) string {
	var parts []string
	for _, e := range o {
		if e.chat == chat {
			parts = append(parts, plainCount(e.threads, e.tag))
		}
	}
	return strings.Join(parts, ", ")
}

// plainTags say in the words of a street what tags are for that everybody has
// from the start: one and several.
var plainTags = map[string][2]string{
	"outage": {"outage", "outages"}, "pothole": {"pothole", "potholes"}, "lending": {"loan", "loans"},
	"dump-run": {"trip to the tip", "trips to the tip"}, "licensing": {"plan or licence", "plans or licences"},
}

// plainCount counts threads that look like a tag, in plain words.
func plainCount(n int, tag string) string {
	if words, ok := plainTags[tag]; ok {
		return count(n, words[0], words[1])
	}
	return number(n) + " like " + safe.Line(tag)
}
