// Command measure makes up chats of growing size, reads, loads, searches and
// tags them, and prints what it took as the page docs/measurements.md.
//
//	go run ./scripts/measure > docs/measurements.md
//	go run ./scripts/measure -sizes 10000,100000
//
// Every step runs in a process of its own, this program again, so that peak
// memory is that step's; what a user waits for at a prompt is measured on the
// real binary, which is built for it. A run with a million messages takes a
// few minutes and a gigabyte of temporary files.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/binary"
	"github.com/kerbstreet/kerb/scripts/genchat/chat"
	"github.com/kerbstreet/kerb/scripts/machine"
)

func main() {
	sizes := flag.String("sizes", "10000,100000,1000000", "messages of each chat")
	dialect := flag.String("dialect", "android-uk", "how the chats are written")
	step := flag.String("step", "", "run one step on the files that follow; the program calls itself so")
	flag.Parse()

	ctx := context.Background()
	var err error
	if *step != "" {
		err = runStep(ctx, os.Stdout, *step, flag.Args())
	} else {
		err = run(ctx, os.Stdout, *sizes, *dialect)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, sizes, dialect string) error {
	dir, err := os.MkdirTemp("", "kerb-measure-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	kerb, err := binary.Build(ctx, dir)
	if err != nil {
		return err
	}
	on := machine.Describe()
	var columns []column
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("size %q: %w", size, err)
		}
		c, err := measure(ctx, dir, kerb, chat.Options{Messages: n, Seed: 1, Dialect: dialect})
		if err != nil {
			return fmt.Errorf("with %d messages: %w", n, err)
		}
		columns = append(columns, c)
	}
	return page(ctx, out, on, columns)
}

// measure takes every figure of one chat.
func measure(ctx context.Context, dir, kerb string, o chat.Options) (c column, err error) {
	name, err := chat.FileName(o)
	if err != nil {
		return c, err
	}
	at := filepath.Join(dir, strconv.Itoa(o.Messages))
	export, store := filepath.Join(at, name), filepath.Join(at, "store")
	defer func() { _ = os.RemoveAll(at) }()
	if c.generated, err = generate(export, o); err != nil {
		return c, err
	}
	if err := c.do(ctx, "parse", &c.parse, export); err != nil {
		return c, err
	}
	if err := c.do(ctx, "load", &c.load, store, export); err != nil {
		return c, err
	}
	if c.sizes, err = sizesOf(store); err != nil {
		return c, err
	}
	if err := c.do(ctx, "load", &c.again, store, export); err != nil {
		return c, err
	}
	if err := c.do(ctx, "search", &c.search, store); err != nil {
		return c, err
	}
	if err := c.do(ctx, "tag", &c.tag, store); err != nil {
		return c, err
	}
	c.command = map[string]time.Duration{}
	for _, args := range [][]string{{"--version"}, {"search", "pothole"}, {"stats"}} {
		took, err := wait(ctx, store, kerb, args...)
		if err != nil {
			fmt.Fprintln(os.Stderr, "measure: left out:", err)
			continue
		}
		c.command["kerb "+strings.Join(args, " ")] = took
	}
	other := chat.Options{Messages: otherMessages, Seed: 2, Dialect: o.Dialect, Title: "Mill Lane"}
	if name, err = chat.FileName(other); err != nil {
		return c, err
	}
	if _, err = generate(filepath.Join(at, name), other); err != nil {
		return c, err
	}
	return c, c.do(ctx, "busy", &c.busy, store, filepath.Join(at, name))
}

// otherMessages is how many messages another chat has that is loaded while
// searches are timed.
const otherMessages = 300_000

func generate(path string, o chat.Options) (stats chat.Stats, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return stats, err
	}
	f, err := os.Create(path)
	if err != nil {
		return stats, err
	}
	if stats, err = chat.Write(f, o); err != nil {
		return stats, err
	}
	return stats, f.Close()
}

// do runs a step in a process of its own and keeps its figures, its peak of
// memory and the processor time it took.
func (c *column) do(ctx context.Context, step string, into *figures, args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, append([]string{"-step", step}, args...)...)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("step %s: %w", step, err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("step %s: %w", step, err)
	}
	into.Peak = machine.PeakMemory(cmd.ProcessState)
	into.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return nil
}

// wait runs the binary on the store three times and returns the middle time.
func wait(ctx context.Context, store, binary string, args ...string) (time.Duration, error) {
	var took []time.Duration
	for range 3 {
		cmd := exec.CommandContext(ctx, binary, args...)
		cmd.Env = append(os.Environ(), "KERB_STORE="+store)
		start := time.Now()
		if text, err := cmd.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("kerb %s: %w\n%s", strings.Join(args, " "), err, text)
		}
		took = append(took, time.Since(start))
	}
	return quantile(took, 0.5), nil
}

// sizesOf adds up the bytes of a store's three homes.
func sizesOf(store string) (map[string]int64, error) {
	sizes := map[string]int64{}
	err := filepath.WalkDir(store, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(store, path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		home, _, _ := strings.Cut(filepath.ToSlash(relative), "/")
		sizes[home] += info.Size()
		return nil
	})
	return sizes, err
}
