package parser_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/parser/exporttest"
)

var update = flag.Bool("update", false, "write testdata/golden anew")

// TestExportsAreReadAsTheyWere compares what is read of every export of the
// repository's testdata with what was read before: what a change changes is
// seen, line by line, in its diff.
//
//	go test ./parser -run ReadAsTheyWere -update
func TestExportsAreReadAsTheyWere(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "testdata")
	exports := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "streets" || entry.Name() == "talk") { // long, and held against their labels by writechat's tests
			return filepath.SkipDir
		}
		if entry.IsDir() {
			return nil
		}
		switch filepath.Ext(path) {
		case ".txt", ".zip", ".jpg":
		default:
			return nil
		}
		exports++
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		name := filepath.ToSlash(folder)
		if name == "bad" || name == "hostile" {
			name += "-" + entry.Name()
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asBefore(t, strings.NewReplacer("/", "-", " - ", "-", " ", "-").Replace(name), readToJSON(t, path))
		})
		return nil
	})
	if err != nil || exports == 0 {
		t.Fatal("no exports", err)
	}
}

// TestEveryShapeIsReadAsItWas does the same for a generated chat of each shape.
func TestEveryShapeIsReadAsItWas(t *testing.T) {
	t.Parallel()
	for i, shape := range exporttest.Shapes {
		language := exporttest.Languages[i%len(exporttest.Languages)]
		name := "shape-" + strings.Map(func(r rune) rune {
			if r == ' ' || r == ',' || r > 0x7f {
				return '-'
			}
			return r
		}, strings.ReplaceAll(shape.Name, ", ", " "))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chat := exporttest.New(uint64(9000+i), shape, language, 12)
			export := parser.FromReader("chat.txt", opener(chat.Text))
			asBefore(t, name, appendExport(t, nil, export))
		})
	}
}

// readToJSON opens a file and returns what is in it: messages, then the
// summary, each a line of JSON; or why it was refused.
func readToJSON(t *testing.T, path string) []byte {
	t.Helper()
	exports, err := parser.Open(t.Context(), path)
	var refused *parser.RefusedError
	if errors.As(err, &refused) {
		return refusal(t, refused)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, export := range exports {
		out = appendExport(t, out, export)
	}
	return out
}

func appendExport(t *testing.T, out []byte, export *parser.Export) []byte {
	t.Helper()
	r, err := export.Read(t.Context(), parser.Options{})
	var refused *parser.RefusedError
	if errors.As(err, &refused) {
		return append(out, refusal(t, refused)...)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		m, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(m.AppendJSON(out), '\n')
	}
	summary, err := json.Marshal(r.Summary())
	if err != nil {
		t.Fatal(err)
	}
	return append(append(out, summary...), '\n')
}

func refusal(t *testing.T, refused *parser.RefusedError) []byte {
	t.Helper()
	line, err := json.Marshal(map[string]string{"refused": refused.Reason, "hint": refused.Hint})
	if err != nil {
		t.Fatal(err)
	}
	return append(line, '\n')
}

// asBefore compares what was read with the golden file of that name.
func asBefore(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name+".jsonl")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; if that is right, run the test with -update", err)
	}
	gotLines, wantLines := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(gotLines), len(wantLines)) {
		if !bytes.Equal(gotLines[i], wantLines[i]) {
			t.Fatalf("%s, line %d\ngot  %s\nwant %s", file, i+1, gotLines[i], wantLines[i])
		}
	}
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%s: %d lines, want %d", file, len(gotLines), len(wantLines))
	}
}
