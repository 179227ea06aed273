package parser

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// Zips are written by strangers. Nothing in one is ever unpacked to disk, the
// names of members serve only to be shown, and a text that grows far beyond
// what chats do is cut off.
const (
	// maxRatio is how many bytes of text one byte of a zip may become. Chats
	// come to 3, the same message every minute of the year to 11–36 (only the
	// time differs), the same line over and over again to 300–400; deflate's
	// limit is 1,032.
	maxRatio = 400
	// freeSize is the size up to which the ratio does not matter.
	freeSize = 64 << 20
	// minHeaders is how many lines of a member must look like messages for it
	// to be a chat without doubt.
	minHeaders = 2
)

func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// openZip finds the chats in the zip at file.
func openZip(ctx context.Context, file string) (_ []*Export, err error) {
	archive, err := newZipFile(file)
	if err != nil {
		return nil, refuseZip(file, err)
	}
	defer func() { err = errors.Join(err, archive.release()) }()
	chats, err := zipChats(ctx, file, archive.members)
	if err != nil {
		return nil, err
	}
	media := zipMedia(archive.members, chats)
	exports := make([]*Export, len(chats))
	for i, chat := range chats {
		exports[i] = zipExport(archive, archive.members[chat], len(chats) == 1)
		exports[i].attachments = media(archive.members[chat])
	}
	return exports, nil
}

// zipChats returns the places of those members that are chats: by what they
// hold; where several are, as when somebody sent a chat to a chat, those that
// are also called what WhatsApp calls a chat, else the largest of those that
// lie among media.
func zipChats(ctx context.Context, file string, members []*zip.File) ([]int, error) {
	if kind := officeDocument(members); kind != "" {
		return nil, &RefusedError{Path: file, Reason: "it is " + kind + ", not a chat", Hint: hintSaveAs}
	}
	best, bestLines := -1, 0
	var chats, named []int
	var refused error
	var text []byte // start of the one text that is no chat
	for i, member := range members {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !mayBeChat(member) {
			continue
		}
		head, err := readHead(func() (io.ReadCloser, error) { return openMember(member) })
		if err != nil {
			refused = refuseZip(memberPath(file, member), err)
			continue
		}
		lines := headerLines(decodeHead(head))
		switch {
		case lines >= minHeaders || isJSONL(head):
			chats = append(chats, i)
			if isChatName(member) {
				named = append(named, i)
			}
		case lines > bestLines, best < 0 && isChatName(member):
			best, bestLines = i, lines
		}
		if text == nil && lines == 0 {
			text = head
		}
	}
	switch {
	case len(named) > 0:
		return named, nil
	case len(chats) > 1 && len(chats) < len(members):
		return []int{largest(members, chats)}, nil
	case len(chats) > 0:
		return chats, nil
	case best >= 0 && bestLines > 0:
		return []int{best}, nil
	case refused != nil:
		return nil, refused
	case best >= 0 || text != nil:
		return nil, refuseNoChat(file, decodeHead(text))
	}
	return nil, refuseEmptyZip(file, members)
}

// zipExport makes an export of one member of a zip, but for its attachments.
func zipExport(archive *zipFile, member *zip.File, only bool) *Export {
	export := &Export{
		path:     memberPath(archive.path, member),
		name:     baseName(member.Name),
		modified: member.Modified,
		size:     int64(min(member.UncompressedSize64, 1<<62)),
		open:     func() (io.ReadCloser, error) { return openZipText(archive, member) },
	}
	if dir := baseName(folderOf(member)); strings.EqualFold(export.name, chatText) || only && export.Chat() == "" {
		export.name = filepath.Base(archive.path)
		if dir != "" && (chatNameFromFile(dir) != "" || !only) {
			export.name = dir
		}
	}
	return export
}

// zipMedia returns what lists the media of a chat: all other members if it is
// the only one of the zip, else those of its folder. Where several chats share
// a folder, nothing tells whose they are, and they are nobody's.
func zipMedia(members []*zip.File, chats []int) func(chat *zip.File) []Attachment {
	folder := folderOf
	if len(chats) == 1 {
		folder = func(*zip.File) string { return "" }
	}
	isChat, chatsIn := make(map[int]bool), make(map[string]int)
	for _, chat := range chats {
		isChat[chat] = true
		chatsIn[folder(members[chat])]++
	}
	media := make(map[string][]Attachment)
	for i, member := range members {
		if in := folder(member); !isChat[i] && !isJunk(member) && chatsIn[in] == 1 {
			media[in] = append(media[in], Attachment{
				Name:     baseName(member.Name),
				Size:     int64(min(member.UncompressedSize64, 1<<62)),
				Modified: member.Modified,
			})
		}
	}
	return func(chat *zip.File) []Attachment { return media[folder(chat)] }
}

// zipText is a member that is being read; closing it gives the zip back.
type zipText struct {
	file    string
	text    io.ReadCloser
	left    int64 // bytes it may still grow to
	release func() error
}

func openZipText(archive *zipFile, member *zip.File) (io.ReadCloser, error) {
	if err := archive.acquire(); err != nil {
		return nil, refuseZip(archive.path, err)
	}
	file := memberPath(archive.path, member)
	text, err := openMember(member)
	if err != nil {
		return nil, errors.Join(refuseZip(file, err), archive.release())
	}
	left := int64(freeSize)
	if size := member.CompressedSize64; size > freeSize/maxRatio {
		left = int64(min(size, 1<<50)) * maxRatio
	}
	return &zipText{file, text, left, sync.OnceValue(archive.release)}, nil
}

// Read reads on, and refuses a text that has grown beyond what chats do.
func (t *zipText) Read(p []byte) (int, error) {
	n, err := t.text.Read(p)
	t.left -= int64(n)
	if t.left < 0 {
		return 0, refuseZip(t.file, errBomb)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, refuseZip(t.file, err)
	}
	return n, err
}

// Close closes the member and gives the zip back.
func (t *zipText) Close() error { return errors.Join(t.text.Close(), t.release()) }

var (
	errEncrypted = errors.New("encrypted")
	errBomb      = errors.New("expands without bounds")
)

// flagEncrypted is the bit of a member's flags that says it needs a password.
const flagEncrypted = 1

func openMember(member *zip.File) (io.ReadCloser, error) {
	if member.Flags&flagEncrypted != 0 {
		return nil, errEncrypted
	}
	return member.Open()
}

// refuseZip turns an error of a zip into a refusal.
func refuseZip(path string, err error) *RefusedError {
	refused := &RefusedError{Path: path, Err: err}
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, errEncrypted):
		refused.Reason, refused.Hint = "it is locked with a password", "unpack it with the password first and load what was inside"
	case errors.Is(err, errBomb):
		refused.Reason = fmt.Sprintf("it grows to more than %d times its size, which no chat does, so it was not read on", maxRatio)
		refused.Hint = hintAgain
	case errors.Is(err, zip.ErrAlgorithm):
		refused.Reason, refused.Hint = "it is packed in a way Kerb does not know", "unpack it first and load what was inside"
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		refused.Reason, refused.Hint = "the zip is cut off or damaged, as after a broken copy or download", hintAgain
	case errors.Is(err, zip.ErrChecksum):
		refused.Reason, refused.Hint = "the zip is damaged: its checksum does not match its text", hintAgain
	default:
		return refuseFile(path, err)
	}
	return refused
}

// refuseEmptyZip says what a zip without any text holds instead.
func refuseEmptyZip(file string, members []*zip.File) *RefusedError {
	for _, member := range members {
		if strings.EqualFold(path.Ext(member.Name), ".zip") {
			return &RefusedError{Path: file, Reason: "it holds no chat but further zips", Hint: "unpack it and load the zips inside, or their folder"}
		}
	}
	if len(members) == 0 {
		return &RefusedError{Path: file, Reason: "the zip is empty", Hint: hintAgain}
	}
	return &RefusedError{Path: file, Reason: "no chat is in the zip", Hint: hintExport}
}

// officeDocument tells documents that are zips inside by their members.
func officeDocument(members []*zip.File) string {
	for _, member := range members {
		switch {
		case strings.HasPrefix(member.Name, "word/"):
			return "a Word document"
		case strings.HasPrefix(member.Name, "xl/"):
			return "an Excel workbook"
		case strings.HasPrefix(member.Name, "ppt/"):
			return "a PowerPoint presentation"
		case member.Name == "META-INF/manifest.xml":
			return "an OpenDocument file"
		case member.Name == "META-INF/container.xml":
			return "an e-book (EPUB)"
		case member.Name == "AndroidManifest.xml":
			return "an Android app"
		case member.Name == "META-INF/MANIFEST.MF":
			return "a Java program"
		}
	}
	return ""
}

// mayBeChat reports whether a member's name allows it to be a chat; the rest
// is media, of which there may be ten thousand, and is not looked into.
func mayBeChat(member *zip.File) bool {
	if isJunk(member) {
		return false
	}
	switch strings.ToLower(path.Ext(baseName(member.Name))) {
	case "", ".txt", ".text", ".log", ".jsonl", ".json", ".csv", ".html":
		return true
	}
	return isChatName(member)
}

// isChatName reports whether a member is called what WhatsApp calls a chat.
func isChatName(member *zip.File) bool {
	base := baseName(member.Name)
	return strings.EqualFold(base, chatText) || chatNameFromFile(base) != "" && !strings.EqualFold(path.Ext(base), ".zip")
}

// isJunk reports whether a member is a folder, or one of the shadow files that
// macOS puts beside every file.
func isJunk(member *zip.File) bool {
	return strings.HasSuffix(member.Name, "/") || strings.HasPrefix(member.Name, "__MACOSX/") ||
		strings.HasPrefix(baseName(member.Name), "._") || baseName(member.Name) == ".DS_Store"
}

func largest(members []*zip.File, places []int) int {
	best := places[0]
	for _, i := range places {
		if members[i].UncompressedSize64 > members[best].UncompressedSize64 {
			best = i
		}
	}
	return best
}

// memberPath names a member for errors: the zip, and then its base name.
func memberPath(file string, member *zip.File) string {
	return file + "/" + baseName(member.Name)
}

// folderOf names the folder that a member is in.
func folderOf(member *zip.File) string { return path.Dir(slashed(member.Name)) }

func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// baseName is the last part of a member's name, "" if it has none; names may
// climb out of the zip or come from Windows.
func baseName(name string) string {
	switch base := path.Base(slashed(name)); base {
	case ".", "..", "/":
		return ""
	default:
		return base
	}
}
