package index

import (
	"os"
	"runtime"
	"strings"
	"testing"
)

func TestAPlaceIsThereAgainInTheNextRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir() + "/store"
	s := openStore(t, dir)
	if p, ok := s.LastPlace(); ok {
		t.Errorf("a new store has a place: %+v", p)
	}
	want := Place{Chat: "Elm “Street”\n", Message: ID{1, 2, 3}, Searching: true, Within: true, Query: `from:"Deb" lad`, Hit: ID{9}}
	if err := s.KeepPlace(want); err != nil {
		t.Fatal(err)
	}
	if got, ok := openStore(t, dir).LastPlace(); !ok || got != want {
		t.Errorf("got %+v, %v; want %+v", got, ok, want)
	}
	info, err := os.Stat(s.path(placeFile))
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("others can read it: %v", mode)
	}
}

func TestADamagedPlaceIsNone(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir()+"/store")
	for _, content := range []string{"", "{", "[]", `{"chat":"a"}`, `{"chat":"","message":"4t0q3r8w1x2y5z6a"}`, `{"chat":"a","message":"no"}`, `{"chat":"a","message":"4t0q3r8w1x2y5z6a","hit":"?"}`, strings.Repeat("\x00", 100)} {
		if err := os.WriteFile(s.path(placeFile), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if p, ok := s.LastPlace(); ok {
			t.Errorf("%q is read as %+v", content, p)
		}
	}
}
