package index

import "github.com/kerbstreet/kerb/parser"

// Progress tells how far a load or a reindex is. It is sent often; receivers
// draw what they can.
type Progress struct {
	Stage    Stage
	Source   string // file being read, base name
	Bytes    int64  // read so far of Total, both in bytes of the decoded chat text
	Total    int64  // 0 while unknown
	Messages int    // messages read so far, of all sources

	// Understood is what the first pass found out about a source: phone, dates
	// and their evidence. Counts and people are not in it yet. Nil until then;
	// not to be changed.
	Understood *parser.Summary
}

// Stage is what a load is doing.
type Stage uint8

// The stages of a load, in their order. Their String forms are for people.
const (
	Surveying  Stage = iota // first pass: which dialect, which date order
	Reading                 // second pass: messages into the index
	Publishing              // making the new state durable and visible
)

// String returns the stage in words.
func (s Stage) String() string {
	return [...]string{"looking at the export", "reading messages", "saving"}[s]
}
