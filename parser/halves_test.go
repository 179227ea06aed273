package parser

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// twelveHours writes a chat with a 12-hour clock: the words for its halves
// come from word.
func twelveHours(layout string, hours []int, word func(hour int) string) (text string, times []string) {
	var b strings.Builder
	day := time.Date(2024, 6, 13, 0, 0, 0, 0, time.UTC)
	last := 0
	for i, hour := range hours {
		if hour < last {
			day = day.AddDate(0, 0, 1)
		}
		last = hour
		now := day.Add(time.Duration(hour)*time.Hour + time.Duration(i%60)*time.Minute)
		fmt.Fprintf(&b, layout, now.Format("02/01/06"), (hour+11)%12+1, i%60, word(hour))
		times = append(times, now.Format("2006-01-02T15:04:00"))
	}
	return b.String(), times
}

func halfOfDay(before, after string) func(int) string {
	return func(hour int) string {
		if hour < 12 {
			return before
		}
		return after
	}
}

func TestUnknownWordsForTheHalvesOfTheDayAreUnderstoodFromTheWholeFile(t *testing.T) {
	t.Parallel()
	dayLong := []int{8, 9, 11, 12, 13, 18, 9, 21, 7, 7, 15, 10, 22, 23, 0, 12}
	tests := []struct {
		name    string
		hours   []int
		word    func(int) string
		warning string
	}{
		{"two words", dayLong, halfOfDay("xu", "yz"), `"yz" beside the time is not known; by the order of the messages it was read as after noon`},
		{"two words the other way round", dayLong, halfOfDay("yz", "xu"), `"xu" beside the time is not known; by the order of the messages it was read as after noon`},
		{"two words with full stops", dayLong, halfOfDay("x. u.", "y.\u00a0z."), `"y.\u00a0z."`},
		{"one known word, before noon", dayLong, halfOfDay("AM", "yz"), "after noon"},
		{"one known word, after noon", dayLong, halfOfDay("xu", "PM"), "before noon"},
		{"the afternoon alone", []int{13, 14, 17, 20, 13, 16}, halfOfDay("xu", "yz"), "after noon"},
		{"the same hours in both halves", []int{9, 21, 9, 21, 9, 21}, halfOfDay("xu", "yz"), "after noon"},
		{"four parts of the day", dayLong, func(hour int) string { return []string{"na", "nb", "nc", "nd"}[hour/6] }, "nd"},
	}
	for _, tt := range tests {
		for _, layout := range []string{"%s, %d:%02d\u202f%s - Ann: hi\n", "[%s, %d:%02d:00 %s] Ann: hi\n"} {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				text, want := twelveHours(layout, tt.hours, tt.word)
				messages, summary := readAll(t, exportOf("chat.txt", text), Options{})
				if len(messages) != len(want) {
					t.Fatalf("%d messages, want %d", len(messages), len(want))
				}
				for i, m := range messages {
					if got := m.Time.Format(TimeLayout); got != want[i] {
						t.Errorf("message %d at %s, want %s\n%s", i+1, got, want[i], text)
					}
				}
				if got := strings.Join(summary.Warnings, "\n"); !strings.Contains(got, strings.Trim(fmt.Sprintf("%q", tt.warning), `"`)) && !strings.Contains(got, tt.warning) {
					t.Errorf("no warning %q in %q", tt.warning, summary.Warnings)
				}
			})
		}
	}
}

func TestAnUnknownWordBeforeTheTimeIsUnderstood(t *testing.T) {
	t.Parallel()
	messages, _ := readAll(t, exportOf("chat.txt",
		"[2024/10/31 xu 9:50:46] Ann: a\n[2024/10/31 yz 1:00:00] Ben: b\n[2024/10/31 yz 9:50:46] Ann: c\n"), Options{})
	if len(messages) != 3 || messages[0].Time.Hour() != 9 || messages[1].Time.Hour() != 13 || messages[2].Time.Hour() != 21 {
		t.Errorf("got %+v", messages)
	}
}

func TestAWordBesideAClockOf24HoursMeansNothing(t *testing.T) {
	t.Parallel()
	messages, _ := readAll(t, exportOf("chat.txt",
		"13/06/24, 9:50 xu - Ann: a\n13/06/24, 12:10 xu - Ben: b\n13/06/24, 21:50 xu - Ann: c\n"), Options{})
	if len(messages) != 3 || messages[0].Time.Hour() != 9 || messages[1].Time.Hour() != 12 || messages[2].Time.Hour() != 21 {
		t.Errorf("got %+v", messages)
	}
}

func TestHeadersWithoutAMOrPMAmongOthersAreMessages(t *testing.T) {
	t.Parallel()
	hours := []int{8, 9, 11, 12, 13, 18, 9, 21, 7, 7, 15, 10, 22, 23, 0, 12}
	for name, word := range map[string]func(int) string{"no AM": halfOfDay("", " PM"), "no PM": halfOfDay(" AM", "")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, want := twelveHours("[%s, %d:%02d:00%s] Ann: hi\n", hours, word)
			messages, summary := readAll(t, exportOf("chat.txt", text), Options{})
			if len(messages) != len(want) {
				t.Fatalf("%d messages, want %d", len(messages), len(want))
			}
			for i, m := range messages {
				if got := m.Time.Format(TimeLayout); got != want[i] {
					t.Errorf("message %d at %s, want %s", i+1, got, want[i])
				}
			}
			if !strings.Contains(strings.Join(summary.Warnings, "\n"), "neither AM nor PM") {
				t.Errorf("warnings %q", summary.Warnings)
			}
		})
	}
	messages, summary := readAll(t, exportOf("chat.txt",
		"[13/06/24, 9:50:46 AM] Ann: a\n[13/06/24, 10:00:00] Ben: b\n[13/06/24, 1:00:00 PM] Ann: c\n[13/06/24, 1:30:00] Ann: d\n[13/06/24, 2:00:00 PM] Ann: e\n"), Options{})
	if len(messages) != 5 || messages[1].Time.Hour() != 10 || messages[3].Time.Hour() != 13 {
		t.Errorf("some of both missing: got %+v, %q", messages, summary.Warnings)
	}
}

func TestAPastedLineWithoutAMOrPMStaysText(t *testing.T) {
	t.Parallel()
	messages, summary := readAll(t, exportOf("chat.txt",
		"[13/06/24, 9:50:46 AM] Ann: a\n[13/06/24, 6:00:00 PM] Ann: look:\n[12/06/24, 10:00:00] Ben: b\n[13/06/24, 7:00:00 PM] Ann: c\n"), Options{})
	if len(messages) != 3 || !strings.Contains(messages[1].Text, "Ben: b") || len(summary.Warnings) == 0 {
		t.Errorf("got %+v, %q", messages, summary.Warnings)
	}
}
