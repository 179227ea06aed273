package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/parser"
)

func TestKerbReadsTheExportsAsTheirLabelsSay(t *testing.T) {
	t.Parallel()
	labels, err := filepath.Glob(testdata + "/*/*.labels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	later, err := filepath.Glob(testdata + "/*/*/*.labels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(labels, later...) {
		if strings.Contains(path, "/hostile/") { // holds a false header on purpose
			continue
		}
		want := kindsLabelled(t, path)
		got := kindsRead(t, filepath.Dir(path))
		if len(got) != len(want) {
			t.Errorf("%s: %d messages read, %d labelled", path, len(got), len(want))
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: message %d is read as %s, labelled %s", path, i+1, got[i], want[i])
			}
		}
	}
}

func kindsLabelled(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	kinds := make([]string, len(rows))
	for i, row := range rows {
		kinds[i] = row[strings.LastIndexByte(row, '\t')+1:]
	}
	return kinds
}

// kindsRead reads the export that lies in a folder and names what it finds as
// labels do.
func kindsRead(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(dir + "/*.[tz][xi][tp]")
	if err != nil || len(found) != 1 {
		t.Fatal(dir, found, err)
	}
	exports, err := parser.Open(t.Context(), found[0])
	if err != nil {
		t.Fatal(err)
	}
	defer exports[0].Close()
	r, err := exports[0].Read(context.Background(), parser.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var kinds []string
	for {
		m, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return kinds
		case err != nil:
			t.Fatal(err)
		case m.Kind == parser.Notice:
			kinds = append(kinds, "system")
		case m.Edited:
			kinds = append(kinds, "edited")
		default:
			kinds = append(kinds, m.Kind.String())
		}
	}
}
