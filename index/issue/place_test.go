package issue

import (
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/role"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

func TestAPlaceIsAHouseANameOrALandmark(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, text, want string }{
		{"en", "the hole outside no 14 is back", "outside no 14"},
		{"en", "Hole Outside 14a. Mind it", "outside 14a"},
		{"en", "it is right by the postbox. Still not mended", "by the postbox"},
		{"en", "near the old chip shop", "near the old chip shop"},
		{"en", "near the kebab shop", "near the kebab shop"},
		{"en", "behind Keogh's, the big one", "behind Keogh's"},
		{"en", "opposite A block", "opposite A block"},
		{"en", "corner of Mill Lane", "corner of Mill Lane"},
		{"en", "OUTSIDE 40 AGAIN", "outside 40"},
		{"en", "objections before the 22nd", ""},
		{"en", "letters by the 25th please", ""},
		{"en", "before the AGM", ""},
		{"en", "end of November", ""},
		{"en", "close by 10", ""},
		{"en", "between 10 and 12", ""},
		{"en", "near 30 people came", ""},
		{"en", "outside 10:30 there was", ""},
		{"en", "outside my house", ""},
		{"en", "outside. I saw it", ""},
		{"de", "Loch vor der 34", "vor der 34"},
		{"de", "Loch vor Nr. 11", "vor Nr. 11"},
		{"de", "An der Ecke Mariengasse", "an der Ecke Mariengasse"},
		{"de", "direkt beim Mängelmelder", ""},
		{"de", "vor Juli wird das nichts", ""},
		{"de", "vor Mitternacht", ""},
		{"de", "vor 10 Minuten", ""},
		{"es", "delante del bar. Casi me caigo", "delante del bar"},
		{"es", "frente a la casa 3", "frente a la casa 3"},
		{"es", "entre 1 y 2", ""},
		{"nl", "voor 23u59", ""},
		{"hi", "gate ke saamne gaddha", "gate ke saamne"},
		{"hi", "H 20 ke paas", "H 20 ke paas"},
	} {
		chat := &role.Chat{}
		g := newGazetteer(chat, []string{c.language})
		got, ok := g.placeIn(c.text, role.NewReader(chat, []string{c.language}).Read(c.text))
		if got.text != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q is at %q, want %q", c.language, c.text, got.text, c.want)
		}
	}
}

func TestThePlacesAreReadable(t *testing.T) {
	t.Parallel()
	of, err := parsePlaces(placesTable)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range role.Codes() {
		if p := of[code]; p == nil || len(p.number) == 0 || len(p.landmark) == 0 {
			t.Errorf("%s has no words before house numbers, or no landmarks", code)
		}
	}
	for wrong, says := range map[string]string{
		"[number]\nxx: no":   `line 2: "xx" is no language`,
		"[number]\nno, nr":   "is no language",
		"[number]\nen: a b":  `line 2: " a b" under [number]`,
		"[numbers]\nen: no":  `under [numbers]`,
		"en: no":             `under []`,
		"[ending]\nde: a, -": `" -" under [ending]`,
	} {
		if _, err := parsePlaces(wrong); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", wrong, err, says)
		}
	}
}

func TestATitleIsShortAndEndsWithAWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The chippy has applied to open till 3 at weekends. Objections before the 22nd.":                       "The chippy has applied to open till 3 at weekends",
		"Morning all. There's a planning notice on the lamppost":                                               "There's a planning notice on the lamppost",
		"Seen this? The brewery wants a licence for music, drinks and dancing until four in the morning":       "The brewery wants a licence for music",
		"The brewery wants a licence for music and drinks and dancing in the garden until four in the morning": "The brewery wants a licence for music and drinks…",
		"Forwarded from the ward: an application for a licence for the old mill":                               "an application for a licence for the old mill",
		"planning permission for no. 12 was refused":                                                           "planning permission for no. 12 was refused",
		"licence":                           "licence",
		strings.Repeat("licencelicence", 9): strings.Repeat("licencelicence", 4) + "…",
	} {
		chat := &role.Chat{Messages: []role.Message{{Sender: "Ann", Text: text}}}
		f := newFollower(chat)
		f.places, f.topics = newGazetteer(chat, []string{"en"}), lexicon.For("en").Matcher()
		if got := f.subject([]int{0}); got != want {
			t.Errorf("%q is called\n%q, want\n%q", text, got, want)
		}
	}
}
