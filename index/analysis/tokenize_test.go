package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func terms(text string) string {
	tokens := Tokenize(nil, text)
	all := make([]string, len(tokens))
	for i, token := range tokens {
		all[i] = token.Term
	}
	return strings.Join(all, "|")
}

func TestTextBecomesWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"only punctuation", " -- … !?", ""},
		{"plain words", "power off again", "power|off|again"},
		{"case and punctuation", "Power OFF, again?!", "power|off|again"},
		{"accents", "Café Zoë naïve Müller Ñandú Ångström", "cafe|zoe|naive|muller|nandu|angstrom"},
		{"accents as combining marks", "Cafe\u0301", "cafe"},
		{"letters with a customary spelling", "Straße Ørsted Łódź cœur İstanbul ılık", "strasse|orsted|lodz|coeur|istanbul|ilik"},
		{"Greek with its final sigma", "ΟΔΟΣ οδός", "οδοσ|οδοσ"},
		{"Cyrillic keeps й and folds ё", "Ёлка МОЙ", "елка|мой"},
		{"apostrophes inside a word vanish", "don't don’t I'll we're", "dont|dont|ill|were"},
		{"a possessive s is not part of the name", "Deb's ladder, the Smiths' dog, Deb’s", "deb|ladder|the|smiths|dog|deb"},
		{"elided articles are words of their own", "l'eau d’accord dell'acqua O'Brien", "l|eau|d|accord|dell|acqua|o|brien"},
		{"quotes are not apostrophes", "'power' ‘off’", "power|off"},
		{"hyphens and slashes part words", "pot-hole and/or", "pot|hole|and|or"},
		{"WhatsApp's own formatting", "*bold* _it_ ~gone~ ```code```", "bold|it|gone|code"},
		{"numbers", "No 12b at 18:30, £3.50", "no|12b|at|18|30|3|50"},
		{"digits of other scripts", "١٢٣ १२३ １２３ 1️⃣ ²", "123|123|123|1|2"},
		{"links without what all links have", "see https://www.Example.com/a?b=c or HTTP://x.org www.y.org", "see|example|com|a|b|c|or|x|org|y|org"},
		{"https as a word", "is https ok", "is|https|ok"},
		{"Hindi keeps its vowel signs", "पानी की समस्या", "पानी|की|समस्या"},
		{"Hindi without nukta", "लड़का लडका", "लडका|लडका"},
		{"Kannada", "ನೀರು ಬಂದಿಲ್ಲ", "ನ\u0cbf\u0cd5ರು|ಬಂದಿಲ್ಲ"},
		{"Arabic without vowels and alef forms", "الْمَاء أحمد", "الماء|احمد"},
		{"Hebrew without points", "שָׁלוֹם צה״ל", "שלום|צהל"},
		{"Chinese and Japanese by character", "停电了 カナ", "停|电|了|カ|ナ"},
		{"Thai by character with its marks", "น้ำ", "น้|ำ"},
		{"Korean by word", "물이 없어요", "물이|없어요"},
		{"wide letters and ligatures", "ＡＢＣ ﬁre", "abc|fire"},
		{"emoji are words", "ok👍thanks 😂😂", "ok|👍|thanks|😂|😂"},
		{"skin tones fold", "👍🏽 👍", "👍|👍"},
		{"joined emoji are one word", "👨‍👩‍👧 🤷🏽‍♂️", "👨‍👩‍👧|🤷‍♂"},
		{"flags", "🇬🇧🇩🇪 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇬🇧|🇩🇪|🏴󠁧󠁢󠁳󠁣󠁴󠁿"},
		{"variation selectors", "❤️ ❤", "❤|❤"},
		{"lines and arrows are not words", "── → • │ a", "a"},
		{"invisible marks do not part a word", "po\u00adwer\u200f o\u2060ff", "power|off"},
		{"a zero-width space does", "power\u200boff", "power|off"},
		{"not UTF-8", "po\xffwer \xc3", "po|wer"},
		{"piled-up marks vanish", "p̷̢̛o̶͝ẅ̸er", "power"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := terms(test.text); got != test.want {
				t.Errorf("Tokenize(%q)\n got %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestTokensStandOnTheirWords(t *testing.T) {
	t.Parallel()
	text := "Deb's Café 👍🏽 l’eau 停电 x"
	tokens := Tokenize(nil, text)
	got := make([]string, len(tokens))
	for i, token := range tokens {
		got[i] = text[token.Start:token.End]
	}
	if want := "Deb|Café|👍🏽|l|eau|停|电|x"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
}

func TestALongRunOfLettersIsCut(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"a", "É", "ก", "\u0301a", "👨‍"} {
		for _, token := range Tokenize(nil, strings.Repeat(word, 10_000)) {
			if len(token.Term) > 2*maxWord {
				t.Fatalf("a term of %d bytes from repeated %q", len(token.Term), word)
			}
		}
	}
}

// TestAWordWithoutEndIsLookedAtOnce would not come to its end if each piece of
// a word looked at all that follows.
func TestAWordWithoutEndIsLookedAtOnce(t *testing.T) {
	t.Parallel()
	const size = 40 << 20
	tokens := Tokenize(nil, strings.Repeat("a", size))
	if len(tokens) != size/maxWord || tokens[len(tokens)-1].End != size {
		t.Errorf("%d words", len(tokens))
	}
}

func TestPlainTextAllocatesNothing(t *testing.T) {
	tokens := make([]Token, 0, 64)
	text := "has anybody got a ladder i could borrow on sunday please"
	if n := testing.AllocsPerRun(100, func() { tokens = Tokenize(tokens[:0], text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	text = "Has anybody got a ladder? Müller's is broken 😂"
	if n := testing.AllocsPerRun(100, func() { tokens = Tokenize(tokens[:0], text) }); n > 1 {
		t.Errorf("%v allocations for text that needs folding", n)
	}
}

// A term found in a text must be found again when a person copies it into the
// search box, and spans must be fit for cutting the text.
func FuzzTokenize(f *testing.F) {
	for _, seed := range []string{"Deb's café 👍🏽", "l'eau", "停电了", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "½ ﬁ ß", "http://www.", "a'b'c'd's", "Ǆ ʼn ŉ", "\u0345"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, token := range Tokenize(nil, text) {
			if token.Start < end || token.End <= token.Start || token.End > len(text) {
				t.Fatalf("span %d to %d after %d in %q", token.Start, token.End, end, text)
			}
			end = token.End
			if token.Term == "" || utf8.ValidString(text) && !utf8.ValidString(token.Term) {
				t.Fatalf("term %q in %q", token.Term, text)
			}
			if again := terms(token.Term); strings.ReplaceAll(again, "|", "") != token.Term {
				t.Fatalf("%q folds to %q, and that to %q", text[token.Start:token.End], token.Term, again)
			}
		}
	})
}

func BenchmarkTokenize(b *testing.B) {
	for _, test := range []struct{ name, text string }{
		{"lower", "has anybody got a ladder i could borrow on sunday please, mine is broken"},
		{"mixed", "Has anybody got a Ladder I could borrow on Sunday? Thanks so much 😂 Müller's is broken"},
		{"german", "Wer kann mir für Samstag eine Leiter leihen? Grüße aus der Mühlenstraße"},
		{"hindi", "क्या किसी के घर में पानी आ रहा है आज सुबह से"},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.SetBytes(int64(len(test.text)))
			b.ReportAllocs()
			tokens := make([]Token, 0, 64)
			for b.Loop() {
				tokens = Tokenize(tokens[:0], test.text)
			}
		})
	}
}

func TestBeginningCutsNoCharacter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{{"abc", 5, "abc"}, {"abc", 2, "ab"}, {"aé", 2, "a"}, {"a😀b", 4, "a"}, {"a😀b", 5, "a😀"}, {"\x80\x80\x80\x80", 2, ""}, {"", 0, ""}} {
		if got := Beginning(c.text, c.limit); got != c.want {
			t.Errorf("%q cut at %d is %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}
