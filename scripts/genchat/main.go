// Command genchat makes up a chat of any size and writes it to standard
// output as a phone would export it.
//
//	go run ./scripts/genchat -messages 1000000 -seed 1 > big.txt
//	go run ./scripts/genchat -dialect ios-us -zip > big.zip
//
// What was written is counted on standard error. Package chat says what the
// text is like.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/kerbstreet/kerb/scripts/genchat/chat"
	"github.com/kerbstreet/kerb/scripts/phone"
)

func main() {
	var o chat.Options
	flag.IntVar(&o.Messages, "messages", 1000, "how many messages, notices counted")
	flag.Uint64Var(&o.Seed, "seed", 1, "the same seed gives the same bytes")
	flag.StringVar(&o.Dialect, "dialect", "android-uk", "one of: "+strings.Join(phone.Names(), " "))
	flag.IntVar(&o.People, "people", 60, "how many people write")
	flag.Float64Var(&o.Years, "years", 6, "how long the chat goes on")
	flag.StringVar(&o.Title, "title", "Hazel Road", "name of the group")
	languages := flag.String("languages", "", "shares of languages, as en:8,es:1 (default: the dialect's own)")
	zipped := flag.Bool("zip", false, "write a zip, as iPhones do")
	flag.Parse()

	if err := run(o, *languages, *zipped); err != nil {
		fmt.Fprintln(os.Stderr, "genchat:", err)
		os.Exit(1)
	}
}

func run(o chat.Options, languages string, zipped bool) error {
	var err error
	if o.Languages, err = shares(languages); err != nil {
		return err
	}
	write := chat.Write
	if zipped {
		write = chat.WriteZip
	}
	stats, err := write(os.Stdout, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d messages, %d bytes; %.0f bytes of text a message; %+v\n",
		stats.Messages, stats.Bytes, float64(stats.TextBytes)/float64(stats.Messages), stats)
	return nil
}

// shares reads "en:8,es:1".
func shares(s string) ([]chat.Share, error) {
	if s == "" {
		return nil, nil
	}
	parts := strings.Split(s, ",")
	all := make([]chat.Share, len(parts))
	for i, part := range parts {
		language, weight, ok := strings.Cut(part, ":")
		if !ok {
			weight = "1"
		}
		n, err := strconv.Atoi(weight)
		if err != nil {
			return nil, fmt.Errorf("share of a language %q: %w", part, err)
		}
		all[i] = chat.Share{Language: language, Weight: n}
	}
	return all, nil
}
