package phone

import (
	"strconv"
	"strings"
	"time"
)

// Marks that phones write and people do not see.
const (
	LRM   = "\u200e" // before what the app itself wrote
	FSI   = "\u2068" // around the name in a mention
	PDI   = "\u2069"
	NNBSP = "\u202f" // before AM and PM, since 2023
	NBSP  = "\u00a0"
)

// A Dialect is how one kind of phone in one region writes a chat.
type Dialect struct {
	Name   string
	IPhone bool
	Words  Words

	before, after string // time layouts around the marker for the half of the day
	am, pm        string // empty on a 24-hour clock
	bareHour      bool   // between the layouts stands the hour
}

// Words are the app's own sentences in one language. %s stands for names.
type Words struct {
	Language   string // ISO 639-1
	Encrypted  string
	Created    string    // who, group
	Added      string    // who, whom
	Left       string    // who
	Omitted    [2]string // Android, iPhone
	Deleted    string
	Edited     string
	Attached   [2]string // Android: after the name; iPhone: before it
	FileName   [2]string // of the export, Android and iPhone; %s is the chat's name
	NewNumber  string    // who
	MissedCall string
}

// Of a layout: half is where AM or PM stands, hour an hour of 24 without a
// leading zero, which layouts of package time cannot say.
const (
	half = "{}"
	hour = "{h}"
)

var dialects = []Dialect{
	android("android-uk", english, "02/01/2006, 15:04 - ", "", ""),
	android("android-us", english, "1/2/06, 3:04"+NNBSP+half+" - ", "AM", "PM"),
	android("android-us-24", english, "1/2/06, 15:04 - ", "", ""),
	android("android-in", english, "02/01/06, 3:04"+NNBSP+half+" - ", "am", "pm"),
	android("android-se", english, "2006-01-02, 15:04 - ", "", ""),
	android("android-es", spanish, "2/1/06, "+hour+":04 - ", "", ""),
	android("android-mx", spanish, "2/1/2006, 3:04"+NNBSP+half+" - ", "a."+NBSP+"m.", "p."+NBSP+"m."),
	android("android-de", german, "02.01.06, 15:04 - ", "", ""),
	android("android-fr", french, "02/01/2006, 15:04 - ", "", ""),
	android("android-br", portuguese, "02/01/2006 15:04 - ", "", ""),
	android("android-nl", dutch, "02-01-2006 15:04 - ", "", ""),
	iPhone("ios-uk", english, "[02/01/2006, 15:04:05] ", "", ""),
	iPhone("ios-us", english, "[1/2/06, 3:04:05"+NNBSP+half+"] ", "AM", "PM"),
	iPhone("ios-de", german, "[02.01.06, 15:04:05] ", "", ""),
	iPhone("ios-fr", french, "[02/01/2006 15:04:05] ", "", ""),
	iPhone("ios-br", portuguese, "[02/01/2006, 15:04:05] ", "", ""),
	iPhone("ios-nl", dutch, "[02-01-2006, 15:04:05] ", "", ""),
}

func android(name string, w Words, layout, am, pm string) Dialect {
	d := Dialect{Name: name, Words: w, am: am, pm: pm}
	var ok bool
	if d.before, d.after, ok = strings.Cut(layout, half); !ok {
		d.before, d.after, d.bareHour = strings.Cut(layout, hour)
	}
	return d
}

func iPhone(name string, w Words, layout, am, pm string) Dialect {
	d := android(name, w, layout, am, pm)
	d.IPhone = true
	return d
}

// ByName returns the dialect of that name, such as "android-uk".
func ByName(name string) (Dialect, bool) {
	for _, d := range dialects {
		if d.Name == name {
			return d, true
		}
	}
	return Dialect{}, false
}

// Names lists the dialects.
func Names() []string {
	names := make([]string, len(dialects))
	for i, d := range dialects {
		names[i] = d.Name
	}
	return names
}

// AppendHeader appends date and time as the phone writes them, up to where
// the sender stands.
func (d *Dialect) AppendHeader(dst []byte, t time.Time) []byte {
	dst = t.AppendFormat(dst, d.before)
	if d.am != "" {
		marker := d.am
		if t.Hour() >= 12 {
			marker = d.pm
		}
		dst = append(dst, marker...)
	} else if d.bareHour {
		dst = strconv.AppendInt(dst, int64(t.Hour()), 10)
	}
	return t.AppendFormat(dst, d.after)
}

// side is the index of the phone's kind in Words.
func (d *Dialect) side() int {
	if d.IPhone {
		return 1
	}
	return 0
}

// FileName is what the phone calls the export of a chat. An iPhone's is a zip
// that holds _chat.txt.
func (d *Dialect) FileName(chat string) string {
	return strings.Replace(d.Words.FileName[d.side()], "%s", chat, 1)
}

// MediaOmitted is the body of a message whose photo was not exported.
func (d *Dialect) MediaOmitted() string { return d.Words.Omitted[d.side()] }

// Attached is the body of a message whose file lies beside the chat, with its
// caption, which may be empty.
func (d *Dialect) Attached(file, caption string) string {
	word := d.Words.Attached[d.side()]
	if d.IPhone {
		mark := LRM + "<" + word + ": " + file + ">"
		if caption != "" {
			return caption + " " + mark
		}
		return mark
	}
	body := LRM + file + " (" + word + ")"
	if caption != "" {
		body += "\n" + caption
	}
	return body
}
