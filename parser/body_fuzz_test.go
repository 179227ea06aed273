package parser

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

func FuzzBody(f *testing.F) {
	for _, l := range everyLanguage {
		for _, words := range [][]string{l.media, l.omitted, l.attached, l.attach, l.deleted, l.edited, l.calls, l.location, l.poll[:], l.ordinary} {
			for _, w := range words {
				f.Add([]byte(w), byte(1))
				f.Add([]byte("a \u200e<"+w+": 00000042-PHOTO-2024.jpg>"), byte(3))
				f.Add([]byte("IMG-20240613-WA0001.jpg ("+w+")\r\nb <"+w+">"), byte(1))
			}
		}
	}
	for _, sentences := range notices {
		f.Add([]byte(sentences[len(sentences)-1]), byte(0))
	}
	f.Add([]byte("\u200ePOLL:\nWhen?\n\u200eOPTION: a (1 vote)\n\u200eOPTION: b (0 votes)"), byte(3))
	f.Add([]byte("a \xe2\x80\u200e\x8e<"), byte(1))
	f.Fuzz(func(t *testing.T, raw []byte, from byte) {
		raw = bytes.ToValidUTF8(raw, []byte("\ufffd")) // as the reader does before
		who := origin{sender: from&1 != 0, ios: from&2 != 0, lrm: from&4 != 0, group: from&8 != 0}
		if from&16 != 0 {
			who.name = []byte("a")
		}
		given := bytes.Clone(raw)
		c := newClassifier()
		b := c.body(raw, who)
		text := string(b.text)
		if !bytes.Equal(raw, given) {
			t.Errorf("%q was changed to %q", given, raw)
		}
		if len(text) > len(raw) || len(b.attachment) > len(raw) {
			t.Errorf("%q: text %q or attachment %q is longer", raw, text, b.attachment)
		}
		if utf8.Valid(raw) && !utf8.ValidString(text+b.attachment+b.group+b.by) {
			t.Errorf("%q: broken UTF-8 in %q %q %q %q", raw, text, b.attachment, b.group, b.by)
		}
		if indexMark([]byte(text)) >= 0 {
			t.Errorf("%q: invisible marks in %q", raw, text)
		}
		if !who.sender && b.kind == Text {
			t.Errorf("%q: nobody wrote a text", raw)
		}
		if b.rule == "" {
			t.Errorf("%q: no rule", raw)
		}
		if b.kind == Text && !b.edited && text != string(trimRight(cleanText(raw))) && text != string(trimRight(cleanText(trimRight(raw)))) {
			t.Errorf("%q: the text became %q", raw, text)
		}
		again := c.body(raw, who)
		if again.kind != b.kind || string(again.text) != text || again.attachment != b.attachment || again.rule != b.rule {
			t.Errorf("%q: %v %q at first, then %v %q", raw, b.kind, text, again.kind, again.text)
		}
		c.matchNotice(raw)
		chatNameFromFile(string(raw))
	})
}
