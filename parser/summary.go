package parser

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// A Summary is what was understood of an export, and why.
type Summary struct {
	Chat           string    // name of the chat; never empty where the export has a file name
	Platform       string    // "ios", "android" or "unknown"
	Dialect        string    // how headers are written: "[D/M/YY, H:MM:SS] "; empty for .jsonl
	DateOrder      DateOrder // as dates were read
	Ambiguous      bool      // nothing in the file proves DateOrder; it was assumed
	OrderEvidence  string    // what proves it, in words, with a line to look at
	Doubts         []Doubt   // where Ambiguous: the first few dates that can be read both ways
	Messages       int       // notices counted
	Notices        int
	Senders        []string  // people, in the order they first speak
	First, Last    time.Time // earliest and latest message; zero if there is none
	TruncatedByCap bool      // as many messages as WhatsApp exports at most
	Warnings       []string
	Unreadable     []Stretch // what is in no message; named in Warnings too
	Size           int64     // of the text in bytes, as UTF-8
}

// A Stretch is a part of an export that is in no message.
type Stretch struct {
	Line   int // 1-based first line
	Lines  int
	Offset int64 // in the text as UTF-8
	Length int64
	Reason string
}

// String tells where the stretch is and why it was left out.
func (s Stretch) String() string {
	if s.Lines == 1 {
		return fmt.Sprintf("line %d: %s", s.Line, s.Reason)
	}
	return fmt.Sprintf("lines %d to %d: %s", s.Line, s.Line+s.Lines-1, s.Reason)
}

// MarshalJSON writes the summary in the shape of `kerb parse --summary --json`.
func (s Summary) MarshalJSON() ([]byte, error) {
	order := s.DateOrder.String()
	if s.Ambiguous {
		order = "ambiguous"
	}
	moment := func(t time.Time) *string {
		if t.IsZero() {
			return nil
		}
		text := t.Format(TimeLayout)
		return &text
	}
	return json.Marshal(struct {
		Chat           string   `json:"chat"`
		Platform       string   `json:"platform"`
		Dialect        string   `json:"dialect,omitempty"`
		DateOrder      string   `json:"date_order"`
		OrderEvidence  string   `json:"order_evidence"`
		Messages       int      `json:"messages"`
		Notices        int      `json:"notices"`
		Senders        []string `json:"senders"`
		First          *string  `json:"first"`
		Last           *string  `json:"last"`
		TruncatedByCap bool     `json:"truncated_by_cap"`
		Warnings       []string `json:"warnings"`
		Size           int64    `json:"size"`
	}{
		s.Chat, s.Platform, s.Dialect, order, s.OrderEvidence, s.Messages, s.Notices,
		emptyNotNil(s.Senders), moment(s.First), moment(s.Last), s.TruncatedByCap, emptyNotNil(s.Warnings), s.Size,
	})
}

func emptyNotNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// exportCaps are the numbers of messages at which WhatsApp cuts exports,
// oldest first: with media and without.
var exportCaps = []int{10_000, 40_000}

// count takes in a message.
func (s *Summary) count(m *Message) {
	s.Messages++
	if m.Kind == Notice {
		s.Notices++
	}
	switch {
	case s.Messages == 1:
		s.First, s.Last = m.Time, m.Time
	case !m.Time.Before(s.Last):
		s.Last = m.Time
	case m.Time.Before(s.First):
		s.First = m.Time
	}
}

// leaveOut notes a stretch that is in no message. One that goes on with the
// last is joined to it, so that a file of nonsense does not fill the memory.
func (s *Summary) leaveOut(next Stretch) {
	if n := len(s.Unreadable); n > 0 {
		if last := &s.Unreadable[n-1]; last.Offset+last.Length == next.Offset && last.Reason == next.Reason {
			last.Lines += next.Lines
			last.Length += next.Length
			return
		}
	}
	s.Unreadable = append(s.Unreadable, next)
}

// finish completes the counts at the end of the export.
func (s *Summary) finish() {
	if slices.Contains(exportCaps, s.Messages) || slices.Contains(exportCaps, s.Messages-s.Notices) {
		s.TruncatedByCap = true
		s.Warnings = append(s.Warnings, fmt.Sprintf("the export has exactly as many messages as WhatsApp exports at most (%d); older ones may be missing", s.Messages))
	}
	for _, stretch := range s.Unreadable[:min(len(s.Unreadable), maxNamedStretches)] {
		s.Warnings = append(s.Warnings, stretch.String())
	}
	if more := len(s.Unreadable) - maxNamedStretches; more > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("%d more stretches could not be read", more))
	}
}

// maxNamedStretches is how many unreadable stretches warnings name.
const maxNamedStretches = 20
