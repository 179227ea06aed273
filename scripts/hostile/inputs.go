package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/genchat/chat"
)

// attacks are all there are; the largest chat has large bytes.
func attacks(large int64) []attack {
	load, search := command{line: "load INPUT"}, command{line: "search power"}
	refused := []command{{"parse INPUT", []int{1}}, {"load INPUT", []int{1}}}
	threads, issues := command{line: "threads"}, command{line: "issues"}
	query := []command{{"load STREET", nil}, {"search QUERY", nil}, {"search --explain QUERY", nil}}
	all := []attack{
		{"a message of 40 MB", text("long.txt", message("power is off again. ", 2e6)),
			[]command{load, search, threads, issues, {"suggest", nil}, {"export --format html", nil}}},
		{"a word of 40 MB", text("word.txt", message("a", 40e6)),
			[]command{load, {"search hello", nil}, threads, issues}},
		{"a line of 40 MB that is no message", text("line.txt", func(w io.Writer) { repeat(w, "a", 40e6) }), refused},
		{"a line of 40 MB of JSON", text("line.jsonl", func(w io.Writer) {
			fmt.Fprint(w, `{"n":1,"time":"2024-03-13T18:05:00","sender":"Ben","kind":"text","text":"`)
			repeat(w, "a", 40e6)
			fmt.Fprintln(w, `"}`)
		}), []command{{"load INPUT", []int{1, 3}}}},
		{"a million lines that are no JSON", text("broken.jsonl", func(w io.Writer) {
			for i := range int(1e6) {
				fmt.Fprintf(w, `{"n":%d,"time":"2024-03-13T18:05:00","sender":"Ben","kind":"text","text":"x%d"}`+"\n{]\n", i, i)
			}
		}), []command{{"load INPUT", []int{0, 1, 3}}}},
		{"a million senders", text("senders.txt", senders(1e6)), []command{load, search, {"people ls", nil}, {"stats", nil}}},
		{"ten thousand senders", text("senders.txt", senders(1e4)), []command{load, threads, {"issues", nil}, {"lending", nil}}},
		{"a million messages in one minute, all alike", text("alike.txt", func(w io.Writer) {
			for range int(1e6) {
				fmt.Fprint(w, "13/03/2024, 18:05 - Ben: power is off\n")
			}
		}), []command{load, search, {"stats", nil}}},
		{"a query of 10,000 clauses", text("query.txt", clauses), query},
		{"a query nested 10,000 deep", text("query.txt", func(w io.Writer) {
			fmt.Fprint(w, strings.Repeat("(", 10_000), "power", strings.Repeat(")", 10_000))
		}), query},
		{"a query with 10,000 denials", text("query.txt", func(w io.Writer) { fmt.Fprint(w, strings.Repeat("NOT ", 10_000), "power") }), query},
		{"a zip bomb of zeros", zipped("bomb.zip", map[string]func(io.Writer){"_chat.txt": func(w io.Writer) {
			fmt.Fprint(w, street)
			_, _ = io.CopyN(w, zeros{}, 4e9)
		}}), refused},
		{"a zip bomb of messages", zipped("bomb.zip", map[string]func(io.Writer){"_chat.txt": func(w io.Writer) {
			line := []byte(strings.Repeat("13/03/2024, 18:05 - Ben: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", 1000))
			for range 20_000 {
				_, _ = w.Write(line)
			}
		}}), []command{{"load INPUT", []int{0, 1}}}},
		{"zips in zips, a thousand deep", nested, refused},
		{"a zip of a thousand chats", members(1000, "chats.zip", "chat %d/_chat.txt", street), []command{load, {"chats", nil}, search}},
		{"a zip of ten thousand chats", members(10_000, "chats.zip", "chat %d/_chat.txt", street), []command{load, {"chats", nil}, search}},
		{"a zip of a thousand groups, all of one name", members(1000, "chats.zip", "%d/Residents/_chat.txt", group), []command{load, {"chats", nil}, search}},
		{"a zip of a chat and ten thousand media", members(10_000, "media.zip", "IMG-%d.jpg", "\xff\xd8\xff"), []command{load, search}},
		{"a zip whose names climb out", zipped("climb.zip", map[string]func(io.Writer){
			"../climbed.txt": say(street), "../../../../../../climbed.txt": say("x"), "/climbed.txt": say("x"), `..\..\climbed.jpg`: say("x"),
		}), []command{load, {"chats", nil}, search}},
		{"names with escape sequences", zipped("esc\x1b]0;owned\a.zip", map[string]func(io.Writer){
			"WhatsApp Chat with \x1b[2J\u202eEvil.txt": say("13/03/2024, 18:05 - \x1b[31mBen\u202e: power \x1b]52;c;aGk=\a\x9b2J is off\n"),
		}), []command{load, {"chats", nil}, search, {"people ls", nil}, {"export --format csv", nil}, {"load INPUT.missing", []int{1}}}},
		{"an empty file", text("empty.txt", func(io.Writer) {}), refused},
		{"a photo called a chat", text("photo.txt", func(w io.Writer) {
			fmt.Fprint(w, "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", strings.Repeat("\x00\xfe", 1000))
		}), refused},
		{"a zip that is cut off", cut, refused},
	}
	if large > 0 {
		all = append(all, attack{fmt.Sprintf("a zip of a chat of %s", readable(large)), largeChat(large),
			[]command{{"parse --summary INPUT", nil}, load, search, {"stats", nil}}})
	}
	return all
}

const street = "13/03/2024, 18:05 - Ben: hello street\n13/03/2024, 18:06 - Deb: power is off\n13/03/2024, 18:07 - Ben: ours too\n"

// group is a chat that could be known by its messages, if it were.
const group = `13/03/2024, 18:05 - Ben of street: hello street, is everybody in?
13/03/2024, 18:06 - Deb of street: the power is off at street
13/03/2024, 18:07 - Ben of street: it is at street, too
13/03/2024, 18:08 - Deb of street: who has a torch for street
13/03/2024, 18:09 - Ben of street: the shop of street is open
13/03/2024, 18:10 - Deb of street: all is well in street again
`

// streetFile is the name of an ordinary chat beside the input.
const streetFile = "street.txt"

// writeStreet makes an ordinary chat.
func writeStreet(path string) error {
	_, err := create(path, func(w io.Writer) error {
		_, err := chat.Write(w, chat.Options{Messages: 10_000, Seed: 1})
		return err
	})
	return err
}

// repeat writes s so many times. No input is ever in memory: the most that a
// process held counts for those it starts, too.
func repeat(w io.Writer, s string, times int) {
	for range times {
		_, _ = io.WriteString(w, s)
	}
}

// message writes a chat with one long message: s so many times.
func message(s string, times int) func(io.Writer) {
	return func(w io.Writer) {
		fmt.Fprint(w, "13/03/2024, 18:05 - Ben: hello street\n13/03/2024, 18:06 - Deb: ")
		repeat(w, s, times)
		fmt.Fprint(w, "\n13/03/2024, 18:07 - Ben: bye\n")
	}
}

// senders writes messages, each of somebody else.
func senders(count int) func(io.Writer) {
	return func(w io.Writer) {
		at := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
		for i := range count {
			fmt.Fprintf(w, "%s - Person %d: power is off at %d, anyone?\n", at.Add(time.Duration(i)*time.Minute).Format("02/01/2006, 15:04"), i, i)
		}
	}
}

func clauses(w io.Writer) {
	fmt.Fprint(w, "power")
	for i := range 10_000 {
		fmt.Fprintf(w, " OR power%d", i)
	}
}

func say(text string) func(io.Writer) { return func(w io.Writer) { fmt.Fprint(w, text) } }

// zeros never end.
type zeros struct{}

// Read fills p.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// create writes a file by way of a buffer.
func create(path string, write func(io.Writer) error) (string, error) {
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	buffered := bufio.NewWriterSize(f, 1<<20)
	return path, errors.Join(write(buffered), buffered.Flush(), f.Close())
}

// text makes a file of what write writes.
func text(name string, write func(io.Writer)) func(dir string) (string, error) {
	return func(dir string) (string, error) {
		return create(filepath.Join(dir, name), func(w io.Writer) error {
			write(w)
			return nil
		})
	}
}

// zipped makes a zip of what each member's function writes.
func zipped(name string, content map[string]func(io.Writer)) func(dir string) (string, error) {
	return func(dir string) (string, error) {
		return create(filepath.Join(dir, name), func(w io.Writer) error { return pack(w, content) })
	}
}

func pack(w io.Writer, content map[string]func(io.Writer)) error {
	packer := zip.NewWriter(w)
	for name, write := range content {
		member, err := packer.Create(name)
		if err != nil {
			return err
		}
		write(member)
	}
	return packer.Close()
}

// members makes a zip of a chat and so many members, whose names have their
// number in them.
func members(count int, name, pattern, content string) func(dir string) (string, error) {
	all := map[string]func(io.Writer){}
	for i := range count {
		all[fmt.Sprintf(pattern, i)] = say(strings.ReplaceAll(content, "street", fmt.Sprint("street ", i)))
	}
	all["WhatsApp Chat with Elm Street.txt"] = say(street)
	return zipped(name, all)
}

// nested makes a zip that holds a zip, and so on.
func nested(dir string) (string, error) {
	inner := []byte(street)
	name := "_chat.txt"
	for range 1000 {
		var outer bytes.Buffer
		if err := pack(&outer, map[string]func(io.Writer){name: say(string(inner))}); err != nil {
			return "", err
		}
		inner, name = outer.Bytes(), "chat.zip"
	}
	return text("nested.zip", say(string(inner)))(dir)
}

// cut makes a zip without its second half.
func cut(dir string) (string, error) {
	path, err := zipped("cut.zip", map[string]func(io.Writer){"_chat.txt": say(strings.Repeat(street, 1000))})(dir)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	return path, os.Truncate(path, info.Size()/2)
}

// largeChat makes a zip of a chat that unpacks to about so many bytes.
func largeChat(size int64) func(dir string) (string, error) {
	return func(dir string) (string, error) {
		const messageBytes = 98
		return create(filepath.Join(dir, "large.zip"), func(w io.Writer) error {
			_, err := chat.WriteZip(w, chat.Options{Messages: int(size / messageBytes), Seed: 1, Years: 10})
			return err
		})
	}
}
