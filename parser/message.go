package parser

import (
	"fmt"
	"time"
)

// Kind says what a message is.
type Kind uint8

// The kinds a message can be of. Their String forms are part of the JSON
// contract.
const (
	Text     Kind = iota // words a person typed
	Media                // a photo, video, voice note, sticker, document; attached or left out
	Deleted              // a message its sender or an admin took back
	Notice               // written by WhatsApp itself: joins, leaves, settings
	Call                 // a voice or video call, made or missed
	Poll                 // a question with options
	Location             // a place, or a live location
	Contact              // a contact card
)

var kindNames = [...]string{"text", "media", "deleted", "notice", "call", "poll", "location", "contact"}

// Kinds lists every kind in the order of their values.
func Kinds() []Kind {
	kinds := make([]Kind, len(kindNames))
	for i := range kinds {
		kinds[i] = Kind(i)
	}
	return kinds
}

// String returns the kind's name in the JSON contract.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// ParseKind is the inverse of Kind.String; ok is false for any other word.
func ParseKind(s string) (k Kind, ok bool) {
	for i, name := range kindNames {
		if s == name {
			return Kind(i), true
		}
	}
	return 0, false
}

// Message is one entry of an exported chat.
type Message struct {
	N          int       // 1-based place in the export, notices counted
	Time       time.Time // wall clock of the exporting phone; exports name no zone, so its Location is UTC and means "unknown"
	Sender     string    // name as exported, without WhatsApp's invisible marks and "~"; empty for notices
	Kind       Kind
	Text       string // UTF-8; new lines inside a message are \n; no placeholders, edit markers or invisible marks
	Attachment string // file name of attached media; empty if there is none or it was left out
	Edited     bool
	DeletedBy  string // admin who deleted the message, where the export names one

	// Original is Time in the order of day and month that Export.Read decided
	// on. It is zero unless Reader.ReadAs made Time another one.
	Original time.Time

	Line   int   // 1-based line on which the message starts; 0 where the export has no lines
	Offset int64 // bytes before the message in the decoded (UTF-8) export
	Length int64 // bytes of the message in the decoded export, header and line ends included
}

// TimeLayout is how a message's time stands in JSON: local wall clock without
// a zone.
const TimeLayout = "2006-01-02T15:04:05"
