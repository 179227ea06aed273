// Train learns how messages of a busy channel answer each other, from logs with
// annotated links, and writes the weights that package thread embeds.
//
//	go run ./index/thread/train -logs DIR -out index/thread/channel.weights
//
// DIR holds NAME.ascii.txt and NAME.annotation.txt pairs in the format of
// Kummerfeld et al. 2019 (the corpus is not part of this repository). The same
// logs and seed give the same file, bit for bit, on the same kind of machine.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"

	"github.com/kerbstreet/kerb/index/thread/internal/channel"
)

func main() {
	logs := flag.String("logs", "", "`folder` of annotated logs to learn from")
	out := flag.String("out", "", "`file` to write the weights to")
	o := defaults()
	flag.Uint64Var(&o.seed, "seed", o.seed, "of all that is random")
	flag.IntVar(&o.nets, "nets", o.nets, "how many nets the shipped one learns from, beside the links")
	without := flag.String("without", "", "`group` of features to leave out, to see what it is worth")
	apply := flag.String("apply", "", "do not learn: link the logs of this `folder` by the weights of -out, and write NAME.jsonl beside -links")
	links := flag.String("links", "", "`folder` for what -apply finds")
	flag.Parse()
	if err := run(*logs, *apply, *out, *links, *without, o); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(logs, apply, weights, links, without string, o options) error {
	if apply != "" {
		list, err := readLogs(apply)
		if err != nil {
			return err
		}
		return applyTo(list, weights, links)
	}
	if without != "" {
		i := slices.IndexFunc(channel.Groups, func(g channel.Group) bool { return g.Name == without })
		if i < 0 {
			return fmt.Errorf("no group of features is called %q", without)
		}
		o.without = channel.Groups[i]
	}
	list, err := readLogs(logs)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := learn(list, o, os.Stderr).Write(&b); err != nil {
		return err
	}
	return os.WriteFile(weights, b.Bytes(), 0o644)
}
