package lexicon

import (
	"strings"
	"testing"
)

// said lists what m finds in a text for a topic's family, positive and
// negative.
func said(m *Matcher, text string) string {
	hits := m.Match(nil, text)
	found := make([]string, 0, len(hits))
	for _, h := range hits {
		sign := ""
		if h.Weight < 0 {
			sign = "not "
		}
		found = append(found, sign+h.Topic.String()+" "+text[h.Start:h.End])
	}
	return strings.Join(found, ", ")
}

func TestMatchFindsPhrases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, text, want string }{
		{"en", "Is anyone's POWER off?", "outage/power POWER off"},
		{"en", "The power of love", "not outage/power power of"},
		{"en", "is our power just gone off", "outage/power power just gone off"},
		{"de", "Der Stromausfall dauert", "outage/power Stromausfall"},
		{"es", "se fue la luz", "outage/power se fue la luz"},
		{"hi", "बिजली नहीं है", "outage/power बिजली नहीं"},
		{"kn", "ಕರೆಂಟ್ ಹೋಯ್ತು", "outage/power ಕರೆಂಟ್ ಹೋಯ್ತು"},
	} {
		if got := said(For(c.code).Matcher(), c.text); !strings.Contains(", "+got+", ", ", "+c.want+", ") {
			t.Errorf("%q: found %q, want %q", c.text, got, c.want)
		}
	}
}

func TestOneLanguageDoesNotDisturbAnother(t *testing.T) {
	t.Parallel()
	const text = "ich bin auf dem Weg"
	if got := said(For("de").Matcher(), text); strings.Contains(got, "bins") {
		t.Errorf("%q: found %q among German words", text, got)
	}
	if got := said(For("en").Matcher(), text); !strings.Contains(got, "bins") {
		t.Errorf("%q: found %q among English words", text, got)
	}
}

func TestUnknownLanguagesMeanAll(t *testing.T) {
	t.Parallel()
	if For("xx") != All() || For() != All() {
		t.Error("an unknown language has a lexicon of its own")
	}
}

func BenchmarkMatch(b *testing.B) {
	texts := []string{
		"Is anyone else's power off?", "Morning all, has anybody got a long ladder we could borrow on Saturday?",
		"same here, went off about ten past", "The cat from number 12 is on our roof again 😂",
	}
	m := All().Matcher()
	var hits []Hit
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		hits = m.Match(hits[:0], texts[i%len(texts)])
	}
}
