// Command writechat turns labelled sources into chats as phones export them.
//
//	go run ./scripts/writechat testdata/hazel-road/hazel-road.chat
//
// writes every export it names and, beside each, what is known about its
// messages:
//
//	NAME.labels.tsv    a row a message: place, thread, tags of the thread, roles, kind
//	NAME.issues.json   recurring issues with their occurrences; the lending ledger
//	NAME.queries.json  what a resident would type, and the messages that answer it
//
// A source is text, one thing a line, and '#' starts a comment line. First
// what the chat is:
//
//	title Elm Close                     name of the group
//	format ios-uk                       a dialect of package phone
//	person Ben Ben Ode (3) | house 3    short name, name in the export, household where two share one
//	contact Ben Benny no 3              his name in the second neighbour's phone
//	export FILE | owner Ben | from 2024-05-01 | until 2024-12-31 | contacts
//	                                    without any, one export named as the phone names it
//	thread o1 outage                    tags of a thread, with commas; not declared: none
//	issue outage | Power cut | the whole street | o1 2024-10-05 over 2024-10-06 | false o9 2024-12-21
//	lend ladder | item | Owner | Borrower | out 2024-09-14 asked 2024-10-01 back 2024-10-12 | l1 l1b
//	ask 1 who has a ladder | l1 l1b     a question and the threads that count as right
//
// Then the messages, day by day, in the order of the clock: time, sender (*
// for the app itself), thread, flags (- for none), text.
//
//	@ 2024-09-14
//	0912 Ben l1 rq,1 Has anybody got a long ladder?
//	0914 * sys - {Ben} added {Ann}
//	0920 Ann l1 media <file:IMG-20240914-WA0003.jpg> this one?
//
// Flags: y, n (outage: this household is off, is fine), cf (pothole: saw, hit
// or reported it), of rq ag rt ab (lending: offer, request, agree, return,
// asking back), a number (answers that question), and the kind where it is not
// text: media deleted edited poll location contact call.
//
// In texts: \n new line, \l left-to-right mark, \u{202e} any character, \x{9b}
// any byte, @{Ben} a mention, {Ben} in a notice a name, <media> what was not
// exported, <file:NAME> what was, <deleted> and <edited> the app's words,
// <repeat:1000:text> the text so many times.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./scripts/writechat SOURCE.chat…")
		os.Exit(2)
	}
	for _, path := range os.Args[1:] {
		if err := write(path); err != nil {
			fmt.Fprintf(os.Stderr, "%v\n", err)
			os.Exit(1)
		}
	}
}

func write(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	src := parse(string(text))
	dir, base := filepath.Dir(path), strings.TrimSuffix(filepath.Base(path), ".chat")
	for _, e := range src.exports {
		if err := src.writeExport(path, e); err != nil {
			return err
		}
		if err := src.writeLabels(filepath.Join(dir, filepath.Dir(e.file), base), e); err != nil {
			return err
		}
	}
	if len(src.faults) > 0 {
		return fmt.Errorf("%s:\n%s", path, strings.Join(src.faults[:min(40, len(src.faults))], "\n"))
	}
	fmt.Println(src.summary(path))
	return nil
}
