package model

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

// Tags are the tags that the model knows, in the order in which it numbers them.
var Tags = [Count]string{"dump-run", "lending", "licensing", "outage", "pothole"}

// Count is how many tags the model knows.
const Count = 5

// Evidence is what one message says for and against each tag. Each figure is
// from 0, nothing, to most.
type Evidence struct {
	For      [Count]float32 // all phrases together
	General  [Count]float32 // the best phrase for whatever the tag is for
	Special  [Count]float32 // the best phrase for a kind of it
	Against  [Count]float32
	Learned  [Count]float32 // what the words alone say, as logits; below zero: against
	Talk     float32        // all phrases of what no tag is for
	Question bool
	Words    int
	Hits     []lexicon.Hit
}

// most is where more phrases for the same tag tell no more.
const most = 3

// worth is what a phrase counts by its weight.
var worth = [4]float32{0, 0.25, 0.6, 1}

// Examine finds the evidence of each message of a chat. Which languages it
// looks for the chat itself tells. words may be nil. It ends early with the
// error of ctx.
func Examine(ctx context.Context, messages []thread.Message, words *bag.Model) ([]Evidence, []*language.Language, error) {
	spoken := languagesOf(messages)
	all, err := ExamineIn(ctx, messages, spoken, LexiconOf(spoken), words)
	return all, spoken, err
}

// LexiconOf returns the lexicon of some languages, of all if there are none.
func LexiconOf(spoken []*language.Language) *lexicon.Lexicon {
	codes := make([]string, len(spoken))
	for i, l := range spoken {
		codes[i] = l.Code
	}
	return lexicon.For(codes...)
}

// ExamineIn is Examine for messages whose languages are known, with the lexicon
// of these.
func ExamineIn(ctx context.Context, messages []thread.Message, spoken []*language.Language, phrases *lexicon.Lexicon, words *bag.Model) ([]Evidence, error) {
	if !Taught(spoken) {
		words = nil
	}
	m := phrases.Matcher()
	all := make([]Evidence, len(messages))
	var tokens []analysis.Token
	var features []uint32
	for i := range messages {
		if i%examineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if messages[i].Notice {
			continue
		}
		tokens = analysis.Tokenize(tokens[:0], messages[i].Text)
		all[i] = weigh(m.MatchTokens(nil, tokens))
		all[i].Words = len(tokens)
		all[i].Question = isQuestion(messages[i].Text)
		if words != nil {
			features = bag.Features(features[:0], tokens)
			words.Score(all[i].Learned[:], features)
		}
	}
	return all, nil
}

// taught are the languages of which there are chats enough to learn words from.
// What the words of others seem to say is chance.
var taught = []string{"de", "en", "es", "hi", "kn"}

// Taught reports whether words of a chat in some languages, the main one first,
// say anything. They do in one whose language nobody knows: it is of few words.
func Taught(spoken []*language.Language) bool {
	return len(spoken) == 0 || slices.Contains(taught, spoken[0].Code)
}

// examineEvery is how many messages are examined between two looks at a context.
const examineEvery = 1024

// languageSample is how many messages tell the languages of a chat: stretches
// of it, as people come and go.
const languageSample = 4000

// languagesOf returns the languages of a chat. One of a few words is not told
// apart from its neighbours: it may be in any.
func languagesOf(messages []thread.Message) []*language.Language {
	step := max(1, len(messages)/languageSample)
	var sample [][]string
	words := 0
	for i := 0; i < len(messages); i += step {
		if !messages[i].Notice {
			sample = append(sample, analysis.Terms(messages[i].Text))
			words += len(sample[len(sample)-1])
		}
	}
	if words < fewWords {
		return nil
	}
	return language.Detect(sample)
}

// fewWords is how many words do not tell a language for certain.
const fewWords = 8

func weigh(hits []lexicon.Hit) Evidence {
	e := Evidence{Hits: hits}
	for _, h := range hits {
		tag := slices.Index(Tags[:], h.Topic.Tag())
		switch {
		case h.Weight < 0 && tag >= 0:
			e.Against[tag] = min(e.Against[tag]+worth[-h.Weight], most)
		case h.Weight < 0:
		case tag < 0:
			e.Talk = min(e.Talk+worth[h.Weight], most)
		default:
			e.For[tag] = min(e.For[tag]+worth[h.Weight], most)
			if general(h.Topic) {
				e.General[tag] = max(e.General[tag], worth[h.Weight])
			} else {
				e.Special[tag] = max(e.Special[tag], worth[h.Weight])
			}
		}
	}
	return e
}

// Topics are all topics that a message's phrases speak for, with what the best
// phrase for each counts.
func (e *Evidence) Topics() map[lexicon.Topic]float32 {
	topics := make(map[lexicon.Topic]float32)
	for _, h := range e.Hits {
		if h.Weight > 0 {
			topics[h.Topic] = max(topics[h.Topic], worth[h.Weight])
		}
	}
	return topics
}

// general reports whether a topic is for whatever its tag is for.
func general(t lexicon.Topic) bool { return !strings.Contains(t.String(), "/") }

// isQuestion reports whether a text asks something, by its marks.
func isQuestion(text string) bool {
	for _, r := range text {
		if r < utf8.RuneSelf && r != '?' {
			continue
		}
		switch r {
		case '?', '¿', '？', '؟':
			return true
		}
	}
	return false
}
