// Command compare-parse reads the same made-up chats with Kerb, with wc -l and
// with npm's whatsapp-chat-parser, and prints what each took and the ratios, as
// the page docs/parsing.md.
//
//	go run ./scripts/compare-parse > docs/parsing.md
//	go run ./scripts/compare-parse -megabytes 1,10 -dialect ios-uk
//
// Each is a process of its own, its start included; they take turns, and of
// five runs the middle one counts. Processor time is what is compared, as on one
// core: other work on the machine changes it least. The peer is left out where
// there is no npm, or no registry to fetch it from.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/binary"
	"github.com/kerbstreet/kerb/scripts/genchat/chat"
	"github.com/kerbstreet/kerb/scripts/machine"
)

// peer is the npm package and what a program does to read a chat with it.
const (
	peer       = "whatsapp-chat-parser@4.0.2"
	peerScript = `const { parseString } = require('whatsapp-chat-parser');
const text = require('fs').readFileSync(process.argv[2], 'utf8');
console.log(parseString(text, { parseAttachments: true }).length);
`
)

// bytesPerMessage is about what a generated message has, header included.
const bytesPerMessage = 98

func main() {
	sizes := flag.String("megabytes", "1,10,100", "sizes of the chats")
	dialect := flag.String("dialect", "android-uk", "how they are written")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *sizes, *dialect); err != nil {
		fmt.Fprintln(os.Stderr, "compare-parse:", err)
		os.Exit(1)
	}
}

// tool is one reader; its command gets the file's name last.
type tool struct {
	name    string
	command []string
}

const page = `# Kerb's parser beside others

Written by %s from the top of the repo; run it again to
repeat it. Figures change with the machine, ratios hardly do.

- Machine: %s.
- Revision: %s.
- Data: chats made up by %s with %s, of about 98 bytes a message.
- Each reader is a process of its own, its start included; they take turns, and
  of five runs the middle one counts, by processor time, as on one core.
- Kerb reads a file twice: dates, names and line ends are decided from all of it.
  Its summary has every message classified, and counts them.

`

func run(ctx context.Context, out io.Writer, sizes, dialect string) error {
	dir, err := os.MkdirTemp("", "kerb-compare-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	on := machine.Describe()
	tools, err := prepare(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, page, "`go run ./scripts/compare-parse > docs/parsing.md`", on, machine.Revision(ctx), "`scripts/genchat`", "`-seed 1 -dialect "+dialect+"`")
	fmt.Fprintln(out, "| chat | reader | processor seconds | MB a processor second | times Kerb's time |")
	fmt.Fprintln(out, "| --- | --- | ---: | ---: | ---: |")
	for _, size := range strings.Split(sizes, ",") {
		megabytes, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("size %q: %w", size, err)
		}
		o := chat.Options{Messages: megabytes * 1e6 / bytesPerMessage, Seed: 1, Dialect: dialect}
		path := filepath.Join(dir, "WhatsApp Chat with Hazel Road.txt")
		stats, err := generate(path, o)
		if err != nil {
			return err
		}
		compare(ctx, out, tools, path, float64(stats.Bytes)/1e6)
	}
	return nil
}

func generate(path string, o chat.Options) (chat.Stats, error) {
	f, err := os.Create(path)
	if err != nil {
		return chat.Stats{}, err
	}
	stats, err := chat.Write(f, o)
	return stats, errors.Join(err, f.Close())
}

// prepare builds Kerb and fetches the peer.
func prepare(ctx context.Context, dir string) ([]tool, error) {
	kerb, err := binary.Build(ctx, dir)
	if err != nil {
		return nil, err
	}
	tools := []tool{ //nolint:prealloc // reads better with its three
		{"Kerb, summary", []string{kerb, "parse", "--summary"}},
		{"Kerb, every message as JSON", []string{kerb, "parse", "--json"}},
		{"wc -l", []string{"wc", "-l"}},
	}
	install := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir, peer)
	if text, err := install.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "without npm's parser: %v\n%s", err, text)
		return tools, nil
	}
	script := filepath.Join(dir, "peer.cjs")
	if err := os.WriteFile(script, []byte(peerScript), 0o600); err != nil {
		return nil, err
	}
	return append(tools, tool{"npm " + peer, []string{"node", script}}), nil
}

// runs is how often each tool reads a chat.
const runs = 5

func compare(ctx context.Context, out io.Writer, tools []tool, path string, megabytes float64) {
	took := make([][]time.Duration, len(tools))
	failed := make([]error, len(tools))
	for range runs {
		for i, t := range tools {
			if failed[i] == nil {
				var d time.Duration
				d, failed[i] = read(ctx, t, path)
				took[i] = append(took[i], d)
			}
		}
	}
	var kerb float64
	for i, t := range tools {
		if failed[i] != nil {
			fmt.Fprintf(out, "| %.0f MB | %s | failed: %v | | |\n", megabytes, t.name, failed[i])
			continue
		}
		slices.Sort(took[i])
		seconds := took[i][runs/2].Seconds()
		if i == 0 {
			kerb = seconds
		}
		fmt.Fprintf(out, "| %.0f MB | %s | %.3f | %.0f | %.2f |\n", megabytes, t.name, seconds, megabytes/seconds, seconds/kerb)
	}
}

// read has a tool read a chat and returns the processor time it took.
func read(ctx context.Context, t tool, path string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, t.command[0], append(t.command[1:len(t.command):len(t.command)], path)...)
	var trouble strings.Builder
	cmd.Stderr = &trouble
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%w: %.100s", err, strings.Join(strings.Fields(trouble.String()), " "))
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}
