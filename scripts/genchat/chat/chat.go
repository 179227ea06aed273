package chat

import (
	"archive/zip"
	"fmt"
	"io"
	"math/rand/v2"
	"path"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/phone"
)

// Options says what chat to make. Zero values mean what the comments say.
type Options struct {
	Messages  int     // at least 2; 0 means 1,000
	Seed      uint64  // the same seed gives the same bytes
	Dialect   string  // one of phone.Names; "" means android-uk
	People    int     // who write; 0 means 60
	Years     float64 // how long the chat goes on; 0 means 6
	Languages []Share // of the conversations; none means the dialect's own language
	Title     string  // "" means Hazel Road
}

// Share is a language, such as "en", and how large its part is.
type Share struct {
	Language string
	Weight   int
}

// Stats counts what was written.
type Stats struct {
	Messages, Notices, Media, Links, MultiLine, Deleted, Edited int

	Bytes     int64 // of the export
	TextBytes int64 // of the messages' bodies
}

// begin is the first moment of every chat.
var begin = time.Date(2019, 3, 1, 0, 0, 0, 0, time.UTC)

func (o Options) withDefaults() (Options, phone.Dialect, error) {
	if o.Messages == 0 {
		o.Messages = 1000
	}
	if o.Dialect == "" {
		o.Dialect = "android-uk"
	}
	if o.People == 0 {
		o.People = 60
	}
	if o.Years == 0 {
		o.Years = 6
	}
	if o.Title == "" {
		o.Title = "Hazel Road"
	}
	d, ok := phone.ByName(o.Dialect)
	if !ok {
		return o, d, fmt.Errorf("unknown dialect %q, one of: %s", o.Dialect, strings.Join(phone.Names(), " "))
	}
	if len(o.Languages) == 0 {
		o.Languages = []Share{{d.Words.Language, 1}}
	}
	for _, share := range o.Languages {
		if _, ok := shapes[share.Language]; !ok || share.Weight < 1 {
			return o, d, fmt.Errorf("unknown language or no share: %s:%d", share.Language, share.Weight)
		}
	}
	if o.Messages < 2 || o.People < 1 || o.Years <= 0 {
		return o, d, fmt.Errorf("%d messages by %d people in %g years: too few", o.Messages, o.People, o.Years)
	}
	return o, d, nil
}

// FileName is what the phone would call the export.
func FileName(o Options) (string, error) {
	o, d, err := o.withDefaults()
	return d.FileName(o.Title), err
}

// Write writes the text of a chat as the phone exports it.
func Write(out io.Writer, o Options) (Stats, error) {
	o, d, err := o.withDefaults()
	if err != nil {
		return Stats{}, err
	}
	g := newGenerator(o, d, out)
	for g.stats.Messages < o.Messages {
		g.next()
	}
	g.stats.Bytes = g.out.Bytes()
	return g.stats, g.out.Flush()
}

// WriteZip writes the chat as a zip, the way iPhones always do.
func WriteZip(out io.Writer, o Options) (Stats, error) {
	o, d, err := o.withDefaults()
	if err != nil {
		return Stats{}, err
	}
	name := "_chat.txt"
	if !d.IPhone {
		name = path.Base(d.FileName(o.Title))
	}
	z := zip.NewWriter(out)
	w, err := z.CreateHeader(&zip.FileHeader{
		Name: name, Method: zip.Deflate, Modified: begin.Add(time.Duration(o.Years * float64(year))),
	})
	if err != nil {
		return Stats{}, err
	}
	stats, err := Write(w, o)
	if err != nil {
		return stats, err
	}
	return stats, z.Close()
}

const (
	year    = 8766 * time.Hour
	morning = 6*time.Hour + 40*time.Minute
	awake   = 17 * time.Hour // of a day; the rest is night, when nobody writes
)

// generator writes one chat. Time is counted in waking hours and turned into
// a wall clock when a message is written.
type generator struct {
	o      Options
	rng    *rand.Rand
	out    *phone.Writer
	d      phone.Dialect
	people []string
	active alias // who writes how often
	vocabs map[string]*vocabulary
	stats  Stats

	waking  time.Duration // since the chat began
	within  float64       // mean pause inside a conversation, in waking nanoseconds
	between float64       // mean pause before a new one
	open    [2]conversation
	body    []byte
}

// A conversation is a burst of messages by a few people about a few words.
type conversation struct {
	left   int
	people []int
	vocab  *vocabulary
	topic  []string
}

// meanTurns is the mean number of messages in a conversation.
const meanTurns = 7

func newGenerator(o Options, d phone.Dialect, out io.Writer) *generator {
	g := &generator{
		o: o, d: d,
		rng:    rand.New(rand.NewPCG(o.Seed, 0x6b657262)),
		out:    phone.NewWriter(out, d, o.Title),
		people: names(o.People),
		vocabs: map[string]*vocabulary{},
	}
	g.active = newAlias(zipf(o.People, 1.0, 1))
	for _, share := range o.Languages {
		g.vocabs[share.Language] = newVocabulary(share.Language)
	}
	total := o.Years * float64(year) * float64(awake) / float64(24*time.Hour)
	pause := total / float64(o.Messages)
	g.within = min(pause/2, float64(75*time.Second))
	g.between = (pause - g.within) * meanTurns
	g.start()
	return g
}

// start writes the lines every group begins with.
func (g *generator) start() {
	g.notice(g.d.Words.Encrypted)
	g.notice(fmt.Sprintf(g.d.Words.Created, g.people[0], g.o.Title))
}

// now is the wall clock. A day has as many waking hours as the next.
func (g *generator) now() time.Time {
	days := g.waking / awake
	t := begin.Add(days*24*time.Hour + morning + g.waking%awake)
	return t.Truncate(time.Second)
}

// next writes one message of one of the open conversations.
func (g *generator) next() {
	c := &g.open[0]
	if g.rng.IntN(4) == 0 {
		c = &g.open[1]
	}
	if c.left == 0 {
		g.waking += time.Duration(g.rng.ExpFloat64() * g.between)
		*c = g.converse()
	}
	g.waking += time.Duration(g.rng.ExpFloat64() * g.within)
	c.left--
	if g.rng.IntN(200) == 0 {
		g.anyNotice()
		return
	}
	g.message(c)
}

// converse begins a conversation.
func (g *generator) converse() conversation {
	c := conversation{left: 1, vocab: g.vocabs[g.language()]}
	for g.rng.IntN(meanTurns) != 0 {
		c.left++
	}
	for range 2 + g.rng.IntN(5) {
		c.people = append(c.people, g.active.pick(g.rng))
	}
	for range 6 {
		c.topic = append(c.topic, c.vocab.content(g.rng))
	}
	return c
}

func (g *generator) language() string {
	if len(g.o.Languages) == 1 {
		return g.o.Languages[0].Language
	}
	sum := 0
	for _, share := range g.o.Languages {
		sum += share.Weight
	}
	k := g.rng.IntN(sum)
	for _, share := range g.o.Languages {
		if k -= share.Weight; k < 0 {
			return share.Language
		}
	}
	return g.o.Languages[0].Language
}
