// Train learns which messages of a street chat deserve the tags that Kerb
// offers, from labelled chats, and writes the weights that package topic
// embeds.
//
//	go run ./index/topic/train -out index/topic/tags.weights FOLDER...
//	go run ./index/topic/train -out index/topic/alone.weights FOLDER... FILE...
//	go run ./index/topic/train -leave FOLDER...
//	go run ./index/topic/train -score -out index/topic/tags.weights FOLDER...
//	go run ./index/topic/train -teach FOLDER...
//	go run ./index/topic/train -chances TO FOLDER...
//	go run ./index/topic/train -short FILE...
//
// A folder holds an export and its labels, as those in testdata/streets do, a
// file short texts, as those in testdata/short. Those in testdata/talk are of one hand
// each.
// Chats named by -apart are never learned from. With -leave nothing is written:
// each chat is judged by what was learned from those of other folds; with -score
// by the weights of a file, which says something of those held apart only; with
// -teach tags are learned under a name that means nothing, and suggestions are
// answered; with -chances how likely each message has each tag is written, by
// what was learned from other chats, for index/role/train.
// The same chats and seed give the same weights, bit for bit, on the same kind
// of machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

func main() {
	var t task
	flag.StringVar(&t.out, "out", "", "`file` of the weights, to write or, with -score, to judge by")
	flag.Uint64Var(&t.seed, "seed", 1, "of all that is random")
	flag.BoolVar(&t.leave, "leave", false, "judge each chat by what the others teach")
	flag.BoolVar(&t.score, "score", false, "judge chats by the weights that -out holds; nothing is learned")
	flag.BoolVar(&t.teach, "teach", false, "tell how well a tag of the user's own is learned, by the weights that are embedded")
	flag.StringVar(&t.chances, "chances", "", "`folder` to write to how likely each message has each tag")
	apart := flag.String("apart", bag.HeldApart, "`names` of chats never learned from, with commas between")
	flag.BoolVar(&t.short, "short", false, "tell how well short texts of files are told, by the weights that are embedded")
	flag.Parse()
	t.apart = strings.Split(*apart, ",")
	if err := t.run(context.Background(), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// task is what is to be done.
type task struct {
	out, chances               string
	apart                      []string
	seed                       uint64
	leave, score, teach, short bool
}

func (t *task) run(ctx context.Context, paths []string) error {
	if t.short {
		return shortTexts(ctx, paths, t.seed)
	}
	chats, err := t.read(ctx, paths)
	if err != nil {
		return err
	}
	switch {
	case t.score:
		data, err := os.ReadFile(t.out)
		if err != nil {
			return err
		}
		m, err := model.Decode(data)
		if err != nil {
			return fmt.Errorf("read %s: %w", t.out, err)
		}
		return leaveOut(ctx, chats, func(*chat) *model.Model { return m })
	case t.teach:
		if err := teach(ctx, chats, t.seed); err != nil {
			return err
		}
		return answer(ctx, chats)
	case t.leave || t.chances != "":
		of, err := leftOut(ctx, chats, t.apart, t.seed)
		if err != nil {
			return err
		}
		if t.chances != "" {
			if err := writeChances(ctx, chats, of, t.chances); err != nil {
				return err
			}
		}
		if t.leave {
			return leaveOut(ctx, chats, of)
		}
		return nil
	}
	learned := slices.DeleteFunc(chats, func(c *chat) bool { return slices.Contains(t.apart, c.name) })
	m, err := fit(ctx, learned, t.seed)
	if err != nil {
		return err
	}
	return os.WriteFile(t.out, m.Encode(), 0o644)
}

// read reads the chats of folders and of files of short texts.
func (t *task) read(ctx context.Context, paths []string) ([]*chat, error) {
	var chats []*chat
	for _, path := range paths {
		if strings.HasSuffix(path, textsEnd) {
			parts, err := readTextChats(ctx, path)
			if err != nil {
				return nil, err
			}
			chats = append(chats, parts...)
			continue
		}
		c, err := readChat(ctx, path)
		if err != nil {
			return nil, err
		}
		chats = append(chats, c)
	}
	return chats, nil
}

const netsAveraged = 8

var netSettings = settings{hidden: 24, epochs: 8, rate: 0.003, drop: 0.1, decay: 0.01}

// folds is in how many parts chats are divided: nets learn what to make of
// words that were learned from other parts.
const folds = 4

// foldsOf divides chats into folds.
func foldsOf(chats []*chat) []int {
	return bag.Folds(chats, func(c *chat) string { return c.hand }, folds)
}

// unreadEvery is which chats nets learn from a second time, as if nobody knew
// what their words say: so are chats in a language that has phrases only.
const unreadEvery = 3

// fit learns from chats. What learns from texts as well is for messages that
// have nothing to do with those nearby.
func fit(ctx context.Context, chats []*chat, seed uint64) (*model.Model, error) {
	texts := slices.ContainsFunc(chats, func(c *chat) bool { return c.texts })
	m := &model.Model{Words: learnWords(chats)}
	var all []example
	number, folded := 0, foldsOf(chats)
	for fold := range folds {
		var others, own []*chat
		for i, c := range chats {
			if folded[i] == fold {
				own = append(own, c)
			} else {
				others = append(others, c)
			}
		}
		words := learnWords(others)
		for _, c := range own {
			if !c.readable {
				continue
			}
			all = append(all, c.examples(c.learned(words), texts)...)
			if number++; number%unreadEvery == 0 {
				all = append(all, c.examples(c.evidence, texts)...)
			}
		}
		if texts {
			continue
		}
		crowded, err := crowds(ctx, own)
		if err != nil {
			return nil, err
		}
		for _, c := range crowded {
			all = append(all, c.examples(c.learned(words), texts)...)
		}
	}
	for n := range netsAveraged {
		s := netSettings
		s.seed = seed*100 + uint64(n)
		m.Nets = append(m.Nets, train(all, s))
	}
	return m, nil
}

// untaggedWeight is what messages of no tag count beside others: the labelled
// chats have fewer of them than most chats, and a tag out of place costs trust.
const untaggedWeight = 1.5

// examples are a chat's messages in the threads of the labels, in those that
// are found, and, where they can be told without others, alone: then with what
// stands nearby, or without that, too.
func (c *chat) examples(evidence []model.Evidence, unrelated bool) []example {
	var all []example
	for view, links := range [][]thread.Link{c.thread, c.found, c.alone()} {
		if c.texts && view != alone || c.crowded && view == gold {
			continue
		}
		var seen *model.Chat
		if view == alone && unrelated {
			seen = model.NewTexts(c.messages, evidence)
		} else {
			seen = model.NewChat(c.messages, evidence, links)
		}
		for i := range c.messages {
			if c.messages[i].Notice || view == alone && !c.tellsAlone(i) {
				continue
			}
			for tag := range model.Count {
				if seen.Mentions(i, tag) {
					weight := float32(1)
					if c.untagged(i) {
						weight = untaggedWeight
					}
					all = append(all, example{seen.Vector(nil, i, tag), c.tags[i][tag], weight})
				}
			}
		}
	}
	return all
}
