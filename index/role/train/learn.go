package main

import (
	"context"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/role"
)

// How a model is trained. Changing these changes the weights.
const (
	rounds = 16
	rate   = 0.04
	decay  = 80
)

// folds is into how many parts the chats are cut, for each to be guessed by a
// model that has not seen it.
const folds = 4

// divide divides chats into folds.
func divide(chats []*labelled) {
	for k, fold := range bag.Folds(chats, func(l *labelled) string { return l.hand }, folds) {
		chats[k].fold = fold
	}
}

// teacher goes through a chat and tells what a model can learn, following the
// guesses of a model, or the labels if it is nil.
type teacher func(l *labelled, guess *role.Model, learn func(i int, e role.Example))

// hear divides chats into folds, learns what words sound like, and gives each
// chat what was learned from chats of other folds.
func hear(chats []*labelled) *bag.Model {
	divide(chats)
	for f := range folds {
		m := bag.Learn(sounds(chats, func(l *labelled) bool { return l.fold != f }), role.Sounds)
		for _, l := range chats {
			if l.fold == f {
				l.chat.Sounds = m
			}
		}
	}
	return bag.Learn(sounds(chats, func(*labelled) bool { return true }), role.Sounds)
}

// sounds are what the messages of some chats teach.
func sounds(chats []*labelled, of func(l *labelled) bool) (examples []bag.Example) {
	for k, l := range chats {
		if of(l) {
			examples = l.sounds(examples, k)
		}
	}
	return examples
}

// sounds appends what the messages of a chat teach; number is the chat's.
func (l *labelled) sounds(examples []bag.Example, number int) []bag.Example {
	for i, m := range l.chat.Messages {
		if m.Notice {
			continue
		}
		var classes uint64
		add := func(sign role.Sign) { classes |= 1 << (sign - role.SoundsOffer) }
		r := l.rows[i]
		switch {
		case r.loan != lending.None:
			add(role.SoundsOffer + role.Sign(r.loan-lending.Offer))
		case r.affected == "yes":
			add(role.SoundsAffected)
		case r.affected == "no":
			add(role.SoundsFine)
		case r.report == "yes":
			add(role.SoundsSeen)
		}
		examples = append(examples, bag.Example{Features: bag.Features(nil, analysis.Tokenize(nil, m.Text)), Classes: classes, Weight: 1, Chat: number})
	}
	return examples
}

// learnLoans learns all there is to know of loans.
func learnLoans(ctx context.Context, chats []*labelled) (*lending.Models, error) {
	m := &lending.Models{Names: learnNames(chats), Links: learnLinks(chats)}
	var guesses []*role.Model
	m.Roles, guesses = learn(chats, lending.NewModel, func(l *labelled, guess *role.Model, learn func(i int, e role.Example)) {
		lending.Learn(&l.chat, l.loans(), m.Links, guess, learn)
	})
	var err error
	m.Judge, err = learnJudge(ctx, chats, m, guesses)
	return m, err
}

// learnLinks learns which loan a message is about, with threads as marked and
// as found.
func learnLinks(chats []*labelled) *lending.Links {
	var examples []lending.LinkExample
	for _, l := range chats {
		loans := l.told()
		for _, threads := range [][]role.Thread{l.marked, l.found} {
			l.chat.Threads = threads
			lending.LearnLinks(&l.chat, l.loans(), loans, func(e lending.LinkExample) { examples = append(examples, e) })
		}
	}
	links := lending.NewLinks()
	links.Train(examples, linkRounds, linkRate, linkDecay)
	return links
}

// How links are learned. Changing these changes the weights.
const (
	linkRounds = 10
	linkRate   = 0.02
	linkDecay  = 20
)

// learnJudge learns which of the entries that models find which have not seen
// the chat are loans.
func learnJudge(ctx context.Context, chats []*labelled, m *lending.Models, guesses []*role.Model) (*lending.Judge, error) {
	var entries []lending.Entry
	var real []bool
	for _, l := range chats {
		guess := *m
		guess.Learning = true
		guess.Roles = guesses[l.fold]
		for _, threads := range [][]role.Thread{l.marked, l.found} {
			l.chat.Threads = threads
			all, err := guess.Candidates(ctx, &l.chat)
			if err != nil {
				return nil, err
			}
			is := l.real(all)
			for y := range all {
				if all[y].Judgeable() {
					entries, real = append(entries, all[y]), append(real, is[y])
				}
			}
		}
	}
	judge := lending.NewJudge()
	judge.Train(entries, real, judgeRounds, judgeRate, judgeDecay)
	return judge, nil
}

// How judges are taught. Changing these changes the weights.
const (
	judgeRounds = 30
	judgeRate   = 0.05
	judgeDecay  = 100
)

func learnMatters(chats []*labelled) *role.Model {
	m, _ := learn(chats, issue.NewModel, func(l *labelled, guess *role.Model, learn func(i int, e role.Example)) {
		issue.Learn(&l.chat, l.matters(), guess, learn)
	})
	return m
}

// learnNames learns which words of its messages name a loan.
func learnNames(chats []*labelled) *lending.Names {
	var examples [][]lending.NameExample
	for number, l := range chats {
		loans := make([][]int, len(l.gold.Ledger))
		for k, w := range l.gold.Ledger {
			for _, ordinal := range w.Ordinals {
				loans[k] = append(loans[k], ordinal-1)
			}
		}
		l.chat.Threads = l.marked
		lending.LearnNames(&l.chat, l.loans(), loans, func(loan int, words []lending.NameExample) {
			for k := range words {
				words[k].Chat, words[k].Named = number, words[k].Names(l.gold.Ledger[loan].Item)
			}
			examples = append(examples, words)
		})
	}
	names := lending.NewNames()
	names.Train(examples, nameRounds, nameRate, nameDecay)
	return names
}

// How names are learned. Changing these changes the weights.
const (
	nameRounds = 10
	nameRate   = 0.02
	nameDecay  = 20
)

// learn learns first following the labels; then following also the guesses of
// models that have not seen the chat, so that the model knows what becomes of
// mistakes. It returns those models, too: that of a chat is the one of its fold.
func learn(chats []*labelled, fresh func() *role.Model, teach teacher) (*role.Model, []*role.Model) {
	guesses := make([]*role.Model, folds)
	for f := range guesses {
		var rest []*labelled
		for _, l := range chats {
			if l.fold != f {
				rest = append(rest, l)
			}
		}
		guesses[f] = fit(rest, fresh(), teach, func(*labelled) *role.Model { return nil })
	}
	return fit(chats, fresh(), teach, func(l *labelled) *role.Model { return guesses[l.fold] }), guesses
}

// fit fits a model to chats, with threads as marked and as found.
func fit(chats []*labelled, m *role.Model, teach teacher, guess func(l *labelled) *role.Model) *role.Model {
	var examples []role.Example
	note := func(_ int, e role.Example) { examples = append(examples, e) }
	for _, l := range chats {
		for _, threads := range [][]role.Thread{l.marked, l.found} {
			l.chat.Threads = threads
			teach(l, nil, note)
			if g := guess(l); g != nil {
				teach(l, g, note)
			}
		}
	}
	m.Train(examples, rounds, rate, decay)
	return m
}
