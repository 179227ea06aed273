package index

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/table"
)

// What bleve knows of a message are two fields, neither of them stored:
//
//	text   the words of the message and of its attachment's name, with
//	       positions for phrases and frequencies for ranking
//	facts  what can be asked for without words, one term each, with neither:
//	       y2024 m202403 d20240301  year, month and day
//	       s17 c2                   numbers of sender and chat in the message table
//	       kmedia                   kind
//	       hmedia hlink             what it has
//	       iquestion iedited        what it is
//
// Tags and threads are not among them: they change, and a generation of the
// index does not.
const (
	textField  = "text"
	factsField = "facts"
)

// attachmentGap parts the positions of an attachment's name from those of the
// text, so that no phrase reaches from one into the other.
const attachmentGap = 8

// wordsKey is where the index keeps the number of words of all messages
// together, for ranking; eight bytes, big-endian. Without it a message is
// taken to have usualLength words.
const (
	wordsKey    = "kerb.words"
	usualLength = 10
)

// documentID names a message in bleve. IDs sort by time, and by row within a
// second; both numbers are big-endian.
func documentID(seconds, row uint32) string {
	var id [8]byte
	binary.BigEndian.PutUint32(id[:], seconds)
	binary.BigEndian.PutUint32(id[4:], row)
	return string(id[:])
}

// newDocument makes what bleve indexes of the message in a row of the table.
// All the work is done here, so that callers can do it on as many goroutines
// as they like; add it to a batch with IndexAdvanced.
func newDocument(row uint32, r table.Row, text, attachment string) *document.Document {
	doc := document.NewDocument(documentID(r.Seconds, row))
	doc.AddField(newTextField(text, attachment))
	doc.AddField(newFactsField(facts(r, text, attachment)))
	return doc
}

// wordsOf returns how many words newDocument found in a message.
func wordsOf(doc *document.Document) int { return doc.Fields[0].AnalyzedLength() }

// addWords adds to the number of words that an index knows of; ranking needs
// it. Whoever writes an index calls it once, with what wordsOf gave for all
// documents added.
func addWords(idx bleve.Index, words int) error {
	known, err := idx.GetInternal([]byte(wordsKey))
	if err != nil {
		return fmt.Errorf("count words: %w", err)
	}
	total := uint64(words)
	if len(known) == 8 {
		total += binary.BigEndian.Uint64(known)
	}
	if err := idx.SetInternal([]byte(wordsKey), binary.BigEndian.AppendUint64(nil, total)); err != nil {
		return fmt.Errorf("count words: %w", err)
	}
	return nil
}

// facts lists the terms of the facts field.
func facts(r table.Row, text, attachment string) []string {
	day := r.Time()
	terms := []string{
		yearFact(day), monthFact(day), dayFact(day),
		chatFact(r.Chat), kindFact(r.Kind),
	}
	if r.Sender != 0 {
		terms = append(terms, senderFact(r.Sender))
	}
	if hasMedia(r.Kind, attachment) {
		terms = append(terms, mediaFact)
	}
	if hasLink(text) {
		terms = append(terms, linkFact)
	}
	if isQuestion(text) {
		terms = append(terms, questionFact)
	}
	if r.Edited {
		terms = append(terms, editedFact)
	}
	return terms
}

const (
	mediaFact    = "hmedia"
	linkFact     = "hlink"
	questionFact = "iquestion"
	editedFact   = "iedited"
)

func yearFact(t time.Time) string       { return t.Format("y2006") }
func monthFact(t time.Time) string      { return t.Format("m200601") }
func dayFact(t time.Time) string        { return t.Format("d20060102") }
func senderFact(number uint32) string   { return "s" + strconv.FormatUint(uint64(number), 10) }
func chatFact(number uint16) string     { return "c" + strconv.FormatUint(uint64(number), 10) }
func kindFact(kind fmt.Stringer) string { return "k" + kind.String() }

// field is a document field that comes analysed.
type field struct {
	name        string
	options     bleveindex.FieldIndexingOptions
	length      int
	frequencies bleveindex.TokenFrequencies
}

var _ document.Field = (*field)(nil)

func newTextField(text, attachment string) *field {
	tokens := make([]analysis.Token, 0, len(text)/5+4)
	tokens = analysis.Tokenize(tokens, text)
	inText := len(tokens)
	if attachment != "" {
		tokens = analysis.Tokenize(tokens, attachment)
	}
	f := &field{
		name:        textField,
		options:     bleveindex.IndexField | bleveindex.IncludeTermVectors,
		length:      len(tokens),
		frequencies: make(bleveindex.TokenFrequencies, len(tokens)),
	}
	// One array each instead of one allocation a word.
	locations := make([]bleveindex.TokenLocation, len(tokens))
	pointers := make([]*bleveindex.TokenLocation, len(tokens))
	terms := make([]bleveindex.TokenFreq, len(tokens))
	for i, token := range tokens {
		locations[i].Position = i + 1
		if i >= inText {
			locations[i].Position += attachmentGap
		}
		term := f.frequencies[token.Term]
		if term == nil {
			term = &terms[i]
			pointers[i] = &locations[i]
			term.Locations = pointers[i : i+1 : i+1]
			f.frequencies[token.Term] = term
		} else {
			term.Locations = append(term.Locations, &locations[i])
		}
		term.SetFrequency(term.Frequency() + 1)
	}
	return f
}

func newFactsField(terms []string) *field {
	f := &field{
		name:        factsField,
		options:     bleveindex.IndexField | bleveindex.SkipFreqNorm,
		length:      len(terms),
		frequencies: make(bleveindex.TokenFrequencies, len(terms)),
	}
	freqs := make([]bleveindex.TokenFreq, len(terms))
	for i, term := range terms {
		f.frequencies[term] = &freqs[i]
	}
	return f
}

func (f *field) Name() string                             { return f.name }
func (f *field) ArrayPositions() []uint64                 { return nil }
func (f *field) Options() bleveindex.FieldIndexingOptions { return f.options }
func (f *field) Analyze()                                 {}
func (f *field) Value() []byte                            { return nil }
func (f *field) NumPlainTextBytes() uint64                { return 0 }
func (f *field) Size() int                                { return 0 }
func (f *field) EncodedFieldType() byte                   { return 't' }
func (f *field) AnalyzedLength() int                      { return f.length }

// AnalyzedTokenFrequencies returns the terms. bleve takes them from the map's
// keys; their Term is not set.
func (f *field) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.frequencies }

// newMapping maps nothing, as documents are built by hand.
func newMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping.Enabled = false
	return m
}

// lockTimeout is how long opening an index waits for its lock. Nobody but the
// holder of the store's lock opens one for writing.
const lockTimeout = "1s"

// createBleve makes an empty index in dir, which must not exist, and opens it
// for writing. Batches are not synced one by one: whoever builds a generation
// waits for the last one to be persisted and only then publishes it.
func createBleve(dir string) (bleve.Index, error) {
	idx, err := bleve.NewUsing(dir, newMapping(), scorch.Name, scorch.Name, map[string]any{
		"unsafe_batch":           true,
		"bolt_timeout":           lockTimeout,
		"numSnapshotsToKeep":     1,
		"asyncErrorCallbackName": backgroundErrorsName,
	})
	if err != nil {
		return nil, fmt.Errorf("create search index: %w", err)
	}
	// bleve makes this file readable by everybody.
	if err := os.Chmod(filepath.Join(dir, "index_meta.json"), 0o600); err != nil {
		_ = idx.Close()
		return nil, fmt.Errorf("create search index: %w", err)
	}
	return idx, nil
}

// openBleve opens the index in dir. An index opened readOnly can be opened by
// any number of processes; one opened for writing must be the only one.
func openBleve(dir string, readOnly bool) (bleve.Index, error) {
	idx, err := bleve.OpenUsing(dir, map[string]any{
		"read_only":              readOnly,
		"bolt_timeout":           lockTimeout,
		"asyncErrorCallbackName": backgroundErrorsName,
	})
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	return idx, nil
}
