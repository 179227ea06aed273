package street

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/kerbstreet/kerb/index/analysis"
)

// cue is a set of things that a message does, each a bit.
type cue uint32

// The cues. The first are told by words, in the order of the headings of
// cues.txt, the others by what a message looks like.
const (
	asksEveryone cue = 1 << iota
	announces
	greets
	thanks
	welcomes
	saysYes
	saysNo
	goesOn
	laughs
	saysYou
	saysIt
	saysMe
	isOver

	isQuestion
	isExclaimed
	isMedia     // has no text
	isPicture   // has no words but pictures
	isShort     // up to three words
	isLong      // over twenty words
	hasFigure   // a number
	hasTime     // a time or a price
	hasLink     // an address
	startsUpper // with a capital letter
	hasMention  // @ somebody
	isAside     // * or " first: a correction, a quotation
	cues        = iota
)

// headings are the cues that words tell.
var headings = []string{
	"asks everyone", "announces", "greets", "thanks", "welcomes", "yes", "no", "goes on", "laughs", "you", "it", "me", "over",
}

const (
	atTheStart  = " at the start"
	startWords  = 3 // how many words are the start of a message
	phraseWords = 3 // how many words a phrase has at most
)

//go:embed cues.txt
var cueText string

// phrases are the cues of a phrase by its hash.
type phrases struct {
	anywhere, start map[uint32]cue
}

var knownPhrases = sync.OnceValue(func() *phrases {
	p, err := readPhrases(cueText)
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return p
})

// readPhrases reads a text in the format of cues.txt.
func readPhrases(text string) (*phrases, error) {
	p := &phrases{anywhere: make(map[uint32]cue), start: make(map[uint32]cue)}
	var into map[uint32]cue
	var is cue
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			heading, place, _ := strings.Cut(strings.TrimPrefix(line, "["), "]")
			into, is = p.anywhere, 0
			if place == atTheStart {
				into = p.start
			}
			for i, h := range headings {
				if h == heading {
					is = 1 << i
				}
			}
			if is == 0 {
				return nil, fmt.Errorf("unknown cue %q", heading)
			}
			continue
		}
		_, list, ok := strings.Cut(line, ":")
		if !ok || is == 0 {
			return nil, fmt.Errorf("line without a language or a cue: %q", line)
		}
		for phrase := range strings.SplitSeq(list, ",") {
			words := analysis.Tokenize(nil, phrase)
			if len(words) == 0 || len(words) > phraseWords {
				return nil, fmt.Errorf("phrase of no or too many words: %q", phrase)
			}
			h := noHash
			for _, w := range words {
				h = hash(h, w.Term)
			}
			into[h] |= is
		}
	}
	return p, nil
}

// find returns the cues that the words of a message tell.
func (p *phrases) find(words []analysis.Token) cue {
	var found cue
	for i := range words {
		h := noHash
		for _, w := range words[i:min(i+phraseWords, len(words))] {
			h = hash(h, w.Term)
			found |= p.anywhere[h]
			if i < startWords {
				found |= p.start[h]
			}
		}
	}
	return found
}

// noHash is the hash of nothing.
const noHash uint32 = 2166136261

// hash goes on from h by a word: FNV-1a, with a mark behind the word.
func hash(h uint32, word string) uint32 {
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return (h ^ 0xff) * 16777619
}
