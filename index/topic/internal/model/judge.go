package model

import (
	"context"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/language"
)

// Chances are how likely a message has each tag.
type Chances [Count]float64

// Judge tells how likely each message of a chat has each tag, by the mean of
// what nets think.
func Judge(ctx context.Context, c *Chat, nets []*Net) ([]Chances, error) {
	all := make([]Chances, len(c.Messages))
	vector := make([]float32, 0, Features)
	var hidden []float32
	for i := range c.Messages {
		if i%examineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if c.Messages[i].Notice {
			continue
		}
		for tag := range Count {
			if !c.Mentions(i, tag) {
				continue
			}
			vector = c.Vector(vector[:0], i, tag)
			logit := 0.0
			for _, n := range nets {
				if len(hidden) != n.Hidden {
					hidden = make([]float32, n.Hidden)
				}
				logit += float64(n.Score(vector, hidden))
			}
			all[i][tag] = Chance(logit / float64(len(nets)))
		}
	}
	return all, nil
}

// JudgeAlone judges the messages of a chat that are alone in their threads by a
// model of their own, and puts the outcome into chances.
func JudgeAlone(ctx context.Context, c *Chat, spoken []*language.Language, chances []Chances, alone *Model) error {
	taught := Taught(spoken)
	var tokens []analysis.Token
	var features []uint32
	for i := range c.Messages {
		if i%examineEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if c.Messages[i].Notice || len(c.Members[c.Root[i]]) > 1 {
			continue
		}
		e := c.Evidence[i]
		if taught {
			tokens = analysis.Tokenize(tokens[:0], c.Messages[i].Text)
			features = bag.Features(features[:0], tokens)
			alone.Words.Score(e.Learned[:], features)
		}
		own, err := Judge(ctx, NewTexts(c.Messages[i:i+1], []Evidence{e}), alone.Nets)
		if err != nil {
			return err
		}
		chances[i] = own[0]
	}
	return nil
}
