package topic

import (
	"context"
	_ "embed"
	"fmt"
	"hash/crc32"
	"slices"
	"sync"

	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
	"github.com/kerbstreet/kerb/index/topic/lexicon"
)

//go:embed tags.weights
var weights []byte

// alone.weights are for messages alone in their thread. They were learned from
// short texts too, and cost more tags out of place in threads.
//
//go:embed alone.weights
var aloneWeights []byte

var (
	learned      = sync.OnceValue(func() *model.Model { return decode(weights) })
	learnedAlone = sync.OnceValue(func() *model.Model { return decode(aloneWeights) })
)

func decode(weights []byte) *model.Model {
	m, err := model.Decode(weights)
	if err != nil {
		panic(err) // the files are part of the program, and tested
	}
	return m
}

// Known lists the tags that need not be learned, in alphabetical order.
func Known() []string { return slices.Clone(model.Tags[:]) }

// Reading is what is known of one chat before anybody tagged anything. It does
// not change and may be used by several goroutines.
type Reading struct {
	chat    *model.Chat
	chances []model.Chances
	spoken  []*language.Language

	once  sync.Once
	words [][]uint32 // of each message, hashed; for learning
}

// Read reads a chat. links say what each message answers; those of notices do
// not count. It takes about 0.1 ms a message, and ends early
// with the error of ctx.
func Read(ctx context.Context, messages []thread.Message, links []thread.Link) (*Reading, error) {
	messages = thread.Cut(messages)
	evidence, spoken, err := model.Examine(ctx, messages, learned().Words)
	if err != nil {
		return nil, err
	}
	return judged(ctx, messages, evidence, spoken, links)
}

// Reader reads parts of chats whose languages are known. It does not change and
// may be used by several goroutines.
type Reader struct {
	spoken  []*language.Language
	phrases *lexicon.Lexicon
}

// NewReader makes a reader for some languages, the main one first. It takes tens of
// milliseconds.
func NewReader(spoken []*language.Language) *Reader {
	return &Reader{spoken, model.LexiconOf(spoken)}
}

// Read is as the function of that name.
func (r *Reader) Read(ctx context.Context, messages []thread.Message, links []thread.Link) (*Reading, error) {
	messages = thread.Cut(messages)
	evidence, err := model.ExamineIn(ctx, messages, r.spoken, r.phrases, learned().Words)
	if err != nil {
		return nil, err
	}
	return judged(ctx, messages, evidence, r.spoken, links)
}

func judged(ctx context.Context, messages []thread.Message, evidence []model.Evidence, spoken []*language.Language, links []thread.Link) (*Reading, error) {
	chat := model.NewChat(messages, evidence, links)
	chances, err := model.Judge(ctx, chat, learned().Nets)
	if err != nil {
		return nil, err
	}
	if err := model.JudgeAlone(ctx, chat, spoken, chances, learnedAlone()); err != nil {
		return nil, err
	}
	return &Reading{chat: chat, chances: chances, spoken: spoken}, nil
}

// Version tells one model from another: the same messages have the same chances as
// long as it and the lexicon are the same.
func Version() string {
	return fmt.Sprintf("%08x-%08x", crc32.ChecksumIEEE(weights), crc32.ChecksumIEEE(aloneWeights))
}

// Likely returns by known tag how likely each message has it, 0 for notices.
func (r *Reading) Likely() map[string][]float64 {
	likely := make(map[string][]float64)
	for _, tag := range model.Tags {
		likely[tag] = r.chancesOf(tag)
	}
	return likely
}

// chancesOf returns how likely each message has one of the known tags, nil for
// another tag.
func (r *Reading) chancesOf(tag string) []float64 {
	at := slices.Index(model.Tags[:], tag)
	if at < 0 {
		return nil
	}
	list := make([]float64, len(r.chances))
	for i, c := range r.chances {
		list[i] = c[at]
	}
	return list
}
