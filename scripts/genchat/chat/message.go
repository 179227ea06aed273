package chat

import (
	"fmt"
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/scripts/phone"
)

var (
	emoji     = []string{"😂", "👍", "🙏", "😊", "❤️", "🙈", "👀", "🎉", "😅", "👍🏽", "🤦‍♀️", "😡", "🌧️", "🐈", "🚗", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"}
	reactions = []string{"👍", "ok", "😂😂😂", "🙏", "ha", "👏👏", "+1", "😱", "👋", "?"}
	hosts     = []string{"example.org/news", "example.com/planning", "example.net/map?id=", "youtu.be.example/", "council.example/report"}
)

// notice writes a sentence of the app's own.
func (g *generator) notice(text string) {
	g.out.Notice(g.now(), text)
	g.stats.Messages++
	g.stats.Notices++
	g.stats.TextBytes += int64(len(text))
}

func (g *generator) anyNotice() {
	w := g.d.Words
	who := g.people[g.active.pick(g.rng)]
	switch g.rng.IntN(4) {
	case 0:
		g.notice(fmt.Sprintf(w.Left, who))
	case 1:
		g.notice(fmt.Sprintf(w.NewNumber, who))
	default:
		g.notice(fmt.Sprintf(w.Added, g.people[0], who))
	}
}

// message writes what one person of the conversation says.
func (g *generator) message(c *conversation) {
	sender := g.people[c.people[g.rng.IntN(len(c.people))]]
	g.body = g.body[:0]
	media := false
	switch k := g.rng.IntN(1000); {
	case k < 60:
		media = true
		g.media()
	case k < 70:
		g.deleted()
	case k < 140:
		g.body = append(g.body, reactions[g.rng.IntN(len(reactions))]...)
	case k < 160:
		g.sentence(c, 0.6)
		g.link()
	case k < 200:
		g.lines(c)
	case k < 215:
		g.sentence(c, 1)
		g.edited()
	default:
		g.sentence(c, 1)
		if g.rng.IntN(8) == 0 {
			g.body = append(g.body, ' ')
			g.body = append(g.body, emoji[g.rng.IntN(len(emoji))]...)
		}
	}
	g.out.Message(g.now(), sender, string(g.body), media)
	g.stats.Messages++
	g.stats.TextBytes += int64(len(g.body))
}

func (g *generator) media() {
	if g.d.IPhone {
		g.body = append(g.body, phone.LRM...)
	}
	g.body = append(g.body, g.d.MediaOmitted()...)
	g.stats.Media++
}

func (g *generator) deleted() {
	if g.d.IPhone {
		g.body = append(g.body, phone.LRM...)
	}
	g.body = append(g.body, g.d.Words.Deleted...)
	g.stats.Deleted++
}

func (g *generator) edited() {
	g.body = append(g.body, ' ')
	if g.d.IPhone {
		g.body = append(g.body, phone.LRM...)
	}
	g.body = append(g.body, g.d.Words.Edited...)
	g.stats.Edited++
}

func (g *generator) link() {
	g.body = append(g.body, " https://"...)
	g.body = append(g.body, hosts[g.rng.IntN(len(hosts))]...)
	g.body = strconv.AppendInt(g.body, int64(g.rng.IntN(1e6)), 36)
	g.stats.Links++
}

func (g *generator) lines(c *conversation) {
	for i := range 2 + g.rng.IntN(4) {
		if i > 0 {
			g.body = append(g.body, '\n')
			if g.rng.IntN(3) == 0 {
				g.body = append(g.body, "- "...)
			}
		}
		g.sentence(c, 0.7)
	}
	g.stats.MultiLine++
}

// sentence appends a log-normal number of words: the median is 9.5 for size
// 1, the mean about 12.
func (g *generator) sentence(c *conversation, size float64) {
	n := int(size*math.Exp(2.25+0.7*g.rng.NormFloat64())) + 1
	first := len(g.body)
	for i := range min(n, 300) {
		if i > 0 {
			if g.rng.IntN(11) == 0 {
				g.body = append(g.body, ',')
			}
			g.body = append(g.body, ' ')
		}
		g.word(c)
	}
	if g.rng.IntN(5) < 3 {
		g.capital(first)
	}
	switch k := g.rng.IntN(10); {
	case k < 2:
		g.body = append(g.body, '?')
	case k < 5:
		g.body = append(g.body, '.')
	case k < 6:
		g.body = append(g.body, '!')
	}
}

func (g *generator) word(c *conversation) {
	switch k := g.rng.IntN(100); {
	case k < 12:
		g.body = append(g.body, c.topic[g.rng.IntN(len(c.topic))]...)
	case k < 14:
		g.body = strconv.AppendInt(g.body, int64(1+g.rng.IntN(120)), 10)
	case k == 14 && g.rng.IntN(8) == 0:
		g.body = append(g.body, "FS-"...)
		g.body = strconv.AppendInt(g.body, int64(100000+g.rng.IntN(900000)), 10)
	case k == 15:
		g.typo(c.vocab.pick(g.rng))
	default:
		g.body = append(g.body, c.vocab.pick(g.rng)...)
	}
}

// typo appends a word with two letters swapped or one doubled.
func (g *generator) typo(word string) {
	if len(word) < 4 || !ascii(word) {
		g.body = append(g.body, word...)
		return
	}
	i := 1 + g.rng.IntN(len(word)-2)
	g.body = append(g.body, word[:i]...)
	if g.rng.IntN(2) == 0 {
		g.body = append(g.body, word[i], word[i])
	} else {
		g.body = append(g.body, word[i+1], word[i])
		i++
	}
	g.body = append(g.body, word[i+1:]...)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// capital makes the letter at an offset of the body upper case.
func (g *generator) capital(at int) {
	r, size := utf8.DecodeRune(g.body[at:])
	if upper := unicode.ToUpper(r); utf8.RuneLen(upper) == size {
		utf8.EncodeRune(g.body[at:], upper)
	}
}
