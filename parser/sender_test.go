package parser

import (
	"slices"
	"strings"
	"testing"
)

func TestWhoWroteAMessage(t *testing.T) {
	t.Parallel()
	const android, ios = "13/06/24, 21:25 - ", "[13/06/24, 21:25:00] "
	tests := []struct {
		name, text string
		want       []string // sender|text
	}{
		{"one letter", android + "m: x\n", []string{"m|x"}},
		{"dashes", android + "Ann - Bob-Lee: x - y\n", []string{"Ann - Bob-Lee|x - y"}},
		{"emoji and joiners", android + "Zoë 👩‍👧 🌻: x\n", []string{"Zoë 👩‍👧 🌻|x"}},
		{"right to left", android + "\u200fأحمد\u200f: مرحبا\n", []string{"أحمد|مرحبا"}},
		{"50 letters", android + strings.Repeat("ab cd", 10) + ": x\n", []string{strings.Repeat("ab cd", 10) + "|x"}},
		{"50 letters of Devanagari", android + strings.Repeat("कि", 25) + ": x\n", []string{strings.Repeat("कि", 25) + "|x"}},
		{"chosen by themselves", android + "~\u202fPush Name: x\n", []string{"Push Name|x"}},
		{"a number in isolates", android + "\u202a+51\u00a0922\u00a0383\u00a0357\u202c: x\n", []string{"+51\u00a0922\u00a0383\u00a0357|x"}},
		{"an old number", android + "+410123456789: x\n", []string{"+410123456789|x"}},
		{"colons in the text", android + "Ann: at 10:00: yes: no\n", []string{"Ann|at 10:00: yes: no"}},
		{"no blank after the colon", android + "Bob:Hi\n" + ios[:0] + android + "John Doe:.\n", []string{"Bob|Hi", "John Doe|."}},
		{"nothing after the colon", android + "Ann:\n" + android + "Ann: \n", []string{"Ann|", "Ann|"}},
		{"AM in the name", "6/13/24, 9:25 PM - PM - Ann: x\n", []string{"PM - Ann|x"}},
		{"a name with a colon that repeats", strings.Repeat(android+"The final test: Does it work?: yes\n", 5), slices.Repeat([]string{"The final test: Does it work?|yes"}, 5)},
		{"a text with a colon that repeats a few times", strings.Repeat(android+"Ann: Note: yes\n", 4), slices.Repeat([]string{"Ann|Note: yes"}, 4)},
		{"nothing but places", strings.Repeat(android+"Ann: location: https://maps.google.com/?q=53.3,-6.2\n", 5), slices.Repeat([]string{"Ann|location: https://maps.google.com/?q=53.3,-6.2"}, 5)},
		{"nothing but polls", strings.Repeat(ios+"Ann: \u200ePOLL:\nWhen?\n\u200eOPTION: Saturday (4 votes)\n", 5), slices.Repeat([]string{"Ann|When?\nSaturday (4 votes)"}, 5)},
		{"nothing but files", strings.Repeat(ios+"Ann: \u200e<attached: 00000042-README>\n", 5), slices.Repeat([]string{"Ann|"}, 5)},
		{"a text with a colon that repeats sometimes", strings.Repeat(android+"Ann: note: yes\n", 3) + android + "Ann: no\n", []string{"Ann|note: yes", "Ann|note: yes", "Ann|note: yes", "Ann|no"}},
		{"a text with a colon, once", android + "Ann: note: yes\n", []string{"Ann|note: yes"}},
		{"no sender", android + "Ann left\n", []string{"|Ann left"}},
		{"a group's name with a colon", android + "Ann changed the subject from \"Street: news\" to \"Street\"\n", []string{"|Ann changed the subject from \"Street: news\" to \"Street\""}},
		{"in no known words", android + "Ann zmieniła temat z „Ulica: nowości” na „Ulica”\n", []string{"|Ann zmieniła temat z „Ulica: nowości” na „Ulica”"}},
		{"an address without blank", android + "see https://example.org\n", []string{"|see https://example.org"}},
		{"iPhone notice by the group", ios + "Elm Street: \u200eMessages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.\n" + ios + "Ann: x\n" + ios + "Bob: y\n",
			[]string{"|Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.", "Ann|x", "Bob|y"}},
		{"iPhone notice by an actor", ios + "Boris: \u200eBoris added Ann\n" + ios + "Boris: x\n", []string{"|Boris added Ann", "Boris|x"}},
		{"iPhone media", "\u200e" + ios + "Boris: \u200eimage omitted\n", []string{"Boris|"}},
		{"iPhone notice with a colon", ios + "Ann: \u200eAnn changed the group name to “Street: news”\n", []string{"|Ann changed the group name to “Street: news”"}},
		{"a person writes like a notice", android + "Ann: Bob left\n" + android + "Ann: I added salt\n", []string{"Ann|Bob left", "Ann|I added salt"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			messages, _ := readAll(t, exportOf("chat.txt", tt.text), Options{})
			if got := texts(messages); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestTheGroupIsNeverAPerson(t *testing.T) {
	t.Parallel()
	const at = "[13/06/24, 21:25:00] "
	text := at + "Elm Street: \u200eMessages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.\r\n" +
		at + "Elm Street: \u200eBoris created this group\r\n" +
		at + "Ann: hello\r\n" + at + "Boris: hello\r\n" +
		at + "Elm Street: Du hast die Gruppenbeschreibung geändert.\r\n" +
		at + "Elm Street: Noe helt ukjent skjedde\r\n"
	messages, summary := readAll(t, exportOf("chat.txt", text), Options{})
	if want := []string{"Ann", "Boris"}; !slices.Equal(summary.Senders, want) {
		t.Errorf("senders %q, want %q", summary.Senders, want)
	}
	if summary.Chat != "Elm Street" || summary.Notices != 4 || messages[5].Kind != Notice {
		t.Errorf("got %+v", summary)
	}
}

func TestTheOtherOfTwoPeopleIsAPersonThoughTheChatHasTheirName(t *testing.T) {
	t.Parallel()
	const at = "[13/06/24, 21:25:00] "
	text := at + "Boris: \u200eMessages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.\r\n" +
		at + "Ann: hello\r\n" + at + "Boris: hello\r\n"
	_, summary := readAll(t, exportOf("chat.txt", text), Options{})
	if want := []string{"Ann", "Boris"}; !slices.Equal(summary.Senders, want) || summary.Chat != "Boris" {
		t.Errorf("senders %q in %q", summary.Senders, summary.Chat)
	}
}

func TestAGroupWhoseNameHoldsAColonIsNeverAPerson(t *testing.T) {
	t.Parallel()
	const at = "[13/06/24, 21:25:00] "
	text := at + "Elm Street: news: \u200eMessages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.\r\n" +
		at + "Elm Street: news: \u200eBoris created this group\r\n" +
		at + "Ann: look: \u200eimage omitted\r\n" + at + "Boris: hello: there\r\n"
	messages, summary := readAll(t, exportOf("_chat.txt", text), Options{})
	if want := []string{"Ann", "Boris"}; !slices.Equal(summary.Senders, want) || summary.Chat != "Elm Street: news" {
		t.Errorf("senders %q in %q", summary.Senders, summary.Chat)
	}
	if messages[1].Text != "Boris created this group" || messages[2].Text != "look:" || messages[3].Text != "hello: there" {
		t.Errorf("got %+v", messages)
	}
}
