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
}

func TestIslamicDatesAreTheDaysTheyStandFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		year, month, day int
		want             string
	}{
		{1431, 10, 1, "2010-09-10"}, {1434, 9, 1, "2013-07-09"}, {1438, 1, 1, "2016-10-02"}, {1441, 1, 1, "2019-08-31"},
		{1442, 10, 1, "2021-05-13"}, {1445, 12, 7, "2024-06-13"}, {1446, 4, 20, "2024-10-23"}, {1446, 10, 1, "2025-03-30"},
	} {
		day, ok := islamicDay(tt.year, tt.month, tt.day)
		if got := time.Unix(day*86400, 0).UTC().Format(time.DateOnly); !ok || got != tt.want {
			t.Errorf("%d/%d/%d is %s (%t), want %s", tt.year, tt.month, tt.day, got, ok, tt.want)
		}
	}
	for _, date := range [][3]int{{1445, 12, 31}, {1446, 1, 30}, {1445, 13, 1}, {1445, 0, 1}, {1445, 1, 0}, {1429, 1, 1}, {1483, 1, 1}} {
		if _, ok := islamicDay(date[0], date[1], date[2]); ok {
			t.Errorf("there is no day %v", date)
		}
	}
}

func TestDaysOfOtherCalendarsFollowEachOther(t *testing.T) {
	t.Parallel()
	for e, dayOf := range map[era]func(year, month, day int) (int64, bool){persian: persianDay, islamic: islamicDay} {
		last, _ := dayOf(eraYears[e][0], 1, 1)
		for year := eraYears[e][0]; year <= eraYears[e][1]; year++ {
			for month := 1; month <= 12; month++ {
				for day := 1; day <= 31; day++ {
					if at, ok := dayOf(year, month, day); ok {
						if at != last {
							t.Fatalf("%s: %d/%d/%d is not the day after the one before", eraNames[e], year, month, day)
						}
						last++
					}
				}
			}
		}
	}
}

func TestExportsWithYearsOfOtherCalendarsAreRead(t *testing.T) {
	t.Parallel()
	for calendar, headers := range map[string][]string{
		"Persian": {"1403/02/31, 21:25 - ", "۱۴۰۳/۲/۳۱،\u200f ۲۱:۲۵ - ", "[31/02/1403, 21:25:00] ", "[۱۴۰۳/۲/۳۱, ۹:۲۵:۰۰ ب.ظ.] ",
			"31 اردیبهشت 1403, 21:25 - ", "AP ۱۴۰۳/۲/۳۱ ۲۱:۲۵ - ", "[31/02/1403 AP, 21:25:00] "},
		"Islamic":  {"[12/11/1445 AH, 9:25:00 PM] ", "[\u200f١٢\u200f/١١\u200f/١٤٤٥ هـ، ٩:٢٥:٠٠ م] ", "1445/11/12, 21:25 - ", "[12/11/1445 H 9:25:00 PM] "},
		"Minguo":   {"113/5/20 下午9:25 - ", "[民國113/5/20 下午9:25:00] ", "民國 113年5月20日 21:25 - ", "[5/20/113 Minguo, 9:25:00 PM] ", "[20/05/113 ROC, 21:25:00] "},
		"Buddhist": {"20/5/2567, 21:25 - ", "[20/5/2567 BE, 21:25:00] ", "20 พ.ค. พ.ศ. 2567, 21:25 - ", "[20/5/2567 EB 9:25:00 PM] "},
	} {
		for _, header := range headers {
			if _, ok := scanHeader([]byte(header)); !ok {
				t.Errorf("%q is no header", header)
				continue
			}
			messages, summary := readAll(t, exportOf("chat.txt", header+"Ann: x\n"), Options{})
			if len(messages) != 1 || messages[0].Time.Format(TimeLayout) != "2024-05-20T21:25:00" {
				t.Errorf("%q: got %+v", header, messages)
			}
			if !strings.Contains(strings.Join(summary.Warnings, "\n"), calendar) {
				t.Errorf("%q: warnings %q", header, summary.Warnings)
			}
		}
	}
}
