package parser

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

// AppendJSON appends the message to dst as one JSON object, in the shape that
// `kerb parse --json` prints and a .jsonl export holds:
//
//	{"n":17,"time":"2024-03-01T18:05:00","sender":"Ben","kind":"text","text":"…","attachment":null,"edited":false}
//
// What is unknown is null: the sender of a notice, an attachment there is
// not. A message that an admin deleted has "deleted_by" besides. Characters that could act on a terminal (controls, bidi overrides) are
// written as \u escapes, so that the output is safe to look at and still holds
// the text exactly. It does not allocate when dst has room.
func (m Message) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"n":`...)
	dst = strconv.AppendInt(dst, int64(m.N), 10)
	dst = append(dst, `,"time":`...)
	dst = appendJSONTime(dst, m.Time)
	dst = append(dst, `,"sender":`...)
	dst = appendJSONOptional(dst, m.Sender)
	dst = append(dst, `,"kind":"`...)
	dst = append(dst, m.Kind.String()...)
	dst = append(dst, `","text":`...)
	dst = appendJSONString(dst, m.Text)
	dst = append(dst, `,"attachment":`...)
	dst = appendJSONOptional(dst, m.Attachment)
	dst = append(dst, `,"edited":`...)
	dst = strconv.AppendBool(dst, m.Edited)
	if m.DeletedBy != "" {
		dst = append(dst, `,"deleted_by":`...)
		dst = appendJSONString(dst, m.DeletedBy)
	}
	return append(dst, '}')
}

// MarshalJSON encodes the message as AppendJSON does.
func (m Message) MarshalJSON() ([]byte, error) {
	return m.AppendJSON(make([]byte, 0, 128+len(m.Sender)+len(m.Text)+len(m.Attachment))), nil
}

// UnmarshalJSON decodes what AppendJSON wrote. Other fields are ignored; time
// is required; a missing kind is a text, or a notice where there is no sender.
func (m *Message) UnmarshalJSON(data []byte) error {
	in, err := decodeJSONMessage(data)
	if err != nil {
		return err
	}
	*m = in.Message
	return nil
}

// jsonMessage is a message as a line of a .jsonl export tells it: the chat it
// belongs to beside the message itself.
type jsonMessage struct {
	Message
	Chat string
}

var errNoJSONTime = errors.New(`no "time" in the message`)

func decodeJSONMessage(data []byte) (jsonMessage, error) {
	var in struct {
		N          int     `json:"n"`
		Chat       string  `json:"chat"`
		Time       string  `json:"time"`
		Sender     *string `json:"sender"`
		Kind       *string `json:"kind"`
		Text       string  `json:"text"`
		Attachment *string `json:"attachment"`
		Edited     bool    `json:"edited"`
		DeletedBy  string  `json:"deleted_by"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return jsonMessage{}, err
	}
	if in.Time == "" {
		return jsonMessage{}, errNoJSONTime
	}
	t, err := time.Parse(TimeLayout, in.Time)
	if err != nil {
		return jsonMessage{}, fmt.Errorf("time %q is not of the form %s", in.Time, TimeLayout)
	}
	out := jsonMessage{
		Message: Message{N: in.N, Time: t, Text: in.Text, Edited: in.Edited, DeletedBy: in.DeletedBy},
		Chat:    in.Chat,
	}
	if in.Sender != nil {
		out.Sender = *in.Sender
	}
	if in.Attachment != nil {
		out.Attachment = *in.Attachment
	}
	switch {
	case in.Kind != nil:
		kind, ok := ParseKind(*in.Kind)
		if !ok {
			return jsonMessage{}, fmt.Errorf("unknown kind %q", *in.Kind)
		}
		out.Kind = kind
	case out.Sender == "":
		out.Kind = Notice
	}
	return out, nil
}

func appendJSONTime(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(dst, "null"...)
	}
	dst = append(dst, '"')
	dst = t.AppendFormat(dst, TimeLayout)
	return append(dst, '"')
}

func appendJSONOptional(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, "null"...)
	}
	return appendJSONString(dst, s)
}

const hexDigits = "0123456789abcdef"

// appendJSONString appends s in quotes. It copies runs that need no escape at
// once; bytes that are not UTF-8 become U+FFFD.
func appendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	run := 0 // start of what is not yet copied
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
				i++
				continue
			}
			dst = append(dst, s[run:i]...)
			dst = appendJSONEscape(dst, rune(c))
			i++
			run = i
			continue
		}
		if c >= 0xE3 && c <= 0xED || c >= 0xF0 && c <= 0xF3 || c >= 0xC3 && c <= 0xD7 {
			// Scripts and emoji in which nothing needs an escape: only
			// whether the bytes are well formed has to be known.
			if _, size := utf8.DecodeRuneInString(s[i:]); size > 1 {
				i += size
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !actsOnTerminal(r) && (r != utf8.RuneError || size > 1) {
			i += size
			continue
		}
		dst = append(dst, s[run:i]...)
		dst = appendJSONEscape(dst, r)
		i += size
		run = i
	}
	dst = append(dst, s[run:]...)
	return append(dst, '"')
}

// actsOnTerminal reports whether r, beyond ASCII, moves a cursor, turns the
// direction of text or breaks a line in readers of JSON lines.
func actsOnTerminal(r rune) bool {
	switch {
	case r >= 0x80 && r <= 0x9f: // C1 controls
	case r == 0x061c, r == 0x200e, r == 0x200f: // direction marks
	case r >= 0x2028 && r <= 0x202e: // line separators, bidi embeddings and overrides
	case r >= 0x2066 && r <= 0x2069: // bidi isolates
	case r == 0xfeff:
	default:
		return false
	}
	return true
}

func appendJSONEscape(dst []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', hexDigits[r>>12&0xf], hexDigits[r>>8&0xf], hexDigits[r>>4&0xf], hexDigits[r&0xf])
}
