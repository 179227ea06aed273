package index

import (
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/kerbstreet/kerb/index/analysis"
)

// What bleve knows of a message is one field, which is not stored:
//
//	text   the words of the message and of its attachment's name, with their
//	       occurrences in the place of frequencies
//
// Everything else that can be asked for without words, such as who wrote a
// message and when, stands in its row of the message table, and is tested
// there: bleve's number of a message is the number of its row.
const textField = "text"

// attachmentGap parts the positions of an attachment's name from those of the
// text, so that no phrase reaches from one into the other.
const attachmentGap = 8

// document is what bleve indexes of a message. Its ID, which bleve insists
// on, is empty: messages are known by their row.
type document struct{ text field }

var _ bleveindex.Document = (*document)(nil)

// newDocument makes the document of a message. All the work is done here, so
// that callers can do it on as many goroutines as they like.
func newDocument(text, attachment string) *document {
	return &document{newTextField(text, attachment)}
}

// words returns how many words the message has.
func (d *document) words() int { return d.text.length }

// VisitFields shows the fields to bleve.
func (d *document) VisitFields(visit bleveindex.FieldVisitor) {
	visit(&emptyID)
	visit(&d.text)
}

func (d *document) ID() string                                      { return "" }
func (d *document) Size() int                                       { return 0 }
func (d *document) VisitComposite(bleveindex.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                              { return false }
func (d *document) NumPlainTextBytes() uint64                       { return 0 }
func (d *document) AddIDField()                                     {}
func (d *document) StoredFieldsBytes() uint64                       { return 0 }
func (d *document) Indexed() bool                                   { return true }

// field is a document field that comes analysed.
type field struct {
	name        string
	options     bleveindex.FieldIndexingOptions
	length      int
	frequencies bleveindex.TokenFrequencies
}

var _ bleveindex.Field = (*field)(nil)

var emptyID = field{name: "_id", options: bleveindex.IndexField | bleveindex.StoreField}

// indexedBytes is how much of a message's text can be found by its words, in
// bytes. WhatsApp sends no message of more than 65,536 characters, but a file
// that is no export may look like one endless message, and the words of a
// message are in memory together, at about a hundred bytes each.
const indexedBytes = 1 << 20

// indexed returns the part of text that is indexed.
func indexed(text string) string { return analysis.Beginning(text, indexedBytes) }

func newTextField(text, attachment string) field {
	text = indexed(text)
	tokens := make([]analysis.Token, 0, len(text)/5+4)
	tokens = analysis.Tokenize(tokens, text)
	inText := len(tokens)
	if attachment != "" {
		tokens = analysis.Tokenize(tokens, attachment)
	}
	f := field{
		name:        textField,
		options:     bleveindex.IndexField,
		length:      len(tokens),
		frequencies: make(bleveindex.TokenFrequencies, len(tokens)),
	}
	terms := make([]bleveindex.TokenFreq, len(tokens)) // one array instead of one allocation a word
	repeated := false
	for i, token := range tokens {
		term := f.frequencies[token.Term]
		if term == nil {
			term = &terms[i]
			f.frequencies[token.Term] = term
		} else {
			repeated = true
		}
		term.SetFrequency(int(occurrencesAt([]uint32{place(i, inText)})))
	}
	if repeated {
		f.countRepeated(tokens, inText)
	}
	return f
}

// place counts the words of the attachment's name from further behind.
func place(token, inText int) uint32 {
	if token >= inText {
		token += attachmentGap
	}
	return uint32(token)
}

// countRepeated sets the occurrences of words that stand there several times.
func (f *field) countRepeated(tokens []analysis.Token, inText int) {
	places := make(map[string][]uint32, len(f.frequencies))
	for i, token := range tokens {
		places[token.Term] = append(places[token.Term], place(i, inText))
	}
	for term, at := range places {
		if len(at) > 1 {
			f.frequencies[term].SetFrequency(int(occurrencesAt(at)))
		}
	}
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
