package parser

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// A RefusedError says why a file, or a member of a zip, is not read at all,
// in words for the person who named it.
type RefusedError struct {
	Path   string // the file; for a member of a zip or a folder, theirs and then its own name
	Line   int    // 1-based line the reason is on; 0 if it is about the file as a whole
	Reason string // what is wrong: "it is a photo, not a chat"
	Hint   string // what to do about it; may be empty
	Err    error  // the cause, if the machine reported one
}

// Error joins all parts in one line. Path and Reason may hold characters from
// outside, so whoever prints it to a terminal has to make it safe first.
func (e *RefusedError) Error() string {
	var b strings.Builder
	b.WriteString(e.Path)
	if e.Line > 0 {
		fmt.Fprintf(&b, ", line %d", e.Line)
	}
	b.WriteString(": ")
	b.WriteString(e.Reason)
	if e.Hint != "" {
		b.WriteString("; ")
		b.WriteString(e.Hint)
	}
	return b.String()
}

// Unwrap returns the cause, so that errors.Is finds fs.ErrNotExist and others.
func (e *RefusedError) Unwrap() error { return e.Err }

const (
	hintExport = `choose the .txt or .zip that "Export chat" in WhatsApp made`
	hintAgain  = `export the chat from the phone again, or copy the file once more`
)

// refuseFile turns an error of the file system into a refusal.
func refuseFile(path string, err error) *RefusedError {
	refused := &RefusedError{Path: path, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		refused.Reason, refused.Hint = "there is no such file", "check its name and folder"
	case errors.Is(err, fs.ErrPermission):
		refused.Reason, refused.Hint = "you are not allowed to read it", "change its permissions, or copy it to a folder of your own"
	default:
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		refused.Reason, refused.Hint = "it could not be read: "+err.Error(), hintAgain
	}
	return refused
}

func refuseEmpty(path string) *RefusedError {
	return &RefusedError{Path: path, Reason: "it is empty", Hint: hintAgain}
}

// A fileType tells a kind of file by bytes at a place near its start.
type fileType struct {
	at         int
	magic      string
	name, hint string
}

const (
	hintDatabase = `Kerb reads exported chats, not WhatsApp's own database; in the chat, use "Export chat"`
	hintUnpack   = "unpack it first and load the chat export inside"
	hintSaveAs   = "if it holds the chat, save it as plain text (.txt), or export the chat from the phone again"
)

// fileTypes are files people take for a chat export: what lies beside one in
// a download folder. The first that fits counts.
var fileTypes = []fileType{
	{0, "\xff\xd8\xff", "a photo (JPEG)", hintExport},
	{0, "\x89PNG\r\n\x1a\n", "a picture (PNG)", hintExport},
	{0, "GIF8", "a picture (GIF)", hintExport},
	{8, "WEBP", "a picture or sticker (WebP)", hintExport},
	{8, "WAVE", "a sound recording (WAV)", hintExport},
	{8, "AVI ", "a video (AVI)", hintExport},
	{4, "ftypheic", "a photo (HEIC)", hintExport},
	{4, "ftypheix", "a photo (HEIC)", hintExport},
	{4, "ftypmif1", "a photo (HEIC)", hintExport},
	{4, "ftypavif", "a photo (AVIF)", hintExport},
	{4, "ftypM4A", "a sound recording (M4A)", hintExport},
	{4, "ftyp", "a video", hintExport},
	{4, "moov", "a video", hintExport},
	{0, "OggS", "a voice message", hintExport},
	{0, "ID3", "a sound recording (MP3)", hintExport},
	{0, "\xff\xfb", "a sound recording (MP3)", hintExport},
	{0, "#!AMR", "a voice message (AMR)", hintExport},
	{0, "\x1aE\xdf\xa3", "a video (Matroska or WebM)", hintExport},
	{0, "II*\x00", "a picture (TIFF)", hintExport},
	{0, "MM\x00*", "a picture (TIFF)", hintExport},
	{0, "BM", "a picture (BMP)", hintExport},
	{0, "%PDF-", "a PDF", hintExport},
	{0, "{\\rtf", "a rich text document (RTF)", hintSaveAs},
	{0, "\xd0\xcf\x11\xe0", "an old Word or Excel document", hintSaveAs},
	{0, "SQLite format 3\x00", "a database", hintDatabase},
	{0, "Rar!", "a RAR archive", hintUnpack},
	{0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive", hintUnpack},
	{0, "\x1f\x8b", "a gzip archive", hintUnpack},
	{0, "BZh", "a bzip2 archive", hintUnpack},
	{0, "\xfd7zXZ\x00", "an xz archive", hintUnpack},
	{0, "\x28\xb5\x2f\xfd", "a zstd archive", hintUnpack},
	{257, "ustar", "a tar archive", hintUnpack},
	{0, "\x7fELF", "a program", hintExport},
	{0, "MZ\x90\x00", "a program", hintExport},
	{0, "wOFF", "a font", hintExport},
	{0, "BEGIN:VCARD", "a contact card", hintExport},
	{0, "BEGIN:VCALENDAR", "a calendar", hintExport},
}

// refuseBinary returns why a file that starts with head cannot be a chat, or
// nil if it may be text.
func refuseBinary(path string, head []byte) *RefusedError {
	for _, t := range fileTypes {
		if len(head) <= t.at || !bytes.HasPrefix(head[t.at:], []byte(t.magic)) {
			continue
		}
		if !isASCIIWord(t.magic) || !looksLikeText(head) {
			return &RefusedError{Path: path, Reason: "it is " + t.name + ", not a chat", Hint: t.hint}
		}
	}
	switch {
	case allZero(head):
		return &RefusedError{Path: path, Reason: "it holds nothing but zero bytes, as a copy that broke off does", Hint: hintAgain}
	case sniffEncoding(head) == encodingUTF8 && !looksLikeText(head) && strings.Contains(strings.ToLower(path), ".crypt"):
		return &RefusedError{Path: path, Reason: "it is WhatsApp's own encrypted backup, which only the phone can read", Hint: `in the chat, use "Export chat"`}
	case sniffEncoding(head) == encodingUTF8 && !looksLikeText(head):
		return &RefusedError{Path: path, Reason: "it is not text but some other kind of file", Hint: hintExport}
	}
	return nil
}

// isASCIIWord reports whether a magic is letters only, so that a text may well
// start with it.
func isASCIIWord(magic string) bool {
	for _, c := range []byte(magic) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return len(magic) < 5
}

// looksLikeText reports whether head has hardly any control characters or
// malformed UTF-8 beyond what a text in an old encoding has.
func looksLikeText(head []byte) bool {
	controls := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\v' && c != '\f' && c != 0x1b {
			controls++
		}
	}
	return controls*50 <= len(head)
}

func allZero(b []byte) bool {
	return len(b) > 0 && len(bytes.TrimLeft(b, "\x00")) == 0
}

// A foreignFormat is what another program makes of a chat, told by strings
// that all stand near its start.
type foreignFormat struct {
	marks []string
	name  string
	hint  string
}

// foreignFormats are told apart in this order.
var foreignFormats = []foreignFormat{
	{[]string{`"messages":`, `"type":`, `"from_id":`}, "a Telegram chat (JSON)", hintWhatsApp},
	{[]string{`"type": "personal_chat"`}, "a Telegram chat (JSON)", hintWhatsApp},
	{[]string{`"about": "Here is the data you requested`}, "a Telegram archive (JSON)", hintWhatsApp},
	{[]string{`<title>Exported Data</title>`, `page_wrap`}, "a Telegram chat (HTML)", hintWhatsApp},
	{[]string{`"envelope":`, `"sourceDevice":`}, "messages from Signal (signal-cli)", hintWhatsApp},
	{[]string{`"envelope":`, `"dataMessage":`}, "messages from Signal (signal-cli)", hintWhatsApp},
	{[]string{`"conversationId":`, `"sent_at":`}, "messages from Signal Desktop", hintWhatsApp},
	{[]string{"Type: incoming-message", "Sent: "}, "messages from Signal", hintWhatsApp},
	{[]string{`"sender_name":`, `"timestamp_ms":`}, "a Facebook Messenger or Instagram chat (JSON)", hintWhatsApp},
	{[]string{`"guild":`, `"channel":`}, "a Discord chat (JSON)", hintWhatsApp},
	{[]string{"Guild: ", "Channel: ", "======"}, "a Discord chat", hintWhatsApp},
	{[]string{`class="chatlog`, `guild`}, "a Discord chat (HTML)", hintWhatsApp},
	{[]string{`AuthorID,Author,Date,Content`}, "a Discord chat (CSV)", hintWhatsApp},
	{[]string{`"client_msg_id":`}, "a Slack channel", hintWhatsApp},
	{[]string{`"ts":`, `"user":`, `"type":`}, "a Slack channel", hintWhatsApp},
	{[]string{`"room_name":`, `"exported_by":`}, "a Matrix room (Element)", hintWhatsApp},
	{[]string{`<smses`}, "text messages (SMS Backup & Restore)", hintWhatsApp},
	{[]string{"[LINE]"}, "a LINE chat", hintWhatsApp},
	{[]string{"KakaoTalk Chats with"}, "a KakaoTalk chat", hintWhatsApp},
	{[]string{"카카오톡 대화"}, "a KakaoTalk chat", hintWhatsApp},
	{[]string{`<div class="message">`, `<span class="timestamp">`}, "an iMessage chat (HTML)", hintWhatsApp},
	{[]string{"Content-Type: ", "MIME-Version: "}, "an e-mail", "open it in the mail program and save the attached chat"},
	{[]string{"<!DOCTYPE html"}, "a web page", hintExport},
	{[]string{"<html"}, "a web page", hintExport},
	{[]string{"<?xml"}, "an XML file", hintExport},
}

const hintWhatsApp = "Kerb reads WhatsApp chats only"

// refuseForeign tells which other program wrote a text, or nil.
func refuseForeign(path string, head []byte) *RefusedError {
formats:
	for _, f := range foreignFormats {
		for _, mark := range f.marks {
			if !bytes.Contains(head, []byte(mark)) {
				continue formats
			}
		}
		return &RefusedError{Path: path, Reason: "it is " + f.name + ", not a WhatsApp chat", Hint: f.hint}
	}
	return nil
}

// refuseNoChat says why a text in which no message was found is not a chat,
// as precisely as its start tells; head is UTF-8.
func refuseNoChat(path string, head []byte) *RefusedError {
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))) == 0 {
		return refuseEmpty(path)
	}
	if line := mangledLine(head); line > 0 {
		return &RefusedError{
			Path: path, Line: line,
			Reason: `a spreadsheet has turned its commas and colons into ";", so times and names can no longer be told apart`,
			Hint:   "use the file as WhatsApp exported it, without opening and saving it in Excel or Numbers",
		}
	}
	if refused := refuseForeign(path, head); refused != nil {
		return refused
	}
	if line := telegramLine(head); line > 0 {
		return &RefusedError{Path: path, Line: line, Reason: "it is text copied from Telegram, not a WhatsApp chat", Hint: hintWhatsApp}
	}
	return &RefusedError{Path: path, Reason: "no WhatsApp messages were found in it", Hint: hintExport}
}

// mangledLine returns the 1-based line that shows a header in which every
// comma and colon has become a semicolon, or 0.
func mangledLine(head []byte) int {
	number := 0
	for line := range bytes.Lines(head) {
		number++
		if isMangled(line) {
			return number
		}
	}
	return 0
}

// isMangled matches a date, ";" and a time with ";" between its parts at the
// start of a line, in brackets or not.
func isMangled(line []byte) bool {
	digits, semicolons, separators := 0, 0, 0
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		line = line[size:]
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == ';':
			if digits < 4 || separators < 2 {
				return false
			}
			semicolons++
		case r == '/' || r == '.' || r == '-':
			separators++
		case strings.ContainsRune("[]\"' \u00a0\u202f\u200e\u200f\ufeff", r):
		default:
			return semicolons >= 2 && digits >= 7
		}
		if digits > 14 {
			return semicolons >= 2
		}
	}
	return false
}
