package command

import (
	"iter"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

// hostile are messages by people who try to get out of the document.
func hostile() []index.Message {
	at := time.Date(2024, 3, 1, 18, 5, 0, 0, time.UTC)
	return []index.Message{
		{ID: index.ID{1}, Chat: "Elm Street", N: 1, Time: at, Sender: "Ben", Text: "power just went here, anyone?", Tags: []string{"outage"}},
		{ID: index.ID{2}, Chat: "Elm Street", N: 2, Time: at.Add(time.Minute), Sender: "=cmd|' /C calc'!A0", Text: "=1+1\nsecond line"},
		{ID: index.ID{3}, Chat: "Elm Street", N: 3, Time: at.Add(time.Hour), Sender: "Eve\x1b[2J", Text: "<script>alert(1)</script> **bold** [x](javascript:y)"},
		{ID: index.ID{4}, Chat: "Elm Street", N: 4, Time: at.AddDate(0, 0, 1), Sender: "+44 7700 900123", Text: "# title\n- item\n1. one\n@Ben \u202eevil"},
		{ID: index.ID{5}, Chat: "Elm Street", N: 5, Time: at.AddDate(0, 0, 2), Kind: parser.Notice, Text: "Ben added Eve"},
		{ID: index.ID{6}, Chat: "Oak & Ash", N: 1, Time: at.AddDate(0, 0, 2), Sender: "דנה", Kind: parser.Media, Attachment: "IMG-1.jpg", Text: "\tthe pothole"},
	}
}

func sequence(messages []index.Message) iter.Seq2[index.Message, error] {
	return func(yield func(index.Message, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func export(t *testing.T, format string, messages []index.Message) string {
	t.Helper()
	var b strings.Builder
	if err := writeMessages(messageWriters[format](&b), sequence(messages)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExportsAreTheDocumentsInTestdata(t *testing.T) {
	t.Parallel()
	for format := range messageWriters {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, export(t, format, hostile()))
		})
	}
}

func TestExportsHoldNothingATerminalActsOn(t *testing.T) {
	t.Parallel()
	for format := range messageWriters {
		for _, r := range export(t, format, hostile()) {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%s has %U", format, r)
			}
		}
	}
}

func TestExportOfNothingIsAnEmptyDocument(t *testing.T) {
	t.Parallel()
	if got := export(t, "jsonl", nil) + export(t, "md", nil); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
	if got := export(t, "csv", nil); got != strings.Join(csvColumns, ",")+"\n" {
		t.Errorf("CSV is %q, want the names of the columns", got)
	}
	if got := export(t, "html", nil); !strings.HasPrefix(got, "<!DOCTYPE html>") || !strings.HasSuffix(got, "</html>\n") {
		t.Errorf("HTML is %q, want a page", got)
	}
}

func TestCellsOfCSVAreNeverFormulas(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"=1+1", "'=1+1"},
		{"+44 7700", "'+44 7700"},
		{"-", "'-"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t =1", "'  =1"},
		{"\n=1", "'\n=1"},
		{"1+1=2", "1+1=2"},
		{"", ""},
		{"  ", "  "},
	}
	for _, tt := range tests {
		if got := csvCell(tt.in); got != tt.want {
			t.Errorf("csvCell(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
