package parser

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"
)

// benchmarkChat writes a chat of about size bytes: eight people, messages of
// one to thirty words, some of several lines, media and notices.
func benchmarkChat(size int) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	words := bytes.Fields([]byte("the power is out again on our side of the street does anyone know when it will be back I rang them twice and nobody knows anything so we wait thanks for asking see you at the meeting tonight bring the ladder please"))
	names := []string{"Ann Lee", "Ben", "Chloe 🌻", "Dev Patel", "+44 7700 900123", "Eve", "Zoë Müller", "Gwen (No. 5)"}
	now := time.Date(2019, 1, 31, 8, 0, 0, 0, time.UTC)
	out := make([]byte, 0, size+1000)
	for len(out) < size {
		now = now.Add(time.Duration(rng.IntN(900)) * time.Second)
		out = now.AppendFormat(out, "02/01/2006, 15:04 - ")
		name := names[rng.IntN(len(names))]
		switch rng.IntN(100) {
		case 0:
			out = fmt.Appendf(out, "%s left\n", name)
			continue
		case 1, 2, 3:
			out = fmt.Appendf(out, "%s: <Media omitted>\n", name)
			continue
		case 4:
			out = fmt.Appendf(out, "%s: IMG-20190131-WA0007.jpg (file attached)\n", name)
			continue
		}
		out = append(append(out, name...), ": "...)
		for i := range 1 + rng.IntN(30) {
			if i > 0 {
				out = append(out, " \n"[rng.IntN(40)/39])
			}
			out = append(out, words[rng.IntN(len(words))]...)
		}
		out = append(out, '\n')
	}
	return out
}

// BenchmarkReader measures both passes together. Bytes a second and
// allocations a message are to stay the same whatever the size.
func BenchmarkReader(b *testing.B) {
	for _, megabytes := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%dMB", megabytes), func(b *testing.B) {
			data := benchmarkChat(megabytes << 20)
			export := FromReader("chat.txt", func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			messages := 0
			for b.Loop() {
				messages = readCount(b, export)
			}
			b.ReportMetric(float64(messages)*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
			b.ReportMetric(float64(messages), "messages/op")
		})
	}
}

// BenchmarkLineCount is what reading the bytes alone costs: the ratio to
// BenchmarkReader is what lasts.
func BenchmarkLineCount(b *testing.B) {
	data := benchmarkChat(10 << 20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if bytes.Count(data, []byte{'\n'}) == 0 {
			b.Fatal("no lines")
		}
	}
}

func readCount(t testing.TB, e *Export) int {
	r, err := e.Read(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for n := 0; ; n++ {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return n
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
