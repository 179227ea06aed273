package marks

import (
	"encoding/binary"
	"hash/fnv"
	"os"
	"path/filepath"
	"testing"
)

// repairHeaders makes the checksums of bbolt's two headers right, so that what
// they say is believed.
func repairHeaders(content []byte) {
	const sumAt = 56
	for page := range 2 {
		meta := content[page*os.Getpagesize()+pageHeader:]
		sum := fnv.New64a()
		_, _ = sum.Write(meta[:sumAt]) // never fails
		binary.LittleEndian.PutUint64(meta[sumAt:], sum.Sum64())
	}
}

// FuzzDamagedFile writes over single bytes of a marks file, headers too, and
// uses it: nothing is added to what it held, and no damage ends the process. Each
// four bytes of patches are where and what.
func FuzzDamagedFile(f *testing.F) {
	path := filepath.Join(f.TempDir(), "marks.db")
	db, err := Open(f.Context(), path)
	if err != nil {
		f.Fatal(err)
	}
	ids := make([]ID, 0, 300)
	for i := range 300 { // more than a page, so that there are branches
		ids = append(ids, ID{byte(i), byte(i >> 8)})
	}
	if _, err := db.Tag(f.Context(), on(Message, []string{"pothole"}, ids), nil, "tag", now); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	size := os.Getpagesize()
	for page := range len(whole) / size {
		for _, at := range []int{0, 8, 10, 12, 16, 20, 24, 28, 32, 48} { // number, kind, count; first elements
			f.Add(binary.BigEndian.AppendUint32(nil, uint32(page*size+at)<<8|1))
			f.Add(binary.BigEndian.AppendUint32(nil, uint32(page*size+at)<<8|uint32(page)))
		}
	}
	for at := pageHeader; at < pageHeader+56; at++ { // each byte of what both headers say
		f.Add(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(at)<<8|1), uint32(size+at)<<8|1))
	}
	f.Fuzz(func(t *testing.T, patches []byte) {
		content := append([]byte(nil), whole...)
		for ; len(patches) >= 4; patches = patches[4:] {
			patch := binary.BigEndian.Uint32(patches)
			content[int(patch>>8)%len(content)] = byte(patch)
		}
		repairHeaders(content)
		path := filepath.Join(t.TempDir(), "marks.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := Open(t.Context(), path)
		if err != nil {
			return
		}
		state, err := db.State(t.Context())
		if err == nil && db.Verify(t.Context()) == nil && len(state.Tags["pothole"]) > len(ids) {
			t.Errorf("%d messages are tagged of %d", len(state.Tags["pothole"]), len(ids))
		}
		if _, err := db.Tag(t.Context(), on(Message, []string{"lending"}, ids[:1]), nil, "tag", now); err != nil {
			t.Logf("cannot be written: %v", err)
		}
	})
}
