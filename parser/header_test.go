package parser

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
)

// headers has an example of each row of shapes that exports are known to
// have, with the time it means.
var headers = []struct {
	name, header, want string
}{
	{"Android", "13/06/24, 21:25 - ", "2024-06-13T21:25:00"},
	{"Android, year of four digits", "13/06/2024, 21:25 - ", "2024-06-13T21:25:00"},
	{"Android US", "6/13/24, 9:25\u202fPM - ", "2024-06-13T21:25:00"},
	{"Android US, plain blank", "6/13/24, 9:25 PM - ", "2024-06-13T21:25:00"},
	{"Android US, 24 hours", "7/25/19, 23:45 - ", "2019-07-25T23:45:00"},
	{"lower-case marker", "27/01/25, 8:27\u202fpm - ", "2025-01-27T20:27:00"},
	{"Spanish 12 hours", "28/3/2025, 9:29\u202fp.\u00a0m. - ", "2025-03-28T21:29:00"},
	{"Spanish 12 hours, no comma", "20/6/2017 8:28 p.\u00a0m. - ", "2017-06-20T20:28:00"},
	{"Dutch", "26-04-2022 12:11 - ", "2022-04-26T12:11:00"},
	{"Turkish", "3.04.2025 16:34 - ", "2025-04-03T16:34:00"},
	{"Argentine", "30/12/2020 13:00 - ", "2020-12-30T13:00:00"},
	{"German", "03.08.21, 12:30 - ", "2021-08-03T12:30:00"},
	{"Polish", "13.12.2024, 12:30 - ", "2024-12-13T12:30:00"},
	{"South African", "2024/12/01, 10:04\u202fpm - ", "2024-12-01T22:04:00"},
	{"Swedish", "2024-12-10, 14:30 - ", "2024-12-10T14:30:00"},
	{"dots in the time", "15/11/2018, 9.55 - ", "2018-11-15T09:55:00"},
	{"Finnish", "31.5.2019 klo 16.58 - ", "2019-05-31T16:58:00"},
	{"old French", "22/07/2017 à 22:35 - ", "2017-07-22T22:35:00"},
	{"iPhone", "[13/06/24, 21:25:00] ", "2024-06-13T21:25:00"},
	{"iPhone, mark before", "\u200e[13/06/24, 21:25:00] ", "2024-06-13T21:25:00"},
	{"iPhone, byte order mark before", "\ufeff[13/06/24, 21:25:00] ", "2024-06-13T21:25:00"},
	{"iPhone 12 hours", "[18/02/2026, 9:48:00\u202fpm] ", "2026-02-18T21:48:00"},
	{"iPhone without comma", "[20/09/2024 20:47:00] ", "2024-09-20T20:47:00"},
	{"iPhone dots", "[27.09.23, 09:18:41] ", "2023-09-27T09:18:41"},
	{"iPhone hyphens", "[18-09-2025, 15:26:15] ", "2025-09-18T15:26:15"},
	{"iPhone Indonesian", "[21/10/24 12.09.39] ", "2024-10-21T12:09:39"},
	{"iPhone Finnish", "[12.3.2022 klo 14.08.18] ", "2022-03-12T14:08:18"},
	{"iPhone Chinese", "[2024/10/31 15:50:46] ", "2024-10-31T15:50:46"},
	{"iPhone Chinese 12 hours", "[2024/10/31 下午3:50:46] ", "2024-10-31T15:50:46"},
	{"Arabic", "٢٠\u200f/٠٨\u200f/٢٠٢٢، ٩:٤١\u00a0م - ", "2022-08-20T21:41:00"},
	{"Arabic iPhone", "\u200f[٢٠\u200f/٠٨\u200f/٢٠٢٢، ٩:٤١:١١\u00a0ص] ", "2022-08-20T09:41:11"},
	{"Arabic iPhone, European digits", "[\u200f27\u200f/3\u200f/2022، 21:41:35] ", "2022-03-27T21:41:35"},
	{"old iPhone", "26.08.13, 19:55:38: ", "2013-08-26T19:55:38"},
	{"brackets without seconds", "[01/20/19 11:23] ", "2019-01-20T11:23:00"},
	{"en dash", "09/17/19, 8:30:52 AM – ", "2019-09-17T08:30:52"},
	{"Croatian", "13. 6. 2018. 21:25:15 - ", "2018-06-13T21:25:15"},
	{"Croatian iPhone", "[13. 6. 2018. 21:25:15] ", "2018-06-13T21:25:15"},
	{"Korean", "2024. 10. 31. 오후 3:50 - ", "2024-10-31T15:50:00"},
	{"Korean, short year", "24. 10. 31. 오후 3:50 - ", "2024-10-31T15:50:00"},
	{"Vietnamese iPhone", "[21:41:35, 3/27/22] ", "2022-03-27T21:41:35"},
	{"Android of 2013", "19:23, 28 Aug 2013 - ", "2013-08-28T19:23:00"},
	{"month word first", "Mar 5, 2014, 8:11 PM - ", "2014-03-05T20:11:00"},
	{"weekday", "Tuesday, 20 August 2022, 10:00 - ", "2022-08-20T10:00:00"},
	{"Spanish month", "28 de agosto de 2013, 19:23 - ", "2013-08-28T19:23:00"},
	{"Buddhist", "27/3/2565 BE, 21:41 - ", "2022-03-27T21:41:00"},
	{"Buddhist, not said", "[27/3/2565 21:41:35] ", "2022-03-27T21:41:35"},
	{"Japanese era", "[3/27/R4, 21:41:35] ", "2022-03-27T21:41:35"},
	{"Japanese era first", "[R4/3/27 21:41:35] ", "2022-03-27T21:41:35"},
	{"Chinese characters", "[2024年10月31日 下午3:50:46] ", "2024-10-31T15:50:46"},
	{"ISO", "2024-01-28T15:30 - ", "2024-01-28T15:30:00"},
	{"glued marker", "13/06/24, 3:45PM - ", "2024-06-13T15:45:00"},
	{"thin blank", "13/06/24, 3:45\u2009pm - ", "2024-06-13T15:45:00"},
	{"midnight", "13/06/24, 12:05 AM - ", "2024-06-13T00:05:00"},
	{"noon", "13/06/24, 12:05 PM - ", "2024-06-13T12:05:00"},
	{"one digit for the hour", "[22/02/2022, 0:04:35] ", "2022-02-22T00:04:35"},
}

func TestEveryShapeOfHeaderIsRead(t *testing.T) {
	t.Parallel()
	for _, tt := range headers {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			messages, _ := readAll(t, exportOf("chat.txt", tt.header+"Ann: hello\n"), Options{})
			if len(messages) != 1 || messages[0].Sender != "Ann" || messages[0].Text != "hello" {
				t.Fatalf("%q: got %+v", tt.header, messages)
			}
			if got := messages[0].Time.Format(TimeLayout); got != tt.want {
				t.Errorf("%q: time %s, want %s", tt.header, got, tt.want)
			}
		})
	}
}

func TestMarkersOfTheHalfDay(t *testing.T) {
	t.Parallel()
	before := []string{"AM", "am", "Am", "a.m.", "a. m.", "a.\u00a0m.", "A.M.", "ص", "पूर्वाह्न", "SA", "in the morning", "PG", "π.μ.", "ÖÖ", "上午", "午前", "오전"}
	after := []string{"PM", "pm", "Pm", "p.m.", "p. m.", "p.\u00a0m.", "P.M.", "م", "अपराह्न", "CH", "in the afternoon", "PTG", "μ.μ.", "ÖS", "下午", "午後", "오후"}
	for i := range before {
		for _, blank := range []string{" ", "\u00a0", "\u202f", "\u2009", ""} {
			for _, layout := range []string{"13/06/24, %s%s%s - Ann: x", "[13/06/24, %s:07%s%s] Ann: x"} {
				for half, marker := range []string{before[i], after[i]} {
					for hour := 1; hour <= 12; hour++ {
						line := fmt.Sprintf(layout, fmt.Sprintf("%d:41", hour), blank, marker)
						h, ok := scanHeader([]byte(line))
						if want := hour%12 + 12*half; !ok || int(h.hour) != want || !h.shape.half {
							t.Fatalf("%q: hour %d, want %d (read: %v)", line, h.hour, want, ok)
						}
					}
				}
			}
		}
	}
}

func TestMarkersBeforeTheTime(t *testing.T) {
	t.Parallel()
	for marker, want := range map[string]int8{"上午": 9, "下午": 21, "午前": 9, "午後": 21, "오전 ": 9, "오후 ": 21, "晚上": 21, "凌晨": 9} {
		h, ok := scanHeader([]byte("[2024/10/31 " + marker + "9:50:46] Ann: x"))
		if !ok || h.hour != want {
			t.Errorf("%s: hour %d, want %d (read: %v)", marker, h.hour, want, ok)
		}
	}
}

func TestDigitsOfEveryScript(t *testing.T) {
	t.Parallel()
	for _, block := range unicode.Nd.R16 {
		for zero := rune(block.Lo); zero < rune(block.Hi); zero += 10 {
			digits := func(s string) string {
				return strings.Map(func(r rune) rune {
					if r >= '0' && r <= '9' {
						return zero + r - '0'
					}
					return r
				}, s)
			}
			messages, _ := readAll(t, exportOf("chat.txt", digits("27/03/2022, 19:45")+" - Ann: x\n"), Options{})
			if len(messages) != 1 || messages[0].Time.Format(TimeLayout) != "2022-03-27T19:45:00" {
				t.Errorf("digits from %U: got %+v", zero, messages)
			}
		}
	}
}

func TestWhatIsNoHeader(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"", "-", "[", "hello", "2016-04-29 10:30:00", "10:00 - start: welcome", "20/09 Itaim - Ann: x", "20/09/2024",
		"20/09/2024, 10:00", "20/09/2024, 10:00-11:00 - meeting: x", "[20/09/2024] Ann: x", "[10:00] Ann: x",
		"1/2/3/4, 10:00 - Ann: x", "13/06/24, 25:10 - Ann: x", "13/06/24, 10:60 - Ann: x", "13/06/24, 1:5 - Ann: x",
		"[14/02/2016; 04;06;10] ;\u202fName; text", "20240613, 10:00 - Ann: x", "99999/1/1, 10:00 - Ann: x",
		"13/06/24 at noon, 10:00 - Ann: x", "May I ask at 10:00 - Ann: x", "see 13/06/24, 21:25 - Ann: x",
	} {
		if h, ok := scanHeader([]byte(line)); ok {
			t.Errorf("%q was read as a header: %+v", line, h)
		}
	}
}

func TestWordsOfHeadersHaveOneMeaning(t *testing.T) {
	t.Parallel()
	words, err := readHeaderWords(headerWordsFile)
	if err != nil {
		t.Fatal(err)
	}
	for m := 1; m <= 12; m++ {
		found := false
		for _, month := range words.months {
			found = found || month == m
		}
		if !found {
			t.Errorf("month %d has no name", m)
		}
	}
	for word := range words.dayParts {
		if words.between[word] {
			t.Errorf("%q is both a half of the day and a word between date and time", word)
		}
		if len(word) > maxWord {
			t.Errorf("%q is longer than any word that is looked up", word)
		}
	}
}

func TestEveryWordOfTheTableIsRead(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(headerWordsFile) {
		key, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key == "" || key == "#" {
			continue
		}
		for word := range strings.SplitSeq(rest, "|") {
			word = strings.TrimSpace(word)
			var header string
			switch key {
			case "am", "pm", "night", "noon", "hours":
				header = "13/06/24, 9:41 " + word + " - "
			case "between":
				header = "13/06/24 " + word + " 9:41 - "
			case "of":
				header = "13 " + word + " March " + word + " 2024, 9:41 - "
			case "buddhist", "common":
				header = "13/06/2024 " + word + ", 9:41 - "
			case "reiwa", "heisei", "showa", "minguo":
				header = "13/06/" + word + "12, 9:41 - "
			case "persian":
				header = "13/06/1403 " + word + ", 9:41 - "
			case "islamic":
				header = "13/06/1445 " + word + ", 9:41 - "
			default:
				header = "13 " + word + " 2024, 9:41 - "
			}
			h, ok := scanHeader([]byte(header + "Ann: x"))
			if !ok || int(h.end) != len(header) || h.unknownHalf() {
				t.Errorf("%s: %q is not read", key, header)
			}
			if h.month >= 0 && key != "of" && fmt.Sprint(h.parts[h.month]) != key {
				t.Errorf("%s: %q is month %d", key, header, h.parts[h.month])
			}
		}
	}
}

// FuzzHeaders checks that the fast reading of a header is the plain one.
func FuzzHeaders(f *testing.F) {
	for _, tt := range headers {
		f.Add(tt.header + "Ann: x")
	}
	f.Fuzz(func(t *testing.T, line string) {
		h, ok := scanHeader([]byte(line))
		if !ok {
			return
		}
		if int(h.end) > len(line) || h.hour < 0 || h.hour > 23 || h.minute > 59 || h.second > 59 {
			t.Fatalf("%q: %+v", line, h)
		}
		fast := newFastShape(h.shape)
		for range 2 { // the second time it knows the date
			var got header
			if fast.scan([]byte(line), &got) && got != h {
				t.Errorf("%q: fast %+v\nplain %+v", line, got, h)
			}
		}
	})
}
