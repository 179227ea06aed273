package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

const (
	// sampleSize is how many messages of an export are looked for before it is
	// taken in, evenly spread; sampleElsewhere how many in each other chat under
	// other clocks.
	sampleSize      = 2000
	sampleElsewhere = 300

	// mostElsewhere is in how many other chats they are looked for, the largest
	// first; clocksElsewhere in how many of these under other clocks: somebody
	// who loads ten thousand chats must not wait for each to be held beside all.
	mostElsewhere   = 200
	clocksElsewhere = 20

	// tellingText is how many bytes a text must have to be in the sample: what is
	// shorter is said in many chats.
	tellingText = 14

	// plainOverlap is how many messages of the sample another chat or another
	// clock must have, and clearlyMore how often as many as any other clock.
	plainOverlap = 5
	clearlyMore  = 4

	// furthestClock is how far two phones' clocks can be apart, clockStep what
	// time zones differ by.
	furthestClock = 26 * time.Hour
	clockStep     = 15 * time.Minute
)

// An overlap is what an export and a chat have in common.
type overlap struct {
	chat   marks.Chat
	clock  time.Duration // to be added to the export's times
	shared int           // messages of the sample that are in the chat
	looked int           // size of the sample
	people int           // names that have written in both
	others int           // names of the export that have not
}

// sampled is a message of an export that few others are like.
type sampled struct {
	at     time.Time
	folded []byte // what of its text counts for its ID; it is looked for hundreds of times
}

// sample returns messages of an export by which it can be known, with who
// writes in it.
func sample(ctx context.Context, export *parser.Export, opts parser.Options) (messages []sampled, people []string, err error) {
	r, err := export.Read(ctx, opts)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	every := r.Summary().Messages/sampleSize + 1
	next, seen := 0, make(map[string]bool)
	for n := 0; ; n++ {
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			return messages, r.Summary().Senders, ctx.Err()
		}
		if err != nil {
			return nil, nil, err
		}
		if n >= next && m.Kind == parser.Text && len(m.Text) >= tellingText && !seen[m.Text] {
			seen[m.Text] = true
			messages = append(messages, sampled{at: m.Time, folded: appendFolded(nil, m.Text)})
			next = n + every
		}
	}
}

// place decides which chat an export belongs to, and how far its clock is from
// that chat's. It is the one of the export's name, unless its messages tell
// otherwise:
//
//   - another chat plainly has them: the group, or the file, was renamed
//   - that chat has none of them and hardly any of the people: another group of
//     the same name, which gets a chat of its own
//
// A chat that was asked for is taken as it is.
func (l *loading) place(ctx context.Context, export *parser.Export, r *parser.Reader) (overlap, error) {
	named := overlap{chat: l.chats.named(r.Summary().Chat)}
	if l.builder.table.Len() == 0 {
		return named, nil
	}
	messages, people, err := sample(ctx, export, parser.Options{Chat: l.opts.Chat})
	if err != nil {
		return named, err
	}
	named = l.acquainted(named.chat, people)
	l.seek(&named, messages, messages)
	if named.shared > 0 || l.opts.Chat != "" || len(messages) < plainOverlap {
		return named, nil
	}
	best := named
	few := messages[max(len(messages)-sampleElsewhere, 0):]
	for i, chat := range l.largest {
		key := chat.Key
		if key == named.chat.Key {
			continue
		}
		if err := ctx.Err(); err != nil {
			return named, err
		}
		if i >= clocksElsewhere {
			few = nil
		}
		other := overlap{chat: l.chats.chat(key)}
		l.seek(&other, messages, few)
		if other.shared >= plainOverlap && (other.shared > best.shared || other.shared == best.shared && key < best.chat.Key) {
			best = other
		}
	}
	if best.shared > 0 {
		return best, nil
	}
	name := named.chat.Name
	for n := 2; named.stranger() && l.chats.knows(named.chat.Key); n++ {
		named = l.acquainted(l.chats.named(fmt.Sprintf("%s (%d)", name, n)), people)
	}
	named.looked = len(messages)
	return named, nil
}

// stranger reports whether hardly anybody of the export is known in the chat.
func (o overlap) stranger() bool { return o.people*5 < o.people+o.others }

// acquainted counts who of an export has written in a chat.
func (l *loading) acquainted(chat marks.Chat, people []string) overlap {
	o := overlap{chat: chat, people: l.builder.table.Writers(chat.Key, people)}
	o.others = len(people) - o.people
	return o
}

// seek looks for the sample in a chat, and for few of it under other clocks.
func (l *loading) seek(o *overlap, messages, few []sampled) {
	o.looked = len(messages)
	identify := newIdentifier(o.chat.Key)
	has := func(m sampled, at time.Time) bool {
		_, known := l.builder.find(identify.firstFolded(at, m.folded))
		return known
	}
	for _, m := range messages {
		found := has(m, m.at)
		for _, at := range otherReadings(m.at) {
			found = found || has(m, at)
		}
		if found {
			o.shared++
		}
	}
	// Under another clock, one message in a hundred may be the same by chance.
	if o.shared*10 > len(messages) || len(few) < plainOverlap || !l.chats.knows(o.chat.Key) {
		return
	}
	best, second := time.Duration(0), o.shared
	bestShared := o.shared
	for clock := -furthestClock; clock <= furthestClock; clock += clockStep {
		if clock == 0 {
			continue
		}
		shared := 0
		for _, m := range few {
			if has(m, m.at.Add(clock)) {
				shared++
			}
		}
		if shared > bestShared {
			best, bestShared, second = clock, shared, max(second, bestShared)
		} else {
			second = max(second, shared)
		}
	}
	if best != 0 && bestShared >= plainOverlap && bestShared >= clearlyMore*second {
		o.clock, o.shared, o.looked = best, bestShared, len(few)
	}
}

// grown keeps the largest chats in the order of their size.
func (l *loading) grown(chat table.Chat) {
	l.largest = slices.DeleteFunc(l.largest, func(c table.Chat) bool { return c.Key == chat.Key })
	at, _ := slices.BinarySearchFunc(l.largest, chat, func(a, b table.Chat) int {
		return cmp.Or(cmp.Compare(b.Messages, a.Messages), cmp.Compare(a.Key, b.Key))
	})
	if at < mostElsewhere {
		l.largest = slices.Insert(l.largest[:min(len(l.largest), mostElsewhere-1)], at, chat)
	}
}

// evidence says in words why an export was not simply taken for the next of
// the chat it is named after; "" if it was.
func (l *loading) evidence(o overlap, named string) string {
	switch {
	case l.opts.Chat == "" && o.shared > 0 && foldName(named) != foldName(o.chat.Name) && foldName(named) != o.chat.Key:
		return fmt.Sprintf("named %q, but %d of %d messages looked for are in %q: merged into it; --chat %q decides otherwise", named, o.shared, o.looked, o.chat.Name, named)
	case l.opts.Chat == "" && foldName(named) != foldName(o.chat.Name) && foldName(named) != o.chat.Key:
		return fmt.Sprintf("another group named %q: none of %d messages looked for is in that chat, and hardly any of its people; loaded as %q; --chat %q decides otherwise", named, o.looked, o.chat.Name, named)
	}
	return ""
}

// clockInWords says how far an export's clock was from its chat's, "" if it was
// not.
func clockInWords(o overlap) string {
	if o.clock == 0 {
		return ""
	}
	ahead, by := "behind", o.clock
	if by < 0 {
		ahead, by = "ahead", -by
	}
	return fmt.Sprintf("its clock is %d:%02d %s of the chat's, by %d of %d messages looked for: times were put right", int(by.Hours()), int(by.Minutes())%60, ahead, o.shared, o.looked)
}

// onClock reads messages with times on another clock.
type onClock struct {
	messageReader
	add time.Duration
}

// Read implements messageReader.
func (c onClock) Read() (parser.Message, error) {
	m, err := c.messageReader.Read()
	if err != nil {
		return m, err
	}
	m.Time = m.Time.Add(c.add)
	if !m.Original.IsZero() {
		m.Original = m.Original.Add(c.add)
	}
	return m, nil
}
