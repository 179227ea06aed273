package parser

import (
	"strings"
	"testing"
	"time"
)

func TestPersianDatesAreTheDaysTheyStandFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		year, month, day int
		want             string
	}{
		{1388, 1, 1, "2009-03-21"}, {1395, 12, 30, "2017-03-20"}, {1396, 1, 1, "2017-03-21"}, {1399, 12, 30, "2021-03-20"},
		{1400, 1, 1, "2021-03-21"}, {1402, 12, 29, "2024-03-19"}, {1403, 1, 1, "2024-03-20"}, {1403, 2, 31, "2024-05-20"},
		{1403, 6, 31, "2024-09-21"}, {1403, 7, 1, "2024-09-22"}, {1403, 12, 30, "2025-03-20"}, {1404, 1, 1, "2025-03-21"},
	} {
		day, ok := persianDay(tt.year, tt.month, tt.day)
		if got := time.Unix(day*86400, 0).UTC().Format(time.DateOnly); !ok || got != tt.want {
			t.Errorf("%d/%d/%d is %s (%t), want %s", tt.year, tt.month, tt.day, got, ok, tt.want)
		}
	}
	for _, date := range [][3]int{{1402, 12, 30}, {1403, 7, 31}, {1403, 13, 1}, {1403, 0, 1}, {1403, 1, 32}, {1403, 1, 0}} {
		if _, ok := persianDay(date[0], date[1], date[2]); ok {
			t.Errorf("there is no day %v", date)
		}
	}
	last, _ := persianDay(firstPersianYear, 1, 1)
	for year := firstPersianYear; year <= lastPersianYear; year++ {
		for month := 1; month <= 12; month++ {
			for day := 1; day <= 31; day++ {
				if at, ok := persianDay(year, month, day); ok {
					if at != last {
						t.Fatalf("%d/%d/%d is not the day after the one before", year, month, day)
					}
					last++
				}
			}
		}
	}
}

func TestExportsWithPersianYearsAreRead(t *testing.T) {
	t.Parallel()
	for _, header := range []string{"1403/02/31, 21:25 - ", "۱۴۰۳/۲/۳۱،\u200f ۲۱:۲۵ - ", "[31/02/1403, 21:25:00] ", "[۱۴۰۳/۲/۳۱, ۹:۲۵:۰۰ ب.ظ.] ", "31 اردیبهشت 1403, 21:25 - "} {
		messages, summary := readAll(t, exportOf("chat.txt", header+"Ann: x\n"), Options{})
		if len(messages) != 1 || messages[0].Time.Format(TimeLayout) != "2024-05-20T21:25:00" {
			t.Errorf("%q: got %+v", header, messages)
		}
		if !strings.Contains(strings.Join(summary.Warnings, "\n"), "Persian") {
			t.Errorf("%q: warnings %q", header, summary.Warnings)
		}
	}
}
