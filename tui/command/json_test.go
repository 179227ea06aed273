package command

import (
	"encoding/json"
	"testing"
	"unicode"
)

func FuzzJSONHoldsTheTextAndNothingATerminalActsOn(f *testing.F) {
	for _, s := range []string{"", "plain", "a\x1b[2J\u009b\x7f", "\u202egpj", "\u2028\u2029\ufeff\u200e", "<b> & \"q\" \\", "停电 👍🏽", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, err := appendJSON(nil, map[string]string{"text": s})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range string(line) {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 || r == 0x2029 {
				t.Errorf("%q has %U", line, r)
			}
		}
		var got map[string]string
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if want := string([]rune(s)); got["text"] != want {
			t.Errorf("%q came back as %q", s, got["text"])
		}
	})
}
