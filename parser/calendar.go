package parser

import "time"

// An era is where years are counted from.
type era uint8

const (
	gregorian era = iota
	common        // years of our era, said so
	buddhist      // Thailand: 2567 is 2024
	reiwa         // Japan since 2019: R6 is 2024
	heisei        // Japan from 1989: H31 is 2019
	showa         // Japan from 1926: S64 is 1989
	minguo        // Taiwan: 113 is 2024
)

// eraNames are the keys of dialect/words.txt, in the order of the constants.
var eraNames = []string{"gregorian", "common", "buddhist", "reiwa", "heisei", "showa", "minguo"}

// eraOffsets are how many years more, or less, the Gregorian year has.
var eraOffsets = [...]int{buddhist: -543, reiwa: 2018, heisei: 1988, showa: 1925, minguo: 1911}

func (e era) offset() int { return eraOffsets[e] }

// The Buddhist years in which there are exports of WhatsApp; with two digits
// 52 to 99, which as Gregorian years lie decades ahead.
const (
	firstBuddhistYear = 2400
	lastBuddhistYear  = 2700
)

// A calendar turns the years of one export into Gregorian ones.
type calendar struct {
	buddhist bool // two-digit years are Buddhist
}

// year returns the Gregorian year for one as written.
func (c calendar) year(written int, e era) int {
	switch {
	case e > common && e != buddhist:
		return written + e.offset()
	case e == buddhist || written >= firstBuddhistYear && written <= lastBuddhistYear:
		if written < 100 {
			written += 2500
		}
		return written + buddhist.offset()
	case isPersianYear(written):
		return written + 621 // most of it
	case written >= 100:
		return written
	case c.buddhist:
		return written + 2500 + buddhist.offset()
	case written >= 70:
		return written + 1900
	}
	return written + 2000
}

// The Persian years in which there are exports of WhatsApp, 2009 to 2046. Islamic
// years of these decades begin at 1430.
const (
	firstPersianYear = 1388
	lastPersianYear  = 1424
)

func isPersianYear(written int) bool {
	return written >= firstPersianYear && written <= lastPersianYear
}

// day returns the day that a date as written stands for; ok is false if there is
// no such day.
func (c calendar) day(year int, e era, month, day int) (unix int64, ok bool) {
	if e <= common && isPersianYear(year) {
		return persianDay(year, month, day)
	}
	year = c.year(year, e)
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

// isPersian reports whether the header's year is a Persian one.
func (h *header) isPersian() bool {
	return h.yearAt >= 0 && h.era <= common && isPersianYear(int(h.parts[h.yearAt]))
}

// isBuddhist reports whether the header says, by an era or four digits, that
// its year is Buddhist.
func (h *header) isBuddhist() bool {
	if h.yearAt < 0 {
		return false
	}
	year := h.parts[h.yearAt]
	return h.era == buddhist || year >= firstBuddhistYear && year <= lastBuddhistYear
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

// wallClock returns the time of day on a day as a time.Time without a zone.
func wallClock(day int64, hour, minute, second int8) time.Time {
	return time.Unix(day*86400+int64(hour)*3600+int64(minute)*60+int64(second), 0).UTC()
}
