package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/parser"
)

// What an export cannot prove, people can say: in which order its dates have
// day and month. Their answer is a mark. It changes the times of messages and
// so where they stand among those of other exports, but not their IDs: these
// are always made as the export was first read.
//
//	export ─▶ order decided by the parser ─▶ IDs, and what is known already
//	      └─▶ order answered              ─▶ times
//
// A generation's manifest says in which order each load was read. So an answer
// that was cut off, undone or restored from a dump makes the generation one
// that does not fit, and the next snapshot makes another.

// AnswerDateOrder says in which order the dates of a chat are to be read where
// its exports do not prove one, of those that are loaded and those to come. It
// returns when the answer is on disk and the index is made anew; until then,
// and if ctx is done, everything is as it was. It can be undone. It fails with
// ErrNoChat, and with *LockedError if another process writes.
func (s *Store) AnswerDateOrder(ctx context.Context, chat string, order parser.DateOrder, progress func(Progress)) (_ Action, err error) {
	if order == parser.UnknownOrder {
		return Action{}, errors.New("an order of day and month is needed: dmy, mdy or ymd")
	}
	unlock, err := s.lock(ctx, "reading dates in another order")
	if err != nil {
		return Action{}, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	base, err := s.ready(ctx, progress)
	if err != nil {
		return Action{}, err
	}
	if err := releaseIfAny(base); err != nil {
		return Action{}, err
	}
	state, err := s.marks.State(ctx)
	if err != nil {
		return Action{}, s.marksError(err)
	}
	key, ok := chatKey(state, chat)
	if !ok {
		return Action{}, fmt.Errorf("%q: %w", chat, ErrNoChat)
	}
	return s.answer(ctx, marks.Answer{Chat: key, Order: order.String()}, progress)
}

// chatKey returns the key of the chat that is shown by a name, or was first
// loaded under it.
func chatKey(state *marks.State, name string) (string, bool) {
	folded := foldName(name)
	for key, chat := range state.Chats {
		if foldName(chat.Name) == folded {
			return key, true
		}
	}
	_, ok := state.Chats[folded]
	return folded, ok
}

// answer makes the index as an answer wants it, records the answer and
// publishes the index, in this order. The caller has the lock and a store that
// is ready.
func (s *Store) answer(ctx context.Context, answer marks.Answer, progress func(Progress)) (Action, error) {
	state, err := s.marks.State(ctx)
	if err != nil {
		return Action{}, s.marksError(err)
	}
	next, name := state.With(answer), ""
	if !slices.Equal(loadsOf(state.Loads, state.Chats), loadsOf(next.Loads, next.Chats)) {
		base, err := s.published()
		if err != nil {
			return Action{}, err
		}
		without := leftOut(base)
		if err := releaseIfAny(base); err != nil {
			return Action{}, err
		}
		if name, err = s.fromExports(ctx, next, theSame(without), nil, progress); err != nil {
			return Action{}, fmt.Errorf("read dates %s: %w", answer.Order, err)
		}
	}
	label := fmt.Sprintf("read dates of %q %s", state.Chats[answer.Chat].Name, orderInWords(answer.Order))
	done, err := s.marks.AnswerDateOrder(ctx, answer, label, s.now())
	action, err := s.acted(ctx, done, false, err)
	if err != nil {
		return Action{}, errors.Join(err, s.discard(name))
	}
	if name != "" {
		_ = s.publish(name) // the answer stands; the next snapshot publishes it
	}
	_ = s.clean(next) // what is left over now, the next writer removes
	return action, nil
}

// discard removes a generation that is not published.
func (s *Store) discard(name string) error {
	if name == "" {
		return nil
	}
	return os.RemoveAll(s.path(indexDir, name))
}

// orderInWords is how people call an order.
func orderInWords(order string) string {
	switch order {
	case parser.MDY.String():
		return "month first"
	case parser.YMD.String():
		return "year first"
	}
	return "day first"
}

// unanswered says that an answer must be given before a load can go on, as it
// concerns messages that are known.
type unanswered struct{ answer marks.Answer }

// Error implements error.
func (e *unanswered) Error() string { return "the order of dates is yet to be answered" }

// decide says how an export is to be read that the parser has decided on, and
// tells the reader. The load, which is one into chat, has what is known before reading. Ask is set
// where nobody has been asked about the chat.
func (l *loading) decide(r *parser.Reader, chat marks.Chat, sum string) (load marks.Load, ask bool, err error) {
	understood := r.Summary()
	load = marks.Load{
		Sum: sum, Chat: chat.Key, Shown: understood.Chat,
		DateOrder: understood.DateOrder.String(), Ambiguous: understood.Ambiguous,
	}
	l.chats.set(chat)
	asked := l.opts.DateOrder
	if order := chat.Reads(load); asked == parser.UnknownOrder && order != load.DateOrder {
		if asked, err = parser.ParseDateOrder(order); err != nil {
			return load, false, fmt.Errorf("%w: %w", ErrMarksDamaged, err)
		}
	}
	if asked != parser.UnknownOrder && asked != understood.DateOrder && !r.ReadAs(asked) {
		asked = parser.UnknownOrder // these dates cannot be read so
	}
	if l.opts.DateOrder != parser.UnknownOrder && asked != parser.UnknownOrder {
		if err := l.ordered(chat, load); err != nil {
			return load, false, err
		}
		chat = l.chats.chat(chat.Key)
		if load.Ambiguous && asked == understood.DateOrder {
			r.ReadAs(asked)
		}
	}
	ask = load.Ambiguous && chat.DateOrder == "" && !slices.ContainsFunc(l.loads, func(before marks.Load) bool {
		return before.Chat == chat.Key && before.Ambiguous
	})
	return load, ask, nil
}

// ordered sees to it that a load is read in the order that the options ask
// for, if they do.
func (l *loading) ordered(chat marks.Chat, load marks.Load) error {
	asked := l.opts.DateOrder
	answer := marks.Answer{Chat: chat.Key, Order: asked.String()}
	answered := chat.DateOrder == answer.Order
	if !load.Ambiguous {
		answer.Sum = load.Sum
		answered = true
	}
	if asked == parser.UnknownOrder || answered && chat.Reads(load) == answer.Order {
		return nil
	}
	if _, stored := l.state.Chats[chat.Key]; stored {
		return &unanswered{answer}
	}
	l.chats.set(chat.With(answer))
	return nil
}

// dateOrder tells Chat.DateOrder and Chat.Ambiguous of the chat with a key.
func (sn *Snapshot) dateOrder(key string) (order string, ambiguous bool) {
	chat := sn.marks.Chats[key]
	orders := make(map[string]bool)
	for _, load := range sn.marks.Loads {
		if load.Chat != key {
			continue
		}
		order = chat.Reads(load)
		ambiguous = ambiguous || load.Ambiguous
		if load.Ambiguous && chat.DateOrder == "" && chat.Overruled[load.Sum] == "" {
			order = "ambiguous"
		}
		orders[order] = true
	}
	switch {
	case orders["ambiguous"]:
		return "ambiguous", ambiguous
	case len(orders) > 1:
		return "", ambiguous
	}
	return order, ambiguous
}
