// Command compare-parse reads the same made-up chats with Kerb, with wc -l and
// with npm's whatsapp-chat-parser, and prints what each took and the ratios.
//
//	go run ./scripts/compare-parse
//	go run ./scripts/compare-parse -megabytes 1,10 -dialect ios-uk
//
// Each is a process of its own, its start included, the best of five runs.
// The peer is left out where there is no npm, or no registry to fetch it from.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/binary"
	"github.com/kerbstreet/kerb/scripts/genchat/chat"
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
	if err := run(context.Background(), *sizes, *dialect); err != nil {
		fmt.Fprintln(os.Stderr, "compare-parse:", err)
		os.Exit(1)
	}
}

// tool is one reader; its command gets the file's name last.
type tool struct {
	name    string
	command []string
}

func run(ctx context.Context, sizes, dialect string) error {
	dir, err := os.MkdirTemp("", "kerb-compare-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	tools, err := prepare(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Println("| chat | reader | seconds | MB/s | processor seconds | times Kerb's time |")
	fmt.Println("| --- | --- | ---: | ---: | ---: | ---: |")
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
		if err := compare(ctx, tools, path, stats); err != nil {
			return err
		}
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

func compare(ctx context.Context, tools []tool, path string, stats chat.Stats) error {
	var kerb time.Duration
	for i, t := range tools {
		took, cpu, err := best(ctx, t, path)
		if err != nil {
			fmt.Printf("| %.0f MB | %s | failed: %v | | | |\n", float64(stats.Bytes)/1e6, t.name, err)
			continue
		}
		if i == 0 {
			kerb = took
		}
		fmt.Printf("| %.0f MB | %s | %.3f | %.0f | %.3f | %.2f |\n", float64(stats.Bytes)/1e6, t.name,
			took.Seconds(), float64(stats.Bytes)/1e6/took.Seconds(), cpu.Seconds(), float64(took)/float64(kerb))
	}
	return nil
}

// best is the fastest of five runs and the processor time it took.
func best(ctx context.Context, t tool, path string) (took, cpu time.Duration, err error) {
	for range 5 {
		cmd := exec.CommandContext(ctx, t.command[0], append(t.command[1:len(t.command):len(t.command)], path)...)
		var trouble strings.Builder
		cmd.Stderr = &trouble
		start := time.Now()
		if err := cmd.Run(); err != nil {
			return 0, 0, fmt.Errorf("%w: %.100s", err, strings.Join(strings.Fields(trouble.String()), " "))
		}
		if d := time.Since(start); took == 0 || d < took {
			took, cpu = d, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
		}
	}
	return took, cpu, nil
}
