package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testdata is the repo's, seen from this package.
const testdata = "../../testdata"

func TestTheExportsInTestdataAreWhatTheirSourcesSay(t *testing.T) {
	t.Parallel()
	sources, err := filepath.Glob(testdata + "/*/*.chat")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"/streets/*/*.chat", "/banter/*/*.chat", "/talk/*/*/*.chat"} {
		more, err := filepath.Glob(testdata + folder)
		if err != nil || len(sources) == 0 || len(more) == 0 {
			t.Fatal("no sources", err)
		}
		sources = append(sources, more...)
	}
	for _, path := range sources {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), source, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := write(filepath.Join(dir, filepath.Base(path))); err != nil {
			t.Fatal(err)
		}
		err = filepath.WalkDir(dir, func(made string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			relative, err := filepath.Rel(dir, made)
			if err != nil {
				return err
			}
			kept := filepath.Join(filepath.Dir(path), relative)
			if !bytes.Equal(content(t, made), content(t, kept)) {
				t.Errorf("%s is not what %s makes", kept, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// content is a file's bytes, or the names and bytes of a zip's members:
// compression may differ from one Go to the next.
func content(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(path, ".zip") {
		return data
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(f.Name + "\n" + f.Modified.String() + "\n")
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}

func TestLabelsThatContradictThemselvesAreNamed(t *testing.T) {
	t.Parallel()
	head := "title X\nformat android-uk\nperson A Ann\nthread o1 outage\nask 1 who | o1\n@ 2024-01-02\n"
	for name, body := range map[string]string{
		"a role outside its tag":    "0900 A o1 1 x\n0901 A b y x",
		"an answer outside":         "0900 A o1 1 x\n0901 A b 1 x",
		"a person nobody declared":  "0900 A o1 1 x\n0901 B o1 - x",
		"time that goes back":       "0900 A o1 1 x\n0859 A o1 - x",
		"a flag nobody knows":       "0900 A o1 1,zz x",
		"a day that goes back":      "0900 A o1 1 x\n@ 2024-01-01\n0900 A o1 - x",
		"a question with no answer": "0900 A o1 - x",
		"a thread with no message":  "0900 A b - x",
	} {
		if src := parse(head + body); len(src.faults) == 0 {
			t.Errorf("%s: no fault found", name)
		}
	}
	if src := parse(head + "0900 A o1 y,1 x"); len(src.faults) != 0 {
		t.Error(src.faults)
	}
}

func TestTextsAreWrittenAsThePhoneWritesThem(t *testing.T) {
	t.Parallel()
	const people = "person A Ann\nperson B \\u{202a}+44 7700 900001\\u{202c}\n@ 2024-01-02\n"
	for _, c := range []struct{ format, kind, text, want string }{
		{"android-uk", "-", `a\nb`, "a\nb"},
		{"android-uk", "-", `\u{1b}[31m\x{9b}`, "\x1b[31m\x9b"},
		{"android-uk", "-", "hi @{B}", "hi @\u2068\u202a+44 7700 900001\u202c\u2069"},
		{"android-uk", "-", "<repeat:3:ab>", "ababab"},
		{"android-uk", "media", "<media> look", "<Media omitted>\nlook"},
		{"ios-uk", "media", "<media> look", "look \u200eimage omitted"},
		{"android-de", "media", "<file:IMG.jpg> schau", "\u200eIMG.jpg (Datei angehängt)\nschau"},
		{"ios-uk", "media", "<file:1-PHOTO.jpg> look", "look \u200e<attached: 1-PHOTO.jpg>"},
		{"ios-uk", "deleted", "<deleted>", "\u200eThis message was deleted"},
		{"ios-uk", "edited", "x <edited>", "x \u200e<This message was edited>"},
		{"ios-uk", "poll", `POLL:\nQ\n\lOPTION: a (1 vote)`, "\u200ePOLL:\nQ\n\u200eOPTION: a (1 vote)"},
	} {
		src := parse("title X\nformat " + c.format + "\n" + people + "0900 A t " + c.kind + " " + c.text)
		if len(src.faults) > 0 {
			t.Fatal(src.faults)
		}
		if got := src.body(src.messages[0], src.exports[0]); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.format, c.text, got, c.want)
		}
	}
}
