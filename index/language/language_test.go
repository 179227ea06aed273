package language

import (
	"slices"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/analysis"
)

func words(text string) []string {
	tokens := analysis.Tokenize(nil, text)
	list := make([]string, len(tokens))
	for i, token := range tokens {
		list[i] = token.Term
	}
	return list
}

func byCode(t *testing.T, code string) *Language {
	t.Helper()
	i := slices.IndexFunc(all, func(l *Language) bool { return l.Code == code })
	if i < 0 {
		t.Fatalf("no language %q", code)
	}
	return all[i]
}

func TestOfAQuestionTheWordsThatCountRemain(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		"who has a ladder":                      "en: ladder",
		"has anyone got a drill I could borrow": "en: drill borrow",
		"when is the water going off":           "en: water going off",
		"wer hat eine Bohrmaschine":             "de: bohrmaschine",
		"wann kommt das Wasser wieder":          "de: kommt wasser",
		"¿quién tiene una escalera?":            "es: escalera",
		"a qué hora vuelve la luz":              "es: hora vuelve luz",
		"qui a une échelle à prêter":            "fr: echelle preter",
		"quem tem uma furadeira":                "pt: furadeira",
		"chi ha un trapano":                     "it: trapano",
		"wie heeft een boormachine":             "nl: boormachine",
		"kiske paas drill hai":                  "hi: drill",
		"पानी कब आएगा":                          "hi: पानी",
		"pani kab ayega":                        "hi: pani",
		"yaara hattira ladder ide":              "kn: ladder",
		"ಯಾರ ಹತ್ತಿರ ಏಣಿ ಇದೆ":                    "kn: ಏಣಿ",
		"pwy sydd gan ysgol":                    "cy: ysgol",
		"nani ana ngazi":                        "sw: ngazi",
		"helicopter":                            "-",
	} {
		l := Guess(words(question), nil)
		got := "-"
		if l != nil {
			var rest []string
			for _, word := range words(question) {
				if !l.Small(word) {
					rest = append(rest, word)
				}
			}
			got = l.Code + ": " + strings.Join(rest, " ")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", question, got, want)
		}
	}
}

func TestOneSmallWordOfAnotherLanguageIsAWordOfTheChats(t *testing.T) {
	t.Parallel()
	english, hindi := byCode(t, "en"), byCode(t, "hi")
	for question, want := range map[string]*Language{
		"AC mechanic":          nil, // Welsh: and
		"AC ka mechanic":       hindi,
		"who has an AC":        english,
		"wer hat eine Leiter":  byCode(t, "de"),
		"quién tiene escalera": byCode(t, "es"),
	} {
		if got := Guess(words(question), []*Language{english, hindi}); got != want {
			t.Errorf("%s: %v", question, got)
		}
	}
}

func TestFormsOfAWordHaveOneStem(t *testing.T) {
	t.Parallel()
	for code, forms := range map[string][]string{
		"en": {"potholes pothole", "borrowed borrowing borrow", "licences licence"},
		"de": {"Schlagloch Schlaglöcher", "Leiter Leitern", "Stromausfälle Stromausfall"},
		"es": {"escalera escaleras", "autorizaron autorizada", "presta prestan"},
		"fr": {"signalement signalements", "prêter prêté"},
		"hi": {"paani paani"},
	} {
		l := byCode(t, code)
		for _, list := range forms {
			list := words(list)
			for _, word := range list {
				if l.Stem(word) != l.Stem(list[0]) {
					t.Errorf("%s: %s has the stem %s, %s has %s", code, word, l.Stem(word), list[0], l.Stem(list[0]))
				}
			}
		}
	}
}

func TestACompoundIsTakenApart(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"heckenschere": "hecke schere", "einsprachefrist": "einsprache frist", "wohnungsamt": ""} {
		parts := byCode(t, "de").Parts(word)
		if got := words(want); len(got) == 2 && !slices.Contains(parts, [2]string{got[0], got[1]}) {
			t.Errorf("%s: %v is not among %v", word, got, parts)
		}
		for _, way := range parts {
			if min(len(way[0]), len(way[1])) < shortestPart {
				t.Errorf("%s: %v is too short", word, way)
			}
		}
	}
	if parts := byCode(t, "en").Parts("something"); parts != nil {
		t.Errorf("something is %v in English", parts)
	}
}

func TestAChatHasTheLanguagesItIsWrittenIn(t *testing.T) {
	t.Parallel()
	english, hindi := words("is anyone else without power at the moment"), words("haan yaar mere ghar mein bhi nahi hai")
	for _, test := range []struct {
		messages [][]string
		want     string
	}{
		{[][]string{english, english, english}, "en"},
		{[][]string{english, english, hindi}, "en hi"},
		{[][]string{hindi, hindi, english}, "hi en"},
		{[][]string{{"ok"}, {"👍"}, nil}, "en"},
		{[][]string{{"👍"}}, ""},
	} {
		var codes []string
		for _, l := range Detect(test.messages) {
			codes = append(codes, l.Code)
		}
		if got := strings.Join(codes, " "); got != test.want {
			t.Errorf("%v: %q, want %q", test.messages, got, test.want)
		}
	}
}

func TestALanguageOfIndiaIsHeardWhereItIsScattered(t *testing.T) {
	t.Parallel()
	chat := make([][]string, 30)
	for i := range chat {
		chat[i] = words("is anyone else without power at the moment")
	}
	chat[7], chat[9] = words("nimage gotta ree, illi yaaru illa"), words("no se donde esta la llave, para que")
	if got := Detect(chat); len(got) != 1 || got[0].Code != "en" {
		t.Errorf("detected: %v", got)
	}
	if got := Heard(chat); len(got) != 2 || got[0].Code != "en" || got[1].Code != "kn" {
		t.Errorf("heard: %v", got)
	}
}

func TestEveryListIsReachable(t *testing.T) {
	t.Parallel()
	for _, l := range all {
		if len(l.small) < 50 {
			t.Errorf("%s has %d small words", l.Code, len(l.small))
		}
		if len(l.months) != 0 && len(l.months) != 12 {
			t.Errorf("%s has %d months", l.Code, len(l.months))
		}
		for word := range l.light {
			if l.small[word] {
				t.Errorf("%s: %q is small, so it is never looked up as light", l.Code, word)
			}
		}
		for _, group := range l.groups {
			if len(group) < 2 {
				t.Errorf("%s: %q is alone", l.Code, group)
			}
			for _, word := range group {
				if l.small[word] {
					t.Errorf("%s: %q is small, so it is never looked up in a group", l.Code, word)
				}
			}
		}
	}
}
