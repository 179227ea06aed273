package parser

import (
	"strings"
	"testing"
	"time"
)

// chatOn writes a chat with a message for each header.
func chatOn(headers ...string) string {
	var b strings.Builder
	for _, h := range headers {
		b.WriteString(h + "Ann: hello\n")
	}
	return b.String()
}

func TestOrderOfDayAndMonth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text  string
		modified    string
		asked       DateOrder
		want        DateOrder
		ambiguous   bool
		last        string // day of the last message
		evidenceHas string
	}{
		{name: "a first part over 12 proves day first", text: chatOn("01/02/24, 10:00 - ", "13/02/24, 10:00 - "), want: DMY, last: "2024-02-13", evidenceHas: "line 2"},
		{name: "a second part over 12 proves month first", text: chatOn("01/02/24, 10:00 - ", "1/31/24, 10:00 - "), want: MDY, last: "2024-01-31", evidenceHas: "line 2"},
		{name: "the very last header counts", text: strings.Repeat(chatOn("01/02/24, 10:00 - "), 3000) + chatOn("02/13/24, 10:00 - "), want: MDY, last: "2024-02-13"},
		{name: "one pasted header of the file's shape does not outweigh many", text: chatOn("13/02/24, 10:00 - ", "14/02/24, 10:00 - ", "02/15/24, 10:00 - ", "16/02/24, 10:00 - "), want: DMY, last: "2024-02-16"},
		{name: "dots are day first", text: chatOn("01.02.24, 10:00 - "), want: DMY, last: "2024-02-01", evidenceHas: "full stops"},
		{name: "a year of four digits in front is year first", text: chatOn("2024/12/10, 10:00 - "), want: YMD, last: "2024-12-10"},
		{name: "hyphens prove nothing", text: chatOn("01-02-2024 10:00 - "), want: DMY, ambiguous: true, last: "2024-02-01", evidenceHas: "lean"},
		{name: "hyphens with a second part over 12", text: chatOn("01-22-2024 10:00 - "), want: MDY, last: "2024-01-22"},
		{name: "AM and PM in capitals prove nothing", text: chatOn("1/2/24, 10:00 AM - "), want: DMY, ambiguous: true, last: "2024-02-01", evidenceHas: "lean"},
		{name: "steps back under day first", text: chatOn("1/5/24, 10:00 - ", "2/1/24, 10:00 - ", "3/1/24, 10:00 - "), want: MDY, last: "2024-03-01", evidenceHas: "back"},
		{name: "steps back under month first", text: chatOn("05/06/24, 10:00 - ", "06/06/24, 10:00 - ", "04/07/24, 10:00 - "), want: DMY, last: "2024-07-04", evidenceHas: "back"},
		{name: "a first line with a late date of its own", text: chatOn("11/11/24, 10:00 - ", "05/06/24, 10:00 - ", "06/06/24, 10:00 - ", "04/07/24, 10:00 - ", "05/08/24, 10:00 - ", "03/09/24, 10:00 - "), want: DMY, last: "2024-09-03"},
		{name: "steps back under both prove nothing", text: chatOn("05/05/24, 10:00 - ", "04/04/24, 10:00 - "), want: DMY, ambiguous: true, last: "2024-04-04"},
		{name: "nothing to tell", text: chatOn("01/02/24, 10:00 - "), want: DMY, ambiguous: true, last: "2024-02-01", evidenceHas: "assumed"},
		{name: "the export's own time forbids the future", text: chatOn("03/04/24, 10:00 - "), modified: "2024-03-10", want: MDY, last: "2024-03-04", evidenceHas: "export"},
		{name: "the export's own time allows both", text: chatOn("03/04/24, 10:00 - "), modified: "2024-06-10", want: DMY, ambiguous: true, last: "2024-04-03"},
		{name: "Android media dates", text: "03/04/24, 10:00 - Ann: IMG-20240304-WA0001.jpg (file attached)\n", want: MDY, last: "2024-03-04", evidenceHas: "media"},
		{name: "iPhone media dates", text: "[03/04/24, 10:00:00] Ann: \u200e<attached: 00000042-PHOTO-2024-04-03-21-25-00.jpg>\n", want: DMY, last: "2024-04-03", evidenceHas: "media"},
		{name: "dates in what people write do not vote", text: "03/04/24, 10:00 - Ann: on 12/25/24, or 2024-03-04?\n", want: DMY, ambiguous: true, last: "2024-04-03"},
		{name: "a day that its month does not have", text: chatOn("04/31/24, 10:00 - "), want: MDY, last: "2024-04-31", evidenceHas: ""},
		{name: "29 February is a day in leap years only", text: chatOn("02/03/23, 10:00 - ", "29/02/24, 10:00 - "), want: DMY, last: "2024-02-29"},
		{name: "short years first: a part over 31", text: chatOn("65/03/27, 10:00 - "), want: YMD, last: "2065-03-27"},
		{name: "short years first: last parts that are no years", text: chatOn("24/12/01, 10:00 - ", "24/12/02, 10:00 - "), want: YMD, last: "2024-12-02"},
		{name: "short years first: days as years", text: chatOn("24/12/09, 10:00 - ", "24/12/14, 10:00 - ", "24/12/20, 10:00 - ", "24/12/30, 10:00 - "), want: YMD, last: "2024-12-30"},
		{name: "Hungarian", text: chatOn("24. 10. 11. 10:00 - "), want: YMD, last: "2024-10-11"},
		{name: "the user says month first", text: chatOn("01/02/24, 10:00 - "), asked: MDY, want: MDY, last: "2024-01-02", evidenceHas: "you"},
		{name: "the user overrules what looks like proof", text: chatOn("01/02/24, 10:00 - ", "13/02/24, 10:00 - "), asked: MDY, want: MDY, last: "2024-01-02"},
		{name: "what cannot be is not done", text: chatOn("2024/12/10, 10:00 - "), asked: DMY, want: YMD, last: "2024-12-10"},
		{name: "Vietnamese iPhone", text: chatOn("[21:41:35, 3/27/22] "), want: MDY, last: "2022-03-27"},
		{name: "Buddhist short years", text: chatOn("27/3/65, 21:41 - ", "28/3/65, 21:41 - "), want: DMY, last: "2022-03-28"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := exportOf("chat.txt", tt.text)
			if tt.modified != "" {
				e.modified, _ = time.Parse(time.DateOnly, tt.modified)
			}
			if tt.last == "2024-04-31" {
				if _, err := e.Read(t.Context(), Options{}); err == nil {
					t.Error("31 April was read")
				}
				return
			}
			messages, summary := readAll(t, e, Options{DateOrder: tt.asked})
			if summary.DateOrder != tt.want || summary.Ambiguous != tt.ambiguous {
				t.Errorf("got %s, ambiguous %v (%s)", summary.DateOrder, summary.Ambiguous, summary.OrderEvidence)
			}
			if last := messages[len(messages)-1].Time.Format(time.DateOnly); last != tt.last {
				t.Errorf("the last day is %s, want %s", last, tt.last)
			}
			if !strings.Contains(summary.OrderEvidence, tt.evidenceHas) {
				t.Errorf("evidence %q does not tell of %q", summary.OrderEvidence, tt.evidenceHas)
			}
			warned := strings.Contains(strings.Join(summary.Warnings, "\n"), "--date-order")
			if warned != tt.ambiguous {
				t.Errorf("warnings %q", summary.Warnings)
			}
		})
	}
}

func TestYearsThatHeadersLeaveOut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, modified string
		want                 []string
	}{
		{"after a header with its year", "28 Dec 2013 19:23 - Ann: x\n18 Mar 12:14 - Ann: x\n", "", []string{"2013-12-28", "2014-03-18"}},
		{"the same year goes on", "2 Jan 2013 19:23 - Ann: x\n18 Mar 12:14 - Ann: x\n", "", []string{"2013-01-02", "2013-03-18"}},
		{"counted back from the export", "Dec 30, 8:11 PM - Ann: x\nJan 2, 8:11 PM - Ann: x\n", "2015-02-01", []string{"2014-12-30", "2015-01-02"}},
		{"an export made before the day came", "Mar 5, 8:11 PM - Ann: x\n", "2015-02-01", []string{"2014-03-05"}},
		{"by media", "07/20, 10:35 PM - Ann: IMG-20160720-WA0001.jpg (file attached)\n", "", []string{"2016-07-20"}},
		{"numbers, time first", "10:35 PM, 07 20 - Ann: x\n", "2018-08-01", []string{"2018-07-20"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := exportOf("chat.txt", tt.text)
			if tt.modified != "" {
				e.modified, _ = time.Parse(time.DateOnly, tt.modified)
			}
			messages, _ := readAll(t, e, Options{})
			for i, want := range tt.want {
				if i >= len(messages) || messages[i].Time.Format(time.DateOnly) != want {
					t.Errorf("message %d of %+v, want %s", i, messages, want)
				}
			}
		})
	}
}

func TestWhatIsInDoubtAboutYearsIsSaid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"Buddhist", chatOn("27/3/2565, 21:41 - "), "Buddhist"},
		{"Buddhist, short", chatOn("27/3/65, 21:41 - "), "Buddhist"},
		{"no years", chatOn("27 Mar 21:41 - "), "year"},
		{"Persian", chatOn("1403/03/24, 21:25 - "), "Persian"},
		{"another calendar", chatOn("1945/11/14, 21:25 - "), "another calendar"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, summary := readAll(t, exportOf("chat.txt", tt.text), Options{})
			if warnings := strings.Join(summary.Warnings, "\n"); !strings.Contains(warnings, tt.want) {
				t.Errorf("warnings %q do not say %q", warnings, tt.want)
			}
		})
	}
}
