package table

import (
	"math/rand/v2"
	"testing"
)

func TestNoRowIsNewerOrOlderThanItsBounds(t *testing.T) {
	t.Parallel()
	const n = 3*blockRows + 17
	random := rand.New(rand.NewPCG(3, 4))
	w, err := NewWriter(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	chat, err := w.Chat("elm")
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]uint32, n)
	seconds := make([]uint32, n)
	for i := range rows {
		seconds[i] = uint32(i*10 + random.IntN(3000))
		id := ID{byte(i), byte(i >> 8), byte(i >> 16)}
		if rows[i], err = w.Append(Row{Seconds: seconds[i], Chat: chat}, id, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	w.SetOrder(chat, rows)
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	proved := 0
	for range 200 {
		row, limit := uint32(random.IntN(n)), uint32(random.IntN(n*10+3000))
		newer, older := r.NoneNewer(row, limit), r.NoneOlder(row, limit)
		for i, s := range seconds {
			if newer && i <= int(row) && s >= limit || older && i >= int(row) && s <= limit {
				t.Fatalf("row %d has %d: wrong for %d at %d", i, s, limit, row)
			}
		}
		if newer || older {
			proved++
		}
	}
	if proved == 0 {
		t.Error("nothing is ever proved")
	}
}
