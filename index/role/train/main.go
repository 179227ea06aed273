// Command train learns from labelled street chats what messages do, and says
// how well that goes on chats it has not learned from.
//
//	go run ./index/role/train -write BASE...           # learns from BASE.txt and its labels
//	go run ./index/role/train BASE...                  # leaves one chat out at a time
//	go run ./index/role/train -test "BASE BASE" BASE...  # learns from the latter, scores the former
//
// From chats that are held apart (bag.HeldApart) it refuses to learn. Leaving one
// chat out, it learns from others of the same hand.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/bag"
	"github.com/kerbstreet/kerb/index/issue"
	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/role"
)

func main() {
	log.SetFlags(0)
	var t trial
	write := flag.Bool("write", false, "learn from all chats and write the weights")
	flag.BoolVar(&t.tell, "v", false, "say what is wrong")
	test := flag.String("test", "", "chats to score and not to learn from, blanks between")
	flag.StringVar(&t.chances, "chances", "", "`folder` with how likely each message has each tag, as index/topic/train writes it")
	flag.StringVar(&t.what, "what", "issues lending", "what to score")
	flag.Parse()
	if err := t.run(context.Background(), flag.Args(), strings.Fields(*test), *write); err != nil {
		log.Fatal(err)
	}
}

// trial is what is tried.
type trial struct {
	tell    bool
	what    string
	chances string

	ledgers [ways]ledgerScore
	issues  [ways]issueScore
	count   float64
}

// Ways to know what messages do, and in what threads they are.
const (
	given  = iota // roles and threads of the labels
	marked        // threads of the labels
	found         // nothing
	ways
)

var wayNames = [ways]string{"given", "marked threads", "found threads"}

func (t *trial) run(ctx context.Context, bases, tests []string, write bool) error {
	apart := strings.Split(bag.HeldApart, ",")
	if k := slices.IndexFunc(bases, func(base string) bool { return slices.Contains(apart, filepath.Base(base)) }); write && k >= 0 {
		return fmt.Errorf("%s is held apart: nothing is learned from it", bases[k])
	}
	chats, err := readAll(ctx, bases, t.chances)
	if err != nil {
		return err
	}
	if write {
		return learnAndWrite(ctx, chats)
	}
	if len(tests) > 0 {
		held, err := readAll(ctx, tests, t.chances)
		if err != nil {
			return err
		}
		sounds := hear(chats)
		know, err := learnAll(ctx, chats)
		if err != nil {
			return err
		}
		for _, l := range held {
			l.chat.Sounds = sounds
			if err := t.score(ctx, l, know); err != nil {
				return err
			}
		}
	} else {
		for k, l := range chats {
			rest := append(append([]*labelled{}, chats[:k]...), chats[k+1:]...)
			l.chat.Sounds = hear(rest)
			know, err := learnAll(ctx, rest)
			if err != nil {
				return err
			}
			if err := t.score(ctx, l, know); err != nil {
				return err
			}
		}
	}
	for way := range ways {
		t.ledgers[way].print("mean", way, t.count)
	}
	for way := range ways {
		t.issues[way].print("mean", way, t.count)
	}
	return nil
}

// learned is what was learned from some chats.
type learned struct {
	matters *role.Model
	loans   *lending.Models
}

func learnAll(ctx context.Context, chats []*labelled) (learned, error) {
	loans, err := learnLoans(ctx, chats)
	return learned{matters: learnMatters(chats), loans: loans}, err
}

// learnAndWrite learns from chats and writes the weights where they belong.
func learnAndWrite(ctx context.Context, chats []*labelled) error {
	sounds := hear(chats)
	know, err := learnAll(ctx, chats)
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"index/role/words.weights", sounds.Append(nil)},
		{"index/issue/matter.weights", []byte(know.matters.String())},
		{"index/lending/loan.weights", []byte(know.loans.Roles.String())},
		{"index/lending/link.weights", []byte(know.loans.Links.String())},
		{"index/lending/judge.weights", []byte(know.loans.Judge.String())},
		{"index/lending/name.weights", []byte(know.loans.Names.String())},
	} {
		if err := os.WriteFile(file.name, file.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func readAll(ctx context.Context, bases []string, chances string) ([]*labelled, error) {
	var chats []*labelled
	for _, base := range bases {
		l, err := read(ctx, strings.TrimSuffix(base, ".labels.tsv"))
		if err == nil && chances != "" {
			err = l.readChances(filepath.Join(chances, l.name+".tsv"))
		}
		if err != nil {
			return nil, err
		}
		chats = append(chats, l)
	}
	return chats, nil
}

// score scores a chat every way.
func (t *trial) score(ctx context.Context, l *labelled, know learned) error {
	t.count++
	for way := range ways {
		l.chat.Threads = l.marked
		if way == found {
			l.chat.Threads = l.found
		}
		say := func(string, ...any) {}
		if t.tell && way != marked {
			fmt.Printf("== %s %s\n", l.name, wayNames[way])
			say = func(format string, args ...any) { fmt.Printf(format, args...) }
		}
		if strings.Contains(t.what, "lending") {
			entries, err := know.loans.Find(ctx, &l.chat)
			if way == given {
				entries = know.loans.FindGiven(&l.chat, l.loans())
			}
			if err != nil {
				return err
			}
			s := l.scoreLedger(entries, say)
			s.print(l.name, way, 1)
			t.ledgers[way].add(s)
		}
		if strings.Contains(t.what, "issues") {
			issues, err := issue.FindWith(ctx, &l.chat, know.matters)
			if way == given {
				issues = issue.FindGiven(&l.chat, l.matters())
			}
			if err != nil {
				return err
			}
			s := l.scoreIssues(issues, say)
			s.print(l.name, way, 1)
			t.issues[way].add(s)
		}
	}
	return nil
}

func (s *ledgerScore) add(o ledgerScore) {
	s.recall, s.precision, s.both, s.state = s.recall+o.recall, s.precision+o.precision, s.both+o.both, s.state+o.state
}

func (s ledgerScore) print(name string, way int, n float64) {
	fmt.Printf("%-15s %-15s lending recall %.3f precision %.3f both %.3f state %.3f\n", name, wayNames[way], s.recall/n, s.precision/n, s.both/n, s.state/n)
}

func (s *issueScore) add(o issueScore) {
	s.recall, s.precision, s.dated = s.recall+o.recall, s.precision+o.precision, s.dated+o.dated
	s.people, s.scope, s.joined = s.people+o.people, s.scope+o.scope, s.joined+o.joined
}

func (s issueScore) print(name string, way int, n float64) {
	fmt.Printf("%-15s %-15s issues  recall %.3f precision %.3f dated %.3f people %.2f scope %.3f joined %.3f\n", name, wayNames[way], s.recall/n, s.precision/n, s.dated/n, s.people/n, s.scope/n, s.joined/n)
}

// loans are the labels of loans.
func (l *labelled) loans() []lending.Role {
	roles := make([]lending.Role, len(l.rows))
	for i, r := range l.rows {
		roles[i] = r.loan
	}
	return roles
}
