package parser_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/parser/exporttest"
)

// A mutation changes a chat's text, most of them in one place. What it may
// change of the messages is those from..to, both included; none if to is less.
type mutation struct {
	text     string
	from, to int
}

// mutations are what happens to exports on the way: in editors, mailers and
// scripts. Each returns false where the message gives it nothing to change.
var mutations = map[string]func(rng *rand.Rand, chat exporttest.Chat, i int) (mutation, bool){
	"a line end lost": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		end := messageEnd(chat, i)
		start := len(strings.TrimRight(chat.Text[:end], "\r\n"))
		return mutation{chat.Text[:start] + chat.Text[end:], i, i + 1}, true
	},
	"a line end inside a message lost": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start, end := int(chat.Messages[i].Offset), messageEnd(chat, i)
		at := strings.IndexByte(chat.Text[start:end-2], '\n')
		if at < 0 {
			return mutation{}, false
		}
		return mutation{chat.Text[:start+at] + chat.Text[start+at+1:], i, i}, true
	},
	"a line end changed": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start, end := int(chat.Messages[i].Offset), messageEnd(chat, i)
		if strings.HasSuffix(chat.Text[start:end], "\r\n") {
			return mutation{chat.Text[:end-2] + "\n" + chat.Text[end:], i, i}, laterThanBefore(chat, i+1)
		}
		return mutation{chat.Text[:end-1] + "\r\n" + chat.Text[end:], i, i}, true
	},
	"a third of the line ends changed": func(rng *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		var text strings.Builder
		for j, m := range chat.Messages {
			raw := chat.Text[m.Offset:messageEnd(chat, j)]
			if rng.IntN(3) == 0 && j+1 < len(chat.Messages) && laterThanBefore(chat, j+1) {
				if lf, ok := strings.CutSuffix(raw, "\r\n"); ok {
					raw = lf + "\n"
				} else {
					raw = raw[:len(raw)-1] + "\r\n"
				}
			}
			text.WriteString(raw)
		}
		return mutation{text.String(), i, i - 1}, true
	},
	"a digit of a header edited": func(rng *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start := int(chat.Messages[i].Offset)
		header := headerOf(chat, i)
		var places []int
		for j, r := range header {
			if unicode.IsDigit(r) {
				places = append(places, j)
			}
		}
		at := start + places[rng.IntN(len(places))]
		old, size := utf8.DecodeRuneInString(chat.Text[at:])
		zero := old
		for unicode.IsDigit(zero - 1) {
			zero--
		}
		digit := zero + rune(rng.IntN(10))
		return mutation{chat.Text[:at] + string(digit) + chat.Text[at+size:], i - 1, i}, true
	},
	"a header lost": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start := int(chat.Messages[i].Offset)
		return mutation{chat.Text[:start] + chat.Text[start+len(headerOf(chat, i)):], i - 1, i}, true
	},
	"words of an editor put in between": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start := int(chat.Messages[i].Offset)
		return mutation{chat.Text[:start] + "--- page 2 ---\n\n" + chat.Text[start:], i - 1, i - 1}, laterThanBefore(chat, i)
	},
	"blank lines put in between": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start := int(chat.Messages[i].Offset)
		return mutation{chat.Text[:start] + "\n\n" + chat.Text[start:], i - 1, i - 1}, laterThanBefore(chat, i)
	},
	"a message doubled": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start, end := int(chat.Messages[i].Offset), messageEnd(chat, i)
		return mutation{chat.Text[:end] + chat.Text[start:], i, i}, true
	},
	"a message lost": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start, end := int(chat.Messages[i].Offset), messageEnd(chat, i)
		return mutation{chat.Text[:start] + chat.Text[end:], i, i}, true
	},
	"two messages exchanged": func(_ *rand.Rand, chat exporttest.Chat, i int) (mutation, bool) {
		start, middle, end := int(chat.Messages[i].Offset), messageEnd(chat, i), messageEnd(chat, i+1)
		return mutation{chat.Text[:start] + chat.Text[middle:end] + chat.Text[start:middle] + chat.Text[end:], i, i + 1}, true
	},
}

func messageEnd(chat exporttest.Chat, i int) int {
	m := chat.Messages[i]
	return int(m.Offset + m.Length)
}

// headerOf returns the header of a message, with the mark an iPhone may put
// before it.
func headerOf(chat exporttest.Chat, i int) string {
	m := chat.Messages[i]
	n := len(chat.Shape.Header(m.Time))
	if strings.HasPrefix(chat.Text[m.Offset:], "\u200e[") {
		n += len("\u200e")
	}
	return chat.Text[m.Offset:][:n]
}

// laterThanBefore reports whether a message is later than the one before it.
// Only then is it told from a pasted one where an iPhone's CRLF is lost.
func laterThanBefore(chat exporttest.Chat, i int) bool {
	return chat.Messages[i].Time.After(chat.Messages[i-1].Time)
}

func TestDamageInOnePlaceChangesNoMessageElsewhere(t *testing.T) {
	t.Parallel()
	const size = 80
	for i, shape := range exporttest.Shapes {
		for name, mutate := range mutations {
			t.Run(shape.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				language := exporttest.Languages[i%len(exporttest.Languages)]
				chat := exporttest.New(uint64(9000+i), shape, language, size)
				rng := rand.New(rand.NewPCG(uint64(i), 5))
				for range 12 {
					changed, ok := mutate(rng, chat, 2+rng.IntN(size-4))
					if !ok {
						continue
					}
					messages, summary, refused := readAll(t, "chat.txt", changed.text, parser.Options{})
					if refused != nil {
						t.Fatal(refused)
					}
					everyByteCounted(t, changed.text, messages, summary)
					after := size - changed.to - 1
					if len(messages) < changed.from+after {
						t.Fatalf("%d messages: some are lost that the damage, at %d, did not touch", len(messages), changed.from)
					}
					sameMessages(t, messages[:changed.from], chat.Messages[:changed.from], shape)
					sameMessages(t, messages[len(messages)-after:], chat.Messages[changed.to+1:], shape)
				}
			})
		}
	}
}
