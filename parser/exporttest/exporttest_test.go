package exporttest

import (
	"fmt"
	"testing"
	"time"
)

func TestHeadersLookAsTheyDoOnPhones(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 3, 7, 21, 4, 5, 0, time.UTC)
	want := map[string]string{
		"01 Android":                        "07/03/22, 21:04 - ",
		"03 Android, US":                    "3/7/22, 9:04\u202fPM - ",
		"06 Android, Spanish with 12 hours": "7/3/2022, 9:04\u202fp.\u00a0m. - ",
		"11 Android, Finnish klo":           "7.3.2022 klo 21.04 - ",
		"12 iPhone":                         "[07/03/22, 21:04:05] ",
		"17 iPhone, Chinese with 12 hours":  "[2022/3/7 下午9:04:05] ",
		"18 Android, Arabic":                "٠٧\u200f/٠٣\u200f/٢٠٢٢، ٩:٠٤\u00a0م - ",
		"19 iPhone until 2017":              "07.03.22, 21:04:05: ",
		"22 iPhone, Croatian":               "[7. 3. 2022. 21:04:05] ",
		"23 Android in 2013":                "21:04, 7 Mar 2022 - ",
		"24 weekday":                        "Monday, 7 March 2022, 21:04 - ",
		"25 iPhone, Buddhist":               "[7/3/2565 BE, 21:04:05] ",
		"25 iPhone, Japanese era":           "[3/7/R4, 9:04:05 PM] ",
		"26 ISO":                            "2022-03-07T21:04 - ",
	}
	for _, shape := range Shapes {
		if header, ok := want[shape.Name]; ok {
			delete(want, shape.Name)
			if got := shape.Header(at); got != header {
				t.Errorf("%s: %q, want %q", shape.Name, got, header)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("no such shapes: %q", want)
	}
}

func TestChatsAreMadeFromTheirSeedAlone(t *testing.T) {
	t.Parallel()
	a, b, c := New(1, Shapes[0], Languages[0], 50), New(1, Shapes[0], Languages[0], 50), New(2, Shapes[0], Languages[0], 50)
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Error("two chats of one seed differ")
	}
	if a.Text == c.Text {
		t.Error("two seeds make the same chat")
	}
}

func TestMessagesCoverEveryByteOfTheText(t *testing.T) {
	t.Parallel()
	for _, shape := range Shapes {
		chat := New(7, shape, Languages[1], 50)
		end := int64(0)
		for _, m := range chat.Messages {
			if m.Offset != end {
				t.Fatalf("%s: message %d starts at %d, not %d", shape.Name, m.N, m.Offset, end)
			}
			end += m.Length
		}
		if end != int64(len(chat.Text)) {
			t.Errorf("%s: messages end at %d of %d", shape.Name, end, len(chat.Text))
		}
	}
}
