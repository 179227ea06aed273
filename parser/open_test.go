package parser

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	android = "13/06/24, 21:25 - Ann: hi\n13/06/24, 21:26 - Ben: hello\n"
	iphone  = "[13/06/24, 21:25:00] Ann: hi\r\n[13/06/24, 21:26:00] Ben: hello\r\n"
	jsonl   = `{"n":1,"time":"2024-03-01T18:05:00","sender":"Ben","kind":"text","text":"hi"}` + "\n"
)

// writeFiles makes a folder with the files given, "name: content".
func writeFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

type member struct{ name, content string }

func zipOf(t testing.TB, members ...member) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		f, err := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: time.Date(2024, 6, 14, 9, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func openOne(t testing.TB, path string) *Export {
	t.Helper()
	exports, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if len(exports) != 1 {
		t.Fatalf("got %d exports, want one", len(exports))
	}
	return exports[0]
}

func textOf(t testing.TB, e *Export) string {
	t.Helper()
	src, err := e.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	text, err := io.ReadAll(src)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAChatIsFoundInWhateverItComesIn(t *testing.T) {
	t.Parallel()
	photo := member{"00000001-PHOTO-2024-06-13-21-25-00.jpg", "\xff\xd8\xff\xe0 photo"}
	tests := []struct {
		name, file, content string
		text, exportName    string
		chat                string
		media               []string
	}{
		{"a text", "WhatsApp Chat with Elm Street.txt", android, android, "WhatsApp Chat with Elm Street.txt", "Elm Street", nil},
		{"a text called otherwise", "chat.dat", iphone, iphone, "chat.dat", "", nil},
		{"JSON lines", "kept.jsonl", jsonl, jsonl, "kept.jsonl", "", nil},
		{"an iPhone's zip", "WhatsApp Chat - Elm Street.zip", zipOf(t, photo, member{"_chat.txt", iphone}),
			iphone, "WhatsApp Chat - Elm Street.zip", "Elm Street", []string{photo.name}},
		{"an Android zip renamed", "x.zip", zipOf(t, member{"WhatsApp Chat with Elm Street.txt", android}, photo),
			android, "WhatsApp Chat with Elm Street.txt", "Elm Street", []string{photo.name}},
		{"a zip with other texts", "x.zip", zipOf(t, member{"a.txt", "shopping"}, member{"_chat.txt", iphone}, member{"z chat.txt", "more text\nand more"}),
			iphone, "x.zip", "", []string{"a.txt", "z chat.txt"}},
		{"a zip with a chat sent to the chat", "x.zip", zipOf(t, member{"00000007-other.txt", android + android}, member{"_chat.txt", iphone}),
			iphone, "x.zip", "", []string{"00000007-other.txt"}},
		{"a zip with one message", "x.zip", zipOf(t, member{"notes.txt", "nothing"}, member{"c.txt", android[:26]}),
			android[:26], "x.zip", "", []string{"notes.txt"}},
		{"a zip in which macOS left its shadows", "x.zip", zipOf(t, member{"Elm/", ""}, member{"Elm/_chat.txt", iphone}, member{"__MACOSX/Elm/._chat.txt", "\x00\x05\x16\x07"}),
			iphone, "x.zip", "", nil},
		{"a zip with names that climb out", "x.zip", zipOf(t, member{"../../etc/_chat.txt", iphone}, member{`..\..\evil.jpg`, "x"}, member{"/abs/\x1b[2J.jpg", "x"}),
			iphone, "x.zip", "", []string{"evil.jpg", "\x1b[2J.jpg"}},
		{"a zip called otherwise", "chat.txt", zipOf(t, member{"_chat.txt", iphone}), iphone, "chat.txt", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := openOne(t, filepath.Join(writeFiles(t, map[string]string{tt.file: tt.content}), tt.file))
			if got := textOf(t, e); got != tt.text {
				t.Errorf("text %q, want %q", got, tt.text)
			}
			if got := textOf(t, e); got != tt.text {
				t.Errorf("read again, text %q, want %q", got, tt.text)
			}
			if e.Name() != tt.exportName || e.Chat() != tt.chat {
				t.Errorf("name %q chat %q, want %q %q", e.Name(), e.Chat(), tt.exportName, tt.chat)
			}
			if e.Modified().IsZero() || e.Size() != int64(len(tt.text)) {
				t.Errorf("modified %v, size %d", e.Modified(), e.Size())
			}
			var media []string
			for _, a := range e.Attachments() {
				media = append(media, a.Name)
			}
			if !slices.Equal(media, tt.media) {
				t.Errorf("attachments %q, want %q", media, tt.media)
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAZipOfSeveralChatsGivesThemAll(t *testing.T) {
	t.Parallel()
	path := filepath.Join(writeFiles(t, map[string]string{"all.zip": zipOf(t,
		member{"WhatsApp Chat - Elm/_chat.txt", iphone}, member{"WhatsApp Chat - Elm/a.jpg", "x"},
		member{"mill/_chat.txt", iphone}, member{"WhatsApp Chat with Oak.txt", android},
	)}), "all.zip")
	exports, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, 0, len(exports))
	for _, e := range exports {
		names = append(names, e.Name())
	}
	if want := []string{"WhatsApp Chat - Elm", "mill", "WhatsApp Chat with Oak.txt"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if a := exports[0].Attachments(); len(a) != 1 || a[0].Name != "a.jpg" {
		t.Errorf("attachments of the first: %v", a)
	}
}

func TestMediaThatSeveralChatsCouldHaveAreNobodys(t *testing.T) {
	t.Parallel()
	files := []member{{"WhatsApp Chat with Elm.txt", android}, {"WhatsApp Chat with Oak.txt", android}, {"IMG.jpg", "x"}}
	path := filepath.Join(writeFiles(t, map[string]string{"all.zip": zipOf(t, files...)}), "all.zip")
	folder := make(map[string]string)
	for _, f := range files {
		folder[f.name] = f.content
	}
	for _, path := range []string{path, writeFiles(t, folder)} {
		exports, err := Open(t.Context(), path)
		if err != nil || len(exports) != 2 {
			t.Fatalf("%d exports, %v", len(exports), err)
		}
		for _, e := range exports {
			if a := e.Attachments(); len(a) > 0 {
				t.Errorf("%s has %v", e.Name(), a)
			}
		}
	}
}

func TestAZipThatChangesWhileItIsReadIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(writeFiles(t, map[string]string{"x.zip": zipOf(t, member{"_chat.txt", iphone})}), "x.zip")
	e := openOne(t, path)
	if err := os.WriteFile(path, []byte(zipOf(t, member{"a.jpg", "x"}, member{"_chat.txt", android})), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Open(); err == nil || !strings.Contains(err.Error(), "it has changed while it was read") {
		t.Errorf("got %v", err)
	}
}

func TestAFolderGivesItsExportsAndRefusesWhatIsBroken(t *testing.T) {
	t.Parallel()
	good := zipOf(t, member{"_chat.txt", iphone})
	dir := writeFiles(t, map[string]string{
		"WhatsApp Chat with Oak.txt":             android,
		"WhatsApp Chat - Mill.zip":               good,
		"cut.zip":                                good[:len(good)-30],
		"shopping.txt":                           "milk\neggs\n",
		"holiday.jpg":                            "\xff\xd8\xff",
		".hidden.txt":                            android,
		"WhatsApp Chat - Elm/_chat.txt":          iphone,
		"WhatsApp Chat - Elm/00000001-PHOTO.jpg": "photo",
		"phones/ben/kept.jsonl":                  jsonl,
	})
	exports, err := Open(t.Context(), dir)
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Path != filepath.Join(dir, "cut.zip") {
		t.Errorf("refused %v", err)
	}
	names := make([]string, 0, len(exports))
	for _, e := range exports {
		names = append(names, e.Name())
		if e.Chat() == "Elm" && (len(e.Attachments()) != 1 || e.Attachments()[0].Size != 5) {
			t.Errorf("attachments of the unpacked chat: %v", e.Attachments())
		}
	}
	want := []string{"WhatsApp Chat - Elm", "WhatsApp Chat - Mill.zip", "WhatsApp Chat with Oak.txt", "kept.jsonl"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestALinkToAFolderIsFollowed(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"real/WhatsApp Chat with Oak.txt": android})
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "real"), link); err != nil {
		t.Logf("links cannot be made here: %v", err)
		link = filepath.Join(dir, "real")
	}
	if e := openOne(t, link); e.Chat() != "Oak" {
		t.Errorf("chat %q", e.Chat())
	}
}

// rawZip makes a zip of one member with the flags, method and content given
// as they are.
func rawZip(t testing.TB, name string, flags, method uint16, content []byte, size uint64, crc uint32) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateRaw(&zip.FileHeader{
		Name: name, Flags: flags, Method: method, CRC32: crc,
		CompressedSize64: uint64(len(content)), UncompressedSize64: size,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWhatIsNoChatIsRefusedWithReasonAndAdvice(t *testing.T) {
	t.Parallel()
	sound := zipOf(t, member{"_chat.txt", strings.Repeat(iphone, 50)})
	tests := []struct {
		name, content, reason string
		line                  int
	}{
		{"empty.txt", "", "it is empty", 0},
		{"blank.txt", "\ufeff \r\n\r\n", "it is empty", 0},
		{"photo.txt", "\xff\xd8\xff\xe0\x00\x10JFIF", "it is a photo (JPEG), not a chat", 0},
		{"minutes.pdf", "%PDF-1.7\n...", "it is a PDF, not a chat", 0},
		{"sticker.webp", "RIFF\x24\x00\x00\x00WEBPVP8 ", "it is a picture or sticker (WebP), not a chat", 0},
		{"video.mp4", "\x00\x00\x00\x20ftypisom", "it is a video, not a chat", 0},
		{"msgstore.db", "SQLite format 3\x00", "it is a database, not a chat", 0},
		{"msgstore.db.crypt15", strings.Repeat("\x01\x02\x93\x07\x00", 99), "it is WhatsApp's own encrypted backup, which only the phone can read", 0},
		{"zeros.txt", strings.Repeat("\x00", 4096), "it holds nothing but zero bytes, as a copy that broke off does", 0},
		{"noise.bin", strings.Repeat("\x01\x02\x93\x07\x00", 99), "it is not text but some other kind of file", 0},
		{"notes.txt", "Buy milk\n10:30 - call Ben\n", "no WhatsApp messages were found in it", 0},
		{"sheet.txt", "x\n[14/02/2016; 04;06;10] ;\u202fName; text\n", `a spreadsheet has turned its commas and colons into ";", so times and names can no longer be told apart`, 2},
		{"result.json", `{"name": "Elm", "type": "personal_chat", "id": 1, "messages": [{"id":1,"type":"message"}]}`, "it is a Telegram chat (JSON), not a WhatsApp chat", 0},
		{"messages.html", `<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap">`, "it is a Telegram chat (HTML), not a WhatsApp chat", 0},
		{"signal.json", `{"envelope":{"source":"+1","sourceDevice":1,"dataMessage":{"message":"hi"}}}`, "it is messages from Signal (signal-cli), not a WhatsApp chat", 0},
		{"line.txt", "[LINE] Chat history with Ann\nSaved on: 2024/06/13, 21:25\n", "it is a LINE chat, not a WhatsApp chat", 0},
		{"mail.eml", "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n", "it is an e-mail, not a WhatsApp chat", 0},
		{"cut.zip", sound[:len(sound)-40], "the zip is cut off or damaged, as after a broken copy or download", 0},
		{"empty.zip", zipOf(t), "the zip is empty", 0},
		{"photos.zip", zipOf(t, member{"a.jpg", "x"}), "no chat is in the zip", 0},
		{"notes.zip", zipOf(t, member{"a.txt", "milk"}), "no WhatsApp messages were found in it", 0},
		{"nested.zip", zipOf(t, member{"WhatsApp Chat - Elm.zip", sound}), "it holds no chat but further zips", 0},
		{"letter.docx", zipOf(t, member{"[Content_Types].xml", "x"}, member{"word/document.xml", "x"}), "it is a Word document, not a chat", 0},
		{"locked.zip", rawZip(t, "_chat.txt", flagEncrypted, zip.Store, []byte("secret"), 6, 0), "it is locked with a password", 0},
		{"aes.zip", rawZip(t, "_chat.txt", flagEncrypted, 99, []byte("secret"), 6, 0), "it is locked with a password", 0},
		{"lzma.zip", rawZip(t, "_chat.txt", 0, 14, []byte("packed"), 600, 0), "it is packed in a way Kerb does not know", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(writeFiles(t, map[string]string{tt.name: tt.content}), tt.name)
			exports, err := Open(t.Context(), path)
			var refused *RefusedError
			if !errors.As(err, &refused) || len(exports) > 0 {
				t.Fatalf("got %d exports and %v", len(exports), err)
			}
			if refused.Reason != tt.reason || refused.Line != tt.line || refused.Hint == "" {
				t.Errorf("got line %d %q (%s), want line %d %q", refused.Line, refused.Reason, refused.Hint, tt.line, tt.reason)
			}
			if !strings.HasPrefix(refused.Path, path) || !strings.HasPrefix(refused.Error(), path) {
				t.Errorf("path %q in %q", refused.Path, refused.Error())
			}
		})
	}
}

func TestWhatTheSystemRefusesIsSaidInWords(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"sub/holiday.jpg": "x"})
	_, err := Open(t.Context(), filepath.Join(dir, "gone.txt"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "there is no such file") {
		t.Errorf("a missing file: %v", err)
	}
	_, err = Open(t.Context(), dir)
	if err == nil || !strings.Contains(err.Error(), "there is no chat export in this folder") {
		t.Errorf("a folder without exports: %v", err)
	}
	if refused := refuseFile("chat.txt", &fs.PathError{Op: "open", Path: "chat.txt", Err: fs.ErrPermission}); refused.Reason != "you are not allowed to read it" {
		t.Errorf("no permission: %v", refused)
	}
}

func TestAZipBombIsCutOff(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	sum := crc32.NewIEEE()
	block := []byte("13/06/24, 21:25 - Ann: \n" + strings.Repeat(" ", 1<<20))
	const blocks = 100
	for range blocks {
		w.Write(block)
		sum.Write(block)
	}
	w.Close()
	file := rawZip(t, "_chat.txt", 0, zip.Deflate, packed.Bytes(), uint64(blocks*len(block)), sum.Sum32())
	src, err := openOne(t, filepath.Join(writeFiles(t, map[string]string{"bomb.zip": file}), "bomb.zip")).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	n, err := io.Copy(io.Discard, src)
	if n > freeSize+1<<20 {
		t.Errorf("%d bytes were read before it was stopped", n)
	}
	var refused *RefusedError
	if !errors.As(err, &refused) || !errors.Is(err, errBomb) {
		t.Errorf("got %v", err)
	}
}

func TestADamagedZipIsRefusedWhenItIsRead(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(iphone, 2000) // more than is read to tell what it is
	file := rawZip(t, "_chat.txt", 0, zip.Store, []byte(text), uint64(len(text)), 12345)
	src, err := openOne(t, filepath.Join(writeFiles(t, map[string]string{"x.zip": file}), "x.zip")).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	_, err = io.ReadAll(src)
	if !errors.Is(err, zip.ErrChecksum) || !strings.Contains(err.Error(), "the zip is damaged") {
		t.Errorf("got %v", err)
	}
}

func TestTenThousandMembersAreListedAndNotRead(t *testing.T) {
	t.Parallel()
	members := slices.Repeat([]member{{"IMG.jpg", "x"}}, 10000)
	members = append(members, member{"_chat.txt", iphone})
	e := openOne(t, filepath.Join(writeFiles(t, map[string]string{"x.zip": zipOf(t, members...)}), "x.zip"))
	if n := len(e.Attachments()); n != 10000 {
		t.Errorf("%d attachments", n)
	}
}

func FuzzOpenZip(f *testing.F) {
	f.Add([]byte(zipOf(f, member{"_chat.txt", iphone}, member{"a.jpg", "x"})))
	f.Add([]byte(rawZip(f, "_chat.txt", flagEncrypted, zip.Store, []byte("secret"), 6, 0)))
	f.Add([]byte(zipOf(f, member{"../_chat.txt", android}))[:90])
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		exports, err := Open(t.Context(), path)
		if refused := (*RefusedError)(nil); err != nil && !errors.As(err, &refused) {
			t.Errorf("an error that is no refusal: %v", err)
		}
		for _, e := range exports {
			for _, a := range e.Attachments() {
				if strings.Contains(a.Name, "/") || a.Name == ".." {
					t.Errorf("attachment named %q", a.Name)
				}
			}
			if src, err := e.Open(); err == nil {
				io.Copy(io.Discard, src)
				src.Close()
			}
		}
	})
}

// FuzzZipMembers packs what nobody would send into a sound zip, so that what is
// inside is read and not refused by its checksum.
func FuzzZipMembers(f *testing.F) {
	f.Add("_chat.txt", []byte(iphone), "a.jpg", []byte("x"), true)
	f.Add("WhatsApp Chat with Elm.txt", []byte(android), "WhatsApp Chat with Oak.txt", []byte(iphone), false)
	f.Add("../a/../_chat.txt", []byte(jsonl), `..\..\..`, []byte("PK\x03\x04"), true)
	f.Add("a/b/", []byte(""), "__MACOSX/._c.txt", []byte("\xff\xfe1\x003\x00"), false)
	f.Fuzz(func(t *testing.T, first string, text []byte, second string, other []byte, pack bool) {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, m := range []struct {
			name    string
			content []byte
		}{{first, text}, {second, other}} {
			header := &zip.FileHeader{Name: m.name, Method: zip.Store}
			if pack {
				header.Method = zip.Deflate
			}
			into, err := w.CreateHeader(header)
			if err != nil {
				return // a name that is too long
			}
			if _, err := into.Write(m.content); err != nil {
				return // a folder with content
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		exports, err := Open(t.Context(), path)
		if refused := (*RefusedError)(nil); err != nil && !errors.As(err, &refused) {
			t.Errorf("an error that is no refusal: %v", err)
		}
		for _, e := range exports {
			if strings.Contains(e.Name(), "/") || len(e.Attachments()) > 1 {
				t.Errorf("an export named %q with %v", e.Name(), e.Attachments())
			}
			r, err := e.Read(t.Context(), Options{})
			for err == nil {
				_, err = r.Read()
			}
			if r != nil {
				err = errors.Join(err, r.Close())
			}
			if refused := (*RefusedError)(nil); !errors.Is(err, io.EOF) && !errors.As(err, &refused) {
				t.Errorf("an error that is no refusal: %v", err)
			}
		}
	})
}
