package analysis

import (
	"slices"
	"strings"
	"testing"
)

func TestSpellingsOfOneWordSoundAlike(t *testing.T) {
	t.Parallel()
	for _, spellings := range []string{
		"गाड़ी gaadi gadi gaadee", "पानी paani pani", "बिजली bijli bijlee", "आपत्ति aapatti apatti", "शॉप shop", "परमिट permit",
		"बटुआ batua batuaa", "रूम room", "तख्त takht", "ट्रक truck", "टैंकर tanker", "बीयर beer", "नोटिस notice", "मंडप mandap mandapp",
		"वापस vapas wapas", "सीढ़ी seedhi sidhi", "ठेका theka", "ಗುಂಡಿ gundi", "ನೀರು neeru niru", "ಏಣಿ eni", "ಜಾತ್ರೆ jatre", "ಮೈಕ್ mike",
		"ಪರವಾನಗಿ paravanagi", "தண்ணீர் thanneer tannir", "కరెంట్ current", "लाइट light", "टेम्पो tempo",
	} {
		list := words(spellings)
		for _, word := range list[1:] {
			if a, b := SoundOf(list[0]), SoundOf(word); !a.Like(b) || !b.Like(a) {
				t.Errorf("%s is %+v, %s is %+v", list[0], a, word, b)
			}
			first := string([]rune(word)[:1])
			if starts := SoundOf(list[0]).Starts([]rune{Script(list[0])}); !slices.Contains(starts, first) {
				t.Errorf("what sounds like %s begins with %q, but not %s", list[0], starts, first)
			}
			native := string([]rune(list[0])[:1])
			if starts := SoundOf(word).Starts([]rune{Script(list[0])}); !slices.Contains(starts, native) {
				t.Errorf("what sounds like %s begins with %q, but not %s", word, starts, native)
			}
		}
		for i := 2; i < len(list); i++ {
			if a, b := SoundOf(list[1]), SoundOf(list[i]); !a.Like(b) {
				t.Errorf("%s is %+v, %s is %+v", list[1], a, list[i], b)
			}
		}
	}
}

func TestOtherWordsDoNotSoundAlike(t *testing.T) {
	t.Parallel()
	for _, pair := range []string{
		"पानी bani", "गाड़ी gaddha", "बटुआ bati", "बटुआ beta", "घर gore", "नल nil", "power paper", "road rude", "pothole pool", "कल kal-1",
		"ladder 12", "😀 😀", "a आ",
	} {
		list := strings.Fields(pair)
		if a, b := SoundOf(list[0]), SoundOf(list[1]); a.Like(b) || b.Like(a) {
			t.Errorf("%s is %+v, %s is %+v", list[0], a, list[1], b)
		}
	}
}

func words(text string) []string { return Terms(text) }
