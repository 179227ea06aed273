package exporttest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/parser"
)

// A Chat is an export and what a reader should make of it.
type Chat struct {
	Shape    Shape
	Language Language
	Title    string // the group's name
	Text     string // the export: UTF-8, LF on Android; on iPhones CRLF between messages and LF inside
	Messages []parser.Message
}

// New makes a chat of n messages, two or more. Equal arguments make equal
// chats. The messages are spread over a year and more, a day or so apart, so
// that from about 60 on their dates prove the order of day and month.
func New(seed uint64, shape Shape, language Language, n int) Chat {
	w := &writer{
		rng:   rand.New(rand.NewPCG(seed, 0)),
		chat:  Chat{Shape: shape, Language: language, Title: "Elm Street 🌳"},
		clock: time.Date(2022, 3, 14, 7, 59, 58, 0, time.UTC),
		line:  1,
	}
	w.people = w.chooseNames()
	w.opening()
	for len(w.chat.Messages) < n {
		w.tick()
		w.message()
	}
	w.chat.Text = w.out.String()
	return w.chat
}

// A name is a person as the export writes them and as people know them.
type name struct{ raw, plain string }

var names = []name{
	{"Ann", "Ann"}, {"m", "m"}, {"Ben Östlund", "Ben Östlund"}, {"José María – vecino", "José María – vecino"},
	{"Anna-Lena", "Anna-Lena"}, {"Ann - plumber", "Ann - plumber"}, {"Dr. O'Brien | No 12", "Dr. O'Brien | No 12"},
	{"👩‍👧 Lin", "👩‍👧 Lin"}, {"שרה", "שרה"}, {"محمد", "محمد"}, {"王小明", "王小明"}, {"7", "7"}, {"No. 21 (top flat)", "No. 21 (top flat)"},
	{"Bartholomew Featherstonehaugh-Cholmondeley of No 4", "Bartholomew Featherstonehaugh-Cholmondeley of No 4"},
	{"~\u202fPush Name", "Push Name"}, {"\u202a+51\u00a0922\u00a0383\u00a0357\u202c", "+51\u00a0922\u00a0383\u00a0357"}, {"+410123456789", "+410123456789"},
}

var words = strings.Fields(`power out again at ours anyone else? the pothole by no 3 is deeper now ladder back tomorrow
	thanks!!! 😂 👍🏽 👩‍👧 ok café straße ça va señor здравствуйте 停电了 שלום مرحبا salt left added group
	(really) "quoted" 12:30 3/4 50% £20 https://example.org/a:b?c=d e.g. *bold* NAIROBI<>ELDORET #include @4477 i.e.: no: <3`)

// traps are lines that look like something WhatsApp writes and are not.
var traps = []string{
	"10:00 - start: welcome", "2016-04-29 10:30:00", "20/09 Itaim 15:00", "[12:30] she said: no", "Note: bring gloves",
	"he left", "I added salt", "image omitted from the report?", "Poll: who comes?", "the minutes (file attached)",
	"null and void", "a\u2028b", "a\u0085b\vc", "- milk", "1. eggs", ": no", "Location: the pub", "this message was deleted",
}

// A writer makes one chat, message after message.
type writer struct {
	rng    *rand.Rand
	chat   Chat
	people []name
	out    strings.Builder
	clock  time.Time
	line   int
	files  int // attachments so far
}

func (w *writer) chooseNames() []name {
	people := make([]name, 0, 5)
	for _, i := range w.rng.Perm(len(names))[:cap(people)] {
		people = append(people, names[i])
	}
	return people
}

func (w *writer) person() name { return w.people[w.rng.IntN(len(w.people))] }

// one in n
func (w *writer) chance(n int) bool { return w.rng.IntN(n) == 0 }

func (w *writer) pick(of []string) string { return of[w.rng.IntN(len(of))] }

// tick moves the clock on: often by moments, sometimes by days.
func (w *writer) tick() {
	step := time.Duration(w.rng.IntN(300)) * time.Second
	if w.chance(3) {
		step = time.Duration(w.rng.IntN(14*24*60)) * time.Minute
	}
	w.clock = w.clock.Add(step)
}

// entry writes one message as the app would and takes down what it means.
// The lines of raw are joined by LF; signed is set where an iPhone puts its
// mark before the bracket.
func (w *writer) entry(sender, raw string, signed bool, m parser.Message) {
	start := w.out.Len()
	if signed && strings.HasPrefix(w.chat.Shape.Layout, "[") {
		w.out.WriteString("\u200e")
	}
	w.out.WriteString(w.chat.Shape.Header(w.clock))
	if sender != "" {
		w.out.WriteString(sender + ":")
		if raw != "" || w.chance(2) {
			w.out.WriteString(" ")
		}
	}
	w.out.WriteString(raw)
	if w.chat.Shape.IOS {
		w.out.WriteString("\r\n")
	} else {
		w.out.WriteString("\n")
	}
	m.N = len(w.chat.Messages) + 1
	m.Time = w.clock.Truncate(time.Minute)
	if w.chat.Shape.Seconds() {
		m.Time = w.clock
	}
	m.Line, m.Offset, m.Length = w.line, int64(start), int64(w.out.Len()-start)
	w.line += strings.Count(raw, "\n") + 1
	w.chat.Messages = append(w.chat.Messages, m)
}

// opening writes the two notices a group starts with.
func (w *writer) opening() {
	sentence := w.chat.Language.Encryption
	if sentence == "" {
		sentence = Languages[0].Encryption
	}
	w.notice(w.chat.Title, sentence)
	w.tick()
	w.event(w.chat.Language.Created, w.person().plain, w.chat.Title)
}

// notice writes a sentence of WhatsApp's own; actor is who an iPhone names as
// its sender.
func (w *writer) notice(actor, sentence string) {
	m := parser.Message{Kind: parser.Notice, Text: sentence}
	switch {
	case !w.chat.Shape.IOS:
		if w.chance(2) {
			sentence = "\u200e" + sentence
		}
		w.entry("", sentence, false, m)
	case strings.HasPrefix(w.chat.Shape.Layout, "["):
		w.entry(actor, "\u200e"+sentence, false, m)
	default: // until 2017 an iPhone named nobody
		w.entry("", "\u200e"+sentence, false, m)
	}
}

// event writes the notice that x did something to y.
func (w *writer) event(sentence, x, y string) {
	if sentence == "" {
		sentence = Languages[0].Added
	}
	actor := x
	if w.chance(2) {
		actor = w.chat.Title
	}
	w.notice(actor, strings.NewReplacer("X", x, "Y", y).Replace(sentence))
}

// prose makes a body of one or more lines.
func (w *writer) prose() string {
	var b strings.Builder
	for line := range 1 + w.rng.IntN(2)*w.rng.IntN(4) {
		if line > 0 {
			b.WriteString(strings.Repeat("\n", 1+w.rng.IntN(2)))
		}
		if w.chance(6) {
			b.WriteString(w.pick(traps))
			continue
		}
		for i := range 1 + w.rng.IntN(12) {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w.pick(words))
		}
	}
	if w.chance(20) {
		b.WriteString("\n" + w.excerpt())
	}
	return b.String()
}

// excerpt is a line of another chat: of another shape, or on an iPhone, whose
// line ends tell it from a message, of the same.
func (w *writer) excerpt() string {
	if w.chat.Shape.IOS {
		if strings.HasPrefix(w.chat.Shape.Layout, "[") && w.chance(2) {
			header := w.chat.Shape.Header(w.clock.AddDate(0, 0, -3))
			return strings.ReplaceAll(header, "\u200f", "") + "Zed: pasted" // marks are no part of a text
		}
		return "13/06/24, 21:25 - Zed: pasted"
	}
	return "[13/06/24, 21:25:00] Zed: pasted"
}

// message writes one message of a random kind.
func (w *writer) message() {
	l := w.chat.Language
	who := w.person()
	from := parser.Message{Sender: who.plain}
	switch w.rng.IntN(20) {
	case 0:
		w.media(who)
	case 1:
		w.attached(who)
	case 2:
		w.contact(who)
	case 3:
		from.Kind = parser.Deleted
		if self := l.DeletedBySelf; self != "" && w.chance(2) {
			w.entry(who.raw, self, false, from)
			return
		}
		w.entry(who.raw, w.mark()+l.Deleted, false, from)
	case 4:
		if l.Edited == "" {
			w.text(who)
			return
		}
		from.Text, from.Edited = w.prose(), true
		w.entry(who.raw, from.Text+" "+w.mark()+"<"+l.Edited+">", false, from)
	case 5:
		label := l.Location
		if label == "" {
			label = "Location"
		}
		from.Kind = parser.Location
		from.Text = fmt.Sprintf("%s: https://maps.google.com/?q=%.4f,%.4f", label, 53+w.rng.Float64(), -6-w.rng.Float64())
		w.entry(who.raw, w.mark()+from.Text, false, from)
	case 6:
		w.call(who)
	case 7:
		w.poll(who)
	case 8:
		if w.chance(4) && l.Subject != "" {
			w.event(l.Subject, who.plain, w.chat.Title)
			return
		}
		w.event(w.pick([]string{l.Added, l.Removed, l.Left}), who.plain, w.person().plain)
	case 9:
		from.Text = []string{"", "null", "?"}[w.rng.IntN(3)]
		w.entry(who.raw, from.Text, false, from)
	default:
		w.text(who)
	}
}

// mark is the invisible mark an iPhone puts before its own words.
func (w *writer) mark() string {
	if w.chat.Shape.IOS {
		return "\u200e"
	}
	return ""
}

func (w *writer) text(who name) {
	text := w.prose()
	w.entry(who.raw, text, false, parser.Message{Sender: who.plain, Text: text})
}

// caption is some words on one line, or none.
func (w *writer) caption() string {
	if w.chance(2) {
		return ""
	}
	return w.pick(words) + " " + w.pick([]string{"the hole", "see here 😂", "no 3"})
}

// media writes a photo or the like that was left out.
func (w *writer) media(who name) {
	m := parser.Message{Sender: who.plain, Kind: parser.Media}
	if !w.chat.Shape.IOS {
		w.entry(who.raw, "<"+w.chat.Language.Omitted+">", false, m)
		return
	}
	raw := "\u200e" + w.pick(w.chat.Language.OmittedIOS)
	if m.Text = w.caption(); m.Text != "" {
		raw = m.Text + " " + raw
	}
	w.entry(who.raw, raw, true, m)
}

// attached writes a photo that came with the export.
func (w *writer) attached(who name) {
	w.files++
	m := parser.Message{Sender: who.plain, Kind: parser.Media, Text: w.caption()}
	if !w.chat.Shape.IOS {
		m.Attachment = fmt.Sprintf("IMG-%s-WA%04d.jpg", w.clock.Format("20060102"), w.files)
		raw := m.Attachment + " (" + w.chat.Language.Attached + ")"
		if w.chance(2) {
			raw = "\u200e" + raw
		}
		if m.Text != "" {
			raw += "\n" + m.Text
		}
		w.entry(who.raw, raw, false, m)
		return
	}
	m.Attachment = fmt.Sprintf("%08d-PHOTO-%s.jpg", w.files, w.clock.Format("2006-01-02-15-04-05"))
	raw := "\u200e<" + w.chat.Language.AttachedIOS + ": " + m.Attachment + ">"
	if m.Text != "" {
		raw = m.Text + " " + raw
	}
	w.entry(who.raw, raw, true, m)
}

func (w *writer) contact(who name) {
	m := parser.Message{Sender: who.plain, Kind: parser.Contact}
	switch l := w.chat.Language; {
	case !w.chat.Shape.IOS:
		m.Attachment = "Peter Ö.vcf"
		w.entry(who.raw, m.Attachment+" ("+l.Attached+")", false, m)
	case l.ContactIOS != "" && w.chance(2):
		w.entry(who.raw, "\u200e"+l.ContactIOS, true, m)
	default:
		w.files++
		m.Attachment = fmt.Sprintf("%08d-Peter.vcf", w.files)
		w.entry(who.raw, "\u200e<"+l.AttachedIOS+": "+m.Attachment+">", true, m)
	}
}

// call writes a missed call: an iPhone names the caller, Android nobody.
func (w *writer) call(who name) {
	text := w.chat.Language.MissedCall
	switch {
	case text == "":
		w.text(who)
	case w.chat.Shape.IOS:
		w.entry(who.raw, "\u200e"+text, false, parser.Message{Sender: who.plain, Kind: parser.Call, Text: text})
	default:
		w.entry("", text, false, parser.Message{Kind: parser.Call, Text: text})
	}
}

// poll writes a question with options, which only iPhones export whole.
func (w *writer) poll(who name) {
	l := w.chat.Language
	if l.Poll == "" || !w.chat.Shape.IOS {
		w.text(who)
		return
	}
	question := "When do we meet: " + w.pick(words) + "?"
	text, raw := question, "\u200e"+l.Poll+":\n"+question
	for _, option := range []string{"Saturday", "never: (ever)", "7 o'clock"}[:2+w.rng.IntN(2)] {
		option = fmt.Sprintf("%s (%d %s)", option, 2+w.rng.IntN(30), l.Votes)
		text += "\n" + option
		raw += "\n\u200e" + l.Option + ": " + option
	}
	w.entry(who.raw, raw, false, parser.Message{Sender: who.plain, Kind: parser.Poll, Text: text})
}
