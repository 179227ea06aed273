package parser

import "testing"

func TestBodyTellsWhatWhatsAppWroteFromWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	android := origin{sender: true}
	iphone := origin{sender: true, ios: true}
	nobody := origin{}
	for _, test := range []struct {
		raw        string
		who        origin
		kind       Kind
		text       string
		attachment string
		edited     bool
	}{
		{"hello", android, Text, "hello", "", false},
		{"<Media omitted>", android, Media, "", "", false},
		{"<Media omitted>\nlook at this", android, Media, "look at this", "", false},
		{"IMG-20240613-WA0001.jpg (file attached)", android, Media, "", "IMG-20240613-WA0001.jpg", false},
		{"\u200eIMG-20240613-WA0001.jpg (file attached)\nthe hole\nby no 3", android, Media, "the hole\nby no 3", "IMG-20240613-WA0001.jpg", false},
		{"Peter.vcf (file attached)", android, Contact, "", "Peter.vcf", false},
		{"This message was deleted", android, Deleted, "", "", false},
		{"You deleted this message", android, Deleted, "", "", false},
		{"see you at six <This message was edited>", android, Text, "see you at six", "", true},
		{"Missed voice call", android, Call, "Missed voice call", "", false},
		{"location: https://maps.google.com/?q=53.3,-6.2", android, Location, "location: https://maps.google.com/?q=53.3,-6.2", "", false},
		{"null", android, Text, "null", "", false},
		{"", android, Text, "", "", false},
		{"Ann created group \"Elm Street\"", nobody, Notice, "Ann created group \"Elm Street\"", "", false},
		{"anything at all", nobody, Notice, "anything at all", "", false},

		{"\u200eimage omitted", iphone, Media, "", "", false},
		{"the hole \u200eimage omitted", iphone, Media, "the hole", "", false},
		{"<\u200eimage omitted>", iphone, Media, "", "", false},
		{"the hole \u200e<attached: 00000042-PHOTO-2024-06-13-21-25-00.jpg>", iphone, Media, "the hole", "00000042-PHOTO-2024-06-13-21-25-00.jpg", false},
		{"2015-08-04-PHOTO-00004762.jpg <\u200eattached>", iphone, Media, "", "2015-08-04-PHOTO-00004762.jpg", false},
		{"minutes.pdf • \u200e2 pages \u200e<attached: 00000043-minutes.pdf>", iphone, Media, "minutes.pdf • 2 pages", "00000043-minutes.pdf", false},
		{"\u200eThis message was deleted.", iphone, Deleted, "", "", false},
		{"You deleted this message.", iphone, Deleted, "", "", false},
		{"\u200eBoris added Ann", iphone, Notice, "Boris added Ann", "", false},
		{"\u200esomething new", iphone, Notice, "something new", "", false},
		{"\u200ePOLL:\nWhen?\n\u200eOPTION: Saturday (16 votes)\n\u200eOPTION: never: (1 vote)", iphone, Poll, "When?\nSaturday (16 votes)\nnever: (1 vote)", "", false},
		{"\u200eLocation: https://maps.google.com/?q=53.3,-6.2", iphone, Location, "Location: https://maps.google.com/?q=53.3,-6.2", "", false},
		{"at six \u200e<This message was edited>", iphone, Text, "at six", "", true},
		{"\u200eVoice call, \u200e12 sec", iphone, Call, "Voice call, 12 sec", "", false},
		{"\u200eContact card omitted", iphone, Contact, "", "", false},
		{"@\u2068Ann Lee\u2069 hi", iphone, Text, "@Ann Lee hi", "", false},
		{"\u200e<attached: 00000042-PHOTO-2024-06-13-21-25-00.jpg>\nthe hole", iphone, Media, "the hole", "00000042-PHOTO-2024-06-13-21-25-00.jpg", false},
		{"<attached: 00000042-PHOTO-2024-06-13-21-25-00.jpg> the hole", iphone, Media, "the hole", "00000042-PHOTO-2024-06-13-21-25-00.jpg", false},
		{"IMG-20240613-WA0001.jpg (file attached) the hole (again)", android, Media, "the hole (again)", "IMG-20240613-WA0001.jpg", false},
		{"IMG-20240613-WA0001.jpg is a nice one", android, Text, "IMG-20240613-WA0001.jpg is a nice one", "", false},
		{"<b> is a tag: yes", android, Text, "<b> is a tag: yes", "", false},
		{"IMG-20240613-WA0001.jpg (file attached)\n\nthe hole", android, Media, "the hole", "IMG-20240613-WA0001.jpg", false},
		{"\u200eimage omitted\nthe hole", iphone, Media, "the hole", "", false},
		{"the hole \u200e<This message was edited> \u200e<attached: 00000042-PHOTO-2024-06-13-21-25-00.jpg>", iphone, Media, "the hole", "00000042-PHOTO-2024-06-13-21-25-00.jpg", true},
		{"\u200eimage omitted \u200e<This message was edited>", iphone, Media, "", "", true},
		{"STL note.pdf • \u200e4 pages \u200edocument omitted", iphone, Media, "STL note.pdf • 4 pages", "", false},
		{"\u200eSTL note.pdf • \u200e4 pages \u200edocument omitted", iphone, Media, "STL note.pdf • 4 pages", "", false},
		{"\u200eThis message was deleted by admin \u200e~\u202fBen.", iphone, Deleted, "", "", false},
		{"\u200eXYZZY:\nWhen?\n\u200eQWOP: noon (16 foos)\n\u200eQWOP: never (1 foo)", iphone, Poll, "When?\nnoon (16 foos)\nnever (1 foo)", "", false},
		{"\u200eMedia omitted", iphone, Media, "", "", false},
		{"@\u2068\u200eall\u2069 he left", iphone, Text, "@all he left", "", false},
		{"\u2068Ann\u2069 left", iphone, Text, "Ann left", "", false},
		{"see notes <attached>", iphone, Text, "see notes <attached>", "", false},
		{"my list: <milk, eggs>", iphone, Text, "my list: <milk, eggs>", "", false},
		{"foto.jpg (bijlage van gisteren)", android, Text, "foto.jpg (bijlage van gisteren)", "", false},
		{"IMG-20240613-WA0001.jpg (any words at all)", android, Media, "", "IMG-20240613-WA0001.jpg", false},
		{"(فایل پیوست شد) IMG-20240613-WA0001.jpg", android, Media, "", "IMG-20240613-WA0001.jpg", false},
		{"\u200fپیوست شد: IMG-20240613-WA0001.jpg\nسلام", android, Media, "سلام", "IMG-20240613-WA0001.jpg", false},
		{"look at IMG-20240613-WA0001.jpg", android, Text, "look at IMG-20240613-WA0001.jpg", "", false},
		{"we meet here: https://maps.google.com/?q=53.3,-6.2", android, Text, "we meet here: https://maps.google.com/?q=53.3,-6.2", "", false},
		{"The Elm (1 High Street): https://foursquare.com/v/4b5c", android, Location, "The Elm (1 High Street): https://foursquare.com/v/4b5c", "", false},
		{"\ufefffirst\r\nsecond\u2028third\r\n", android, Text, "first\nsecond\u2028third", "", false},
		{"👩\u200d👩\u200d👧 \u202a+44\u00a07700\u00a0900318\u202c", android, Text, "👩\u200d👩\u200d👧 +44\u00a07700\u00a0900318", "", false},
		{"می\u200cخواهم", android, Text, "می\u200cخواهم", "", false},

		{"I added salt", iphone, Text, "I added salt", "", false},
		{"he left", iphone, Text, "he left", "", false},
		{"he left", android, Text, "he left", "", false},
		{"Missed you", android, Text, "Missed you", "", false},
		{"null and void", android, Text, "null and void", "", false},
		{"image omitted from the report?", iphone, Text, "image omitted from the report?", "", false},
		{"NAIROBI<>ELDORET", android, Text, "NAIROBI<>ELDORET", "", false},
		{"#include <stdio.h>", android, Text, "#include <stdio.h>", "", false},
		{"Poll: who comes?", android, Text, "Poll: who comes?", "", false},
		{"the minutes (file attached)", android, Text, "the minutes (file attached)", "", false},
		{"this message was deleted", android, Text, "this message was deleted", "", false},
	} {
		b := newClassifier().body([]byte(test.raw), test.who)
		if b.kind != test.kind || string(b.text) != test.text || b.attachment != test.attachment || b.edited != test.edited {
			t.Errorf("%q: got %v %q attachment %q edited %v by %q, want %v %q %q %v", test.raw, b.kind, b.text, b.attachment, b.edited, b.rule, test.kind, test.text, test.attachment, test.edited)
		}
	}
}

func TestWordsForMediaAreLearnedWhereALanguageHasNoTable(t *testing.T) {
	t.Parallel()
	const words, shout = "<Xanado yq zemit>", "<evil laugh>"
	c := newClassifier()
	for _, sender := range []string{"Ann", "Ben", "Ann", "Cat"} {
		c.learn([]byte(words), []byte(sender))
		c.learn([]byte("<3"), []byte(sender))
		c.learn([]byte(shout), []byte("Ann"))
	}
	c.learn([]byte("<seldom seen words>"), []byte("Ben"))
	for raw, want := range map[string]Kind{words: Media, words + "\nthe hole": Media, shout: Text, "<3": Text, "<seldom seen words>": Text, "a " + words: Text} {
		if b := c.body([]byte(raw), origin{sender: true}); b.kind != want {
			t.Errorf("%q: %v by %q, want %v", raw, b.kind, b.rule, want)
		}
	}
	if b := c.body([]byte(words+"\nthe hole"), origin{sender: true}); string(b.text) != "the hole" {
		t.Errorf("the caption is %q", b.text)
	}
}

func TestAnIPhonesMarkBeforeTheHeaderTellsMediaInAnyLanguage(t *testing.T) {
	t.Parallel()
	c := newClassifier()
	for raw, want := range map[string]Kind{
		"\u200exanado yq zemit":             Media,
		"the hole \u200exanado yq zemit":    Media,
		"\u200eAnn yq zemit":                Notice,
		"\u200eAnn added Ben":               Notice,
		"\u200eYou were added":              Notice,
		"\u200exanado 12 yq: \u200ezemit 7": Notice,
	} {
		if b := c.body([]byte(raw), origin{sender: true, ios: true, lrm: true, name: []byte("Ann")}); b.kind != want {
			t.Errorf("%q: %v by %q, want %v", raw, b.kind, b.rule, want)
		}
	}
}

func TestOrdinaryTextCostsNoMemory(t *testing.T) {
	c := newClassifier()
	for _, raw := range []string{"ok", "Has anybody else lost power? We are at no 12, lol 😅", "two\nlines", "@\u2068Ann Lee\u2069 is it dark at yours?", "see https://example.org/a.html", "¿hay luz?", "Ist bei euch auch „dunkel“?"} {
		for _, who := range []origin{{sender: true}, {sender: true, ios: true, name: []byte("Ann")}} {
			given := []byte(raw)
			if n := testing.AllocsPerRun(100, func() { c.body(given, who) }); n > 0 {
				t.Errorf("%q: %v allocations", raw, n)
			}
		}
	}
}

func BenchmarkBody(b *testing.B) {
	android, iphone := origin{sender: true}, origin{sender: true, ios: true, name: []byte("Ann")}
	for _, bench := range []struct {
		name string
		raw  string
		who  origin
	}{
		{"ordinary", "Has anybody else lost power? We are at no 12 and the whole kitchen is dark, lol", android},
		{"emoji", "Has anybody else lost power? We’re at no 12 and the whole kitchen is dark 😅", iphone},
		{"mention", "@\u2068Ann Lee\u2069 has anybody else lost power? We are at no 12", iphone},
		{"link", "see https://example.org/planning/2024.html", android},
		{"omitted on Android", "<Media omitted>", android},
		{"omitted on iPhone", "\u200eimage omitted", iphone},
		{"attached", "IMG-20240613-WA0001.jpg (file attached)", android},
		{"notice", "Ann added Ben", origin{}},
		{"notice on iPhone", "\u200eAnn hat den Gruppennamen zu „Elm Street“ geändert.", iphone},
	} {
		b.Run(bench.name, func(b *testing.B) {
			c := newClassifier()
			raw := []byte(bench.raw)
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				c.body(raw, bench.who)
			}
		})
	}
}
