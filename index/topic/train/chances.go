package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/topic/internal/model"
)

// leftOut learns from chats and returns for each a model that has not seen it:
// what chats of other folds taught, and for those apart what all did.
func leftOut(ctx context.Context, chats []*chat, apart []string, seed uint64) (func(c *chat) *model.Model, error) {
	learned := slices.DeleteFunc(slices.Clone(chats), func(c *chat) bool { return slices.Contains(apart, c.name) })
	others, folded := make([]*model.Model, folds), foldsOf(learned)
	for fold := range folds {
		var rest []*chat
		for i, c := range learned {
			if folded[i] != fold {
				rest = append(rest, c)
			}
		}
		m, err := fit(ctx, rest, seed)
		if err != nil {
			return nil, err
		}
		others[fold] = m
	}
	all, err := fit(ctx, learned, seed)
	if err != nil {
		return nil, err
	}
	return func(c *chat) *model.Model {
		if i := slices.Index(learned, c); i >= 0 {
			return others[folded[i]]
		}
		return all
	}, nil
}

// writeChances writes for each chat how likely each of its messages has each
// tag, in its found threads, by a model that has not seen it: a file NAME.tsv
// with a line of tags and a line a message. What is learned from these files
// sees the mistakes that will be made in earnest.
func writeChances(ctx context.Context, chats []*chat, of func(*chat) *model.Model, folder string) error {
	for _, c := range chats {
		m := of(c)
		chances, err := model.Judge(ctx, model.NewChat(c.messages, c.learned(m.Words), c.found), m.Nets)
		if err != nil {
			return err
		}
		var b strings.Builder
		b.WriteString(strings.Join(model.Tags[:], "\t") + "\n")
		for _, of := range chances {
			for tag, chance := range of {
				if tag > 0 {
					b.WriteByte('\t')
				}
				fmt.Fprintf(&b, "%.4f", chance)
			}
			b.WriteByte('\n')
		}
		if err := os.WriteFile(filepath.Join(folder, c.name+".tsv"), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
