package index

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// contains reports in which files of a store some bytes stand, packed or not.
func filesWith(t testing.TB, dir, text string) (names []string) {
	t.Helper()
	unpack, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unpack.Close()
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		all := bytes.Clone(content)
		for at := 0; ; { // every frame that can be unpacked, wherever it stands
			frame := bytes.Index(content[at:], []byte{0x28, 0xb5, 0x2f, 0xfd})
			if frame < 0 {
				break
			}
			at += frame
			unpacked := new(bytes.Buffer)
			if err := unpack.Reset(bytes.NewReader(content[at:])); err == nil {
				_, _ = io.Copy(unpacked, unpack) // ends with what is no frame
			}
			all = append(all, unpacked.Bytes()...)
			at += 4
		}
		if bytes.Contains(bytes.ToLower(all), []byte(strings.ToLower(text))) {
			names = append(names, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

const talk = `13/03/2024, 18:00 - Ben Carter added Deborah Quill
13/03/2024, 18:05 - Ben Carter: power just went here, anyone?
13/03/2024, 18:06 - Deborah Quill: ours is off too, my quince jelly is ruined
13/03/2024, 18:07 - Aisha: @Deborah Quill oh no
13/03/2024, 18:09 - Ben Carter: back on
13/03/2024, 18:09 - Ben Carter: deborah quill was first
`

const moreTalk = `14/03/2024, 18:09 - Aisha: good morning
14/03/2024, 18:10 - Deborah Quill: new quince jelly is ready
`

// tellTale returns a store in which something is known of everybody.
func tellTale(t testing.TB) *Store {
	t.Helper()
	s := newStore(t)
	load(t, s, talk)
	findThreads(t, s)
	messages := chatOf(t, s)
	for _, do := range []func() (Action, error){
		func() (Action, error) {
			return s.AddTags(t.Context(), []string{"outage"}, ids(messages[1:5]), "tag all of Deborah Quill")
		},
		func() (Action, error) { return s.TagThreads(t.Context(), []string{"power"}, ids(messages[3:4]), "tag") },
		func() (Action, error) { return s.SaveSearch(t.Context(), "jelly", `from:"Deborah Quill"`) },
		func() (Action, error) { return s.SaveSearch(t.Context(), "power", "power cut") },
		func() (Action, error) { return s.MoveToThread(t.Context(), messages[4].ID, messages[2].ID) },
		func() (Action, error) { return s.SplitThread(t.Context(), messages[4].ID) },
	} {
		if _, err := do(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.KeepPlace(Place{Chat: "Elm Street", Query: "quince", Searching: true}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAForgottenPersonIsInNoFileOfTheStore(t *testing.T) {
	t.Parallel()
	s := tellTale(t)
	for _, text := range []string{"Deborah Quill", "quince"} {
		if len(filesWith(t, s.Dir(), text)) == 0 {
			t.Fatalf("%q would not be found", text)
		}
	}
	if _, err := s.ForgetPerson(t.Context(), "Deb", nil); !errors.Is(err, ErrNoPerson) {
		t.Errorf("part of a name is enough: %v", err)
	}
	done, err := s.ForgetPerson(t.Context(), "deborah quill", nil)
	if err != nil || done.Messages != 2 || done.Exports != 1 || done.Marks == 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	check := func() {
		t.Helper()
		for _, text := range []string{"Deborah", "Quill", "quince"} {
			if names := filesWith(t, s.Dir(), text); names != nil {
				t.Errorf("%q is in %v", text, names)
			}
		}
		sound(t, s)
	}
	check()
	messages := chatOf(t, s)
	want := []string{"18:05 Ben Carter: power just went here, anyone?", "18:07 Aisha: @… oh no", "18:09 Ben Carter: back on", "18:09 Ben Carter: … was first"}
	if got := texts(messages); !slices.Equal(got, want) {
		t.Errorf("left are %q", got)
	}
	for i, tags := range [][]string{{"outage", "power"}, {"outage", "power"}, {"outage"}} {
		if !slices.Equal(messages[i].Tags, tags) && i > 0 {
			t.Errorf("%q has tags %v, want %v", messages[i].Text, messages[i].Tags, tags)
		}
	}
	if names := saved(t, s); len(names) != 1 {
		t.Errorf("saved searches are %q", names)
	}
	if _, err := s.Undo(t.Context()); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("something can be undone: %v", err)
	}
	// Neither the same export nor a later one brings them back.
	load(t, s, talk, talk+moreTalk)
	check()
	if got := texts(chatOf(t, s)); !slices.Equal(got, slices.Concat(want, []string{"18:09 Aisha: good morning"})) {
		t.Errorf("after loading again, there are %q", got)
	}
	if err := s.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	check()
}

func TestAPersonIsForgottenUnderAllNames(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, talk, "15/03/2024, 09:00 - Mum: quince jam this time\n15/03/2024, 09:01 - Aisha: for me, @Mum?\n")
	if _, err := s.JoinPeople(t.Context(), []string{"Deborah Quill", "Mum"}); err != nil {
		t.Fatal(err)
	}
	if done, err := s.ForgetPerson(t.Context(), "mum", nil); err != nil || done.Messages != 3 {
		t.Fatalf("%+v, %v", done, err)
	}
	for _, text := range []string{"Deborah", "Quill", "quince", "Mum"} {
		if names := filesWith(t, s.Dir(), text); names != nil {
			t.Errorf("%q is in %v", text, names)
		}
	}
	load(t, s, "16/03/2024, 09:00 - Deborah Quill: more quince\n16/03/2024, 09:01 - Aisha: oh\n")
	if names := filesWith(t, s.Dir(), "quince"); names != nil {
		t.Errorf("what comes later is in %v", names)
	}
	sound(t, s)
}

func TestNothingIsKeptOfWhatAForgottenPersonHadEdited(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, talk)
	load(t, s, strings.Replace(talk, "my quince jelly is ruined", "never mind"+wasEdited, 1))
	if len(filesWith(t, s.Dir(), `ruined"`)) == 0 {
		t.Fatal("what was edited would not be found")
	}
	if _, err := s.ForgetPerson(t.Context(), "Deborah Quill", nil); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"quince", "never mind"} {
		if names := filesWith(t, s.Dir(), text); names != nil {
			t.Errorf("%q is in %v", text, names)
		}
	}
	sound(t, s)
}

func TestAForgottenChatIsInNoFileOfTheStore(t *testing.T) {
	t.Parallel()
	s := tellTale(t)
	other := elmOptions
	other.Chat = "Oak Lane"
	if _, err := s.Load(t.Context(), exportsNamed("oak.txt", street(0, 20)), other); err != nil {
		t.Fatal(err)
	}
	oak := snapshot(t, s)
	kept, err := oak.Messages(t.Context(), "Oak Lane", 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddTags(t.Context(), []string{"pothole"}, ids(kept[:3]), "tag"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ForgetChat(t.Context(), "Elm", nil); !errors.Is(err, ErrNoChat) {
		t.Errorf("part of a name is enough: %v", err)
	}
	if _, err := s.ForgetChat(t.Context(), "elm street", nil); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Elm Street", "quince", "Aisha oh", "power just"} {
		if names := filesWith(t, s.Dir(), text); names != nil {
			t.Errorf("%q is in %v", text, names)
		}
	}
	left := chatOf(t, s)
	if !slices.Equal(texts(left), texts(kept)) || !slices.Equal(left[0].Tags, []string{"pothole"}) {
		t.Errorf("left are %d messages, the first with tags %v", len(left), left[0].Tags)
	}
	sound(t, s)
	if _, err := s.ForgetChat(t.Context(), "Oak Lane", nil); err != nil {
		t.Fatal(err)
	}
	if chats := snapshot(t, s).Chats(); len(chats) != 0 {
		t.Errorf("there are %v", chats)
	}
	load(t, s, talk) // a chat can come back
	if n := len(chatOf(t, s)); n != 6 {
		t.Errorf("loaded again it has %d messages", n)
	}
	sound(t, s)
}

func TestALoadCanBeTakenBack(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, talk)
	before := texts(chatOf(t, s))
	if _, err := s.Load(t.Context(), exportsNamed("later.txt", talk+moreTalk), elmOptions); err != nil {
		t.Fatal(err)
	}
	done, err := s.ForgetExport(t.Context(), "later.txt", nil)
	if err != nil || done.Messages != 2 || done.Exports != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	if got := texts(chatOf(t, s)); !slices.Equal(got, before) {
		t.Errorf("left are %q", got)
	}
	if _, err := s.ForgetExport(t.Context(), "later.txt", nil); !errors.Is(err, ErrNoExport) {
		t.Error(err)
	}
	sound(t, s)
}
