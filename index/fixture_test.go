package index

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fixtureMessages are the messages of each fixture with their tags. The IDs are
// for ever.
var fixtureMessages = []string{
	"szp3jtedzb7pqb94 outage", "vyezk179009m6199 outage", "gtbtdxae4e2z2njx ",
	"3r666s60vehpysdy pothole", "whfm1g1f93zbf5he lending", "cpt14qrhmexg6767 lending",
}

// TestStoreOfEveryVersionOpens opens stores as each version of the format left
// them (scripts/fixture-store.sh), and uses what is in them.
func TestStoreOfEveryVersionOpens(t *testing.T) {
	t.Parallel()
	fixtures := filepath.Join("testdata", "stores")
	versions, err := os.ReadDir(fixtures)
	if err != nil || len(versions) != storeVersion {
		t.Fatalf("there are fixtures %v, %v; want one of each version up to %d", versions, err, storeVersion)
	}
	for _, version := range versions {
		t.Run(version.Name(), func(t *testing.T) {
			t.Parallel()
			s := openStore(t, copyStore(t, filepath.Join(fixtures, version.Name())))
			var got []string
			for _, m := range chatOf(t, s) {
				got = append(got, m.ID.String()+" "+strings.Join(m.Tags, " "))
			}
			if !slices.Equal(got, fixtureMessages) {
				t.Errorf("messages are %q,\nwant %q", got, fixtureMessages)
			}
			sn := snapshot(t, s)
			if chats := sn.Chats(); len(chats) != 1 || chats[0].Name != "Elm Street, all of us" || chats[0].Exports != 2 {
				t.Errorf("chats are %+v", chats)
			}
			result, err := sn.Search(t.Context(), Request{Query: "ladder tag:lending", Strict: true, Limit: 10})
			if err != nil || result.Total != 2 {
				t.Errorf("search finds %d, %v", result.Total, err)
			}
			if action, err := s.Redo(t.Context()); err != nil || action.Added != 2 || !slices.Equal(action.Tags, []string{"mistake"}) {
				t.Errorf("redo did %+v, %v", action, err)
			}
			for range 2 { // the mistake again, and the new name
				if _, err := s.Undo(t.Context()); err != nil {
					t.Error(err)
				}
			}
			if action, err := s.Undo(t.Context()); err != nil || action.Removed != 2 || !slices.Equal(action.Tags, []string{"lending"}) {
				t.Errorf("undo did %+v, %v", action, err)
			}
			if chats := snapshot(t, s).Chats(); chats[0].Name != "Elm Street" {
				t.Errorf("after undo the chat is %q", chats[0].Name)
			}
			sound(t, s)
		})
	}
}

// TestAGenerationOfEveryFormatIsBuiltAnew opens stores with an index as earlier
// programs wrote it (testdata/generations), which is not read but made again.
func TestAGenerationOfEveryFormatIsBuiltAnew(t *testing.T) {
	t.Parallel()
	fixtures := filepath.Join("testdata", "generations")
	formats, err := os.ReadDir(fixtures)
	if err != nil || len(formats) != generationFormat-1 {
		t.Fatalf("there are fixtures %v, %v; want one of each format before %d", formats, err, generationFormat)
	}
	for _, format := range formats {
		t.Run(format.Name(), func(t *testing.T) {
			t.Parallel()
			dir := copyStore(t, filepath.Join(fixtures, format.Name()))
			name, err := os.ReadFile(filepath.Join(dir, indexDir, currentFile))
			if err != nil {
				t.Fatal(err)
			}
			manifest, err := os.ReadFile(filepath.Join(dir, indexDir, strings.TrimSpace(string(name)), manifestFile))
			if err != nil || !strings.Contains(string(manifest), `"format":`+format.Name()+",") {
				t.Fatalf("the generation is not one of format %s: %s, %v", format.Name(), manifest, err)
			}
			s := openStore(t, dir)
			var got []string
			for _, m := range chatOf(t, s) {
				got = append(got, m.ID.String()+" "+strings.Join(m.Tags, " "))
			}
			if !slices.Equal(got, fixtureMessages) {
				t.Errorf("messages are %q,\nwant %q", got, fixtureMessages)
			}
			result, err := snapshot(t, s).Search(t.Context(), Request{Query: "ladder tag:lending", Strict: true, Limit: 10})
			if err != nil || result.Total != 2 {
				t.Errorf("search finds %d, %v", result.Total, err)
			}
			sound(t, s)
		})
	}
}
