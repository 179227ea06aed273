package lending

import "testing"

func TestNamesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	n := NewNames()
	n.Train([][]NameExample{
		{{Word: "ladder", Named: true, clues: clues(0).with(thing).with(begins)}, {Word: "sunday", clues: clues(0).with(begins)}},
		{{Word: "drill", Named: true, Chat: 1, clues: clues(0).with(thing)}, {Word: "sunday", Chat: 1, clues: clues(0).with(light)}},
		{{Word: "tent", Named: true, Chat: 2, clues: clues(0).with(thing)}, {Word: "sunday", Chat: 2, clues: clues(0).with(light)}},
	}, 20, 0.1, 1)
	if n.words["sunday"] >= 0 || n.words["ladder"] != 0 {
		t.Errorf("words that many chats have: %v, want sunday alone, against it", n.words)
	}
	read, err := ParseNames(n.String())
	if err != nil || read.String() != n.String() {
		t.Errorf("read %v, %v, want %v", read, err, n)
	}
}

func TestNamesThatCannotBeReadAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"thing", "thing begins many", "thing nonsense 1", "word many"} {
		if _, err := ParseNames(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
