package parser

import (
	"math/bits"
	"time"
)

// An era is where years are counted from, and so which calendar a date is of.
type era uint8

const (
	gregorian era = iota
	common        // years of our era, said so
	buddhist      // Thailand: 2567 is 2024
	reiwa         // Japan since 2019: R6 is 2024
	heisei        // Japan from 1989: H31 is 2019
	showa         // Japan from 1926: S64 is 1989
	minguo        // Taiwan: 113 is 2024
	persian       // Iran: 1403 is most of 2024, and its months are others
	islamic       // Saudi Arabia: 1445 is most of 2024, and its months are those of the moon
	eras
)

// eraNames are the keys of dialect/words.txt, in the order of the constants.
var eraNames = []string{"gregorian", "common", "buddhist", "reiwa", "heisei", "showa", "minguo", "persian", "islamic"}

// eraOffsets are how many years more, or less, the Gregorian year has.
var eraOffsets = [eras]int{buddhist: -543, reiwa: 2018, heisei: 1988, showa: 1925, minguo: 1911, persian: 621}

// eraYears are the years, the last one included, in which there are exports of
// WhatsApp, for calendars that a year of three or four digits tells apart.
var eraYears = [eras][2]int{
	buddhist: {2400, 2700},
	minguo:   {98, 150},
	persian:  {1388, 1424},
	islamic:  {firstIslamicYear, firstIslamicYear + len(islamicMonths) - 1},
}

// eraNotes say of calendars that no word need name how their years were read.
var eraNotes = [eras]string{
	buddhist: "the years were read as Buddhist ones, 543 before ours",
	minguo:   "the years were read as those of Taiwan (Minguo), 1911 after ours",
	persian:  "the years were read as Persian ones (Solar Hijri)",
	islamic:  "the years were read as Islamic ones (Umm al-Qura)",
}

// eraOf returns which calendar a year as written is of: the one it can only be
// of, else the one that is said.
func eraOf(year int, said era) era {
	for e, years := range eraYears {
		if year >= max(years[0], 100) && year <= years[1] {
			return era(e)
		}
	}
	return said
}

// A calendar turns the years of one export into Gregorian ones.
type calendar struct {
	buddhist bool // two-digit years are Buddhist
}

// year returns the Gregorian year for one as written, or that in which most of
// it lies.
func (c calendar) year(written int, said era) int {
	switch e := eraOf(written, said); {
	case e == islamic:
		return written*32/33 + 622
	case written < 100 && (e == buddhist || e <= common && c.buddhist):
		return written + 2500 + eraOffsets[buddhist]
	case e > common:
		return written + eraOffsets[e]
	case written >= 100:
		return written
	case written >= 70:
		return written + 1900
	}
	return written + 2000
}

// day returns the day that a date as written stands for; ok is false if there is
// no such day.
func (c calendar) day(year int, said era, month, day int) (unix int64, ok bool) {
	if e := eraOf(year, said); e == persian {
		return persianDay(year, month, day)
	} else if e == islamic {
		return islamicDay(year, month, day)
	}
	year = c.year(year, said)
	if !isDate(year, month, day) {
		return 0, false
	}
	return unixDay(year, month, day), true
}

// persianDay returns the number of days from 1970-01-01 to a date of the Solar
// Hijri calendar of Iran and Afghanistan. It uses the cycle of 33 years as ICU
// does (icu4c/source/i18n/persncal.cpp), which gives the astronomical new year
// of every year from 1206 to 1501.
func persianDay(year, month, day int) (unix int64, ok bool) {
	days := 31
	switch {
	case month < 1 || month > 12:
		return 0, false
	case month == 12 && (25*year+11)%33 >= 8: // no leap year
		days = 29
	case month > 6:
		days = 30
	}
	if day < 1 || day > days {
		return 0, false
	}
	const epoch = 1948320 - 2440588 // the first day of year 1: as a Julian day, less that of 1970-01-01
	before := 31 * (month - 1)
	if month > 7 {
		before = 30*(month-1) + 6
	}
	return int64(epoch + 365*(year-1) + (8*year+21)/33 + before + day - 1), true
}

// firstIslamicYear is the first year of islamicMonths.
const firstIslamicYear = 1430

// islamicMonths has a bit for each month of a year of the Umm al-Qura calendar,
// the lowest for the first, that is set if it has 30 days and not 29. No rule
// gives them: they are computed from the moon over Mecca and published. These
// are those of ICU, which phones use.
var islamicMonths = [...]uint16{
	0xaa6, 0x956, 0x2ae, 0x56d, 0x36a, 0xb55, 0xaaa, 0x94d, 0x49d,
	0x95d, 0x2ba, 0x5b5, 0x5aa, 0xd55, 0xa9a, 0x92e, 0x26e, 0x55d,
	0xada, 0x6d4, 0x6a5, 0xb27, 0xa4d, 0x4ad, 0x56d, 0xb5a, 0x754,
	0xf49, 0xe92, 0xd26, 0xa56, 0x356, 0x6b5, 0xbaa, 0xb92, 0xb25,
	0x68b, 0xa9b, 0x55a, 0xada, 0x5b4, 0xda9, 0xb52, 0xa9a, 0x536,
	0x276, 0x575, 0xaf2, 0x6d4, 0x6a9, 0x555, 0x2ad, 0x4bd,
}

// islamicDay returns the number of days from 1970-01-01 to a date of the Umm
// al-Qura calendar.
func islamicDay(year, month, day int) (unix int64, ok bool) {
	of := year - firstIslamicYear
	if of < 0 || of >= len(islamicMonths) || month < 1 || month > 12 || day < 1 {
		return 0, false
	}
	const epoch = 14242 // the first day of 1430
	days := epoch
	for _, months := range islamicMonths[:of] {
		days += 12*29 + bits.OnesCount16(months)
	}
	months := islamicMonths[of]
	days += 29*(month-1) + bits.OnesCount16(months&(1<<(month-1)-1))
	if day > 29+int(months>>(month-1)&1) {
		return 0, false
	}
	return int64(days + day - 1), true
}

// calendar returns which calendar the header's year is of, by what is said and by
// the year itself.
func (h *header) calendar() era {
	if h.yearAt < 0 {
		return gregorian
	}
	return eraOf(int(h.parts[h.yearAt]), h.era)
}

var monthDays = [...]uint8{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// isDate reports whether there is such a day in the Gregorian calendar.
func isDate(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 || year < 1 || year > 9999 {
		return false
	}
	days := int(monthDays[month])
	if month == 2 && isLeap(year) {
		days++
	}
	return day <= days
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// unixDay returns the number of days from 1970-01-01 to a date, by Howard
// Hinnant's days_from_civil.
func unixDay(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	century := year / 400
	ofEra := year - century*400
	ofYear := (153*(month-3)+2)/5 + day - 1
	return int64(century*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468)
}

// wallClock returns a moment in seconds as a time.Time without a zone.
func wallClock(moment int64) time.Time { return time.Unix(moment, 0).UTC() }
