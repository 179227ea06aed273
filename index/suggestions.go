package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/kerbstreet/kerb/index/marks"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/index/topic"
)

// SuggestionRequest says which suggestions are wanted.
type SuggestionRequest struct {
	Query string // threads of messages that match all of it; "": all
	Tag   string // ""; the built-in tags and those that were used on threads or messages
	// Min is the least confidence, from 0 to 1. With 0 every thread is listed,
	// those that have the tag, and those that were refused it, too.
	Min float64
}

// Suggestion is a tag that a thread, or a part of it, probably deserves.
type Suggestion struct {
	Thread     ID
	Chat       string
	Tag        string
	Messages   []ID  // that deserve the tag, in the order of the chat
	Numbers    []int // their 1-based places in the chat
	Whole      bool  // they are all of the thread
	Confidence float64
	Because    []Reason // what speaks for it, the strongest first
}

// Reason is a piece of a message's text that speaks for a suggestion.
type Reason struct {
	Message    ID
	Start, End int    // bytes of the message's text
	Text       string // that stands there; text from the chat
}

// SuggestionList is what Suggestions returns.
type SuggestionList struct {
	Suggestions []Suggestion // the most certain first
	Problems    []query.Problem
}

// Suggestions returns tags that threads probably deserve and do not have, the
// most certain first. What people tagged and refused is learned from at once.
// Messages whose threads are not found yet (FindThreads) count as threads of
// their own. The first call after a load reads every message; later ones take
// milliseconds, and one that was asked before takes nothing. It fails with
// ErrBadTag.
func (sn *Snapshot) Suggestions(ctx context.Context, req SuggestionRequest) (list SuggestionList, err error) {
	tags := sn.tagNames()
	if req.Tag != "" {
		if !ValidTag(req.Tag) {
			return SuggestionList{}, fmt.Errorf("%q: %w", req.Tag, ErrBadTag)
		}
		tags = []string{req.Tag}
	}
	err = sn.guard(func() error {
		list.Suggestions, err = sn.suggestions(ctx, topic.Request{Tags: tags, Min: req.Min})
		return err
	})
	if err != nil {
		return SuggestionList{}, fmt.Errorf("suggest tags: %w", err)
	}
	roots, problems, err := sn.rootsOf(ctx, ThreadRequest{Query: req.Query})
	if err != nil {
		return SuggestionList{}, err
	}
	list.Problems = problems
	if req.Query != "" {
		list.Suggestions = slices.DeleteFunc(slices.Clone(list.Suggestions), func(s Suggestion) bool {
			row, _ := sn.table.Find(table.ID(s.Thread))
			_, wanted := slices.BinarySearch(roots, placeOf(sn.table, row))
			return !wanted
		})
	}
	return list, nil
}

// readings are what is known of each chat, as long as neither messages nor
// threads change, with the answer given last.
type readings struct {
	generation string
	links      string
	missing    int // messages whose threads were not known
	chats      []*topic.Reading

	revision string
	request  string
	answer   []Suggestion
}

func (sn *Snapshot) suggestions(ctx context.Context, req topic.Request) ([]Suggestion, error) {
	if sn.generation == nil {
		return nil, nil
	}
	known, err := sn.readings(ctx)
	if err != nil {
		return nil, err
	}
	revision, request := sn.Revision(), fmt.Sprint(req)
	if known.revision == revision && known.request == request {
		return known.answer, nil
	}
	chats := make([]topic.Chat, len(known.chats))
	for number, reading := range known.chats {
		chats[number] = topic.Chat{Reading: reading, Lessons: make(map[string]topic.Lesson)}
	}
	for _, tag := range req.Tags {
		for _, row := range sn.tagRows(tag) {
			sn.teach(chats, tag, row, func(l *topic.Lesson) *[]int { return &l.Tagged })
		}
		for _, anchor := range sn.rowsOf(sn.marks.Refusals[tag]) {
			for _, row := range sn.threadRows(anchor) {
				sn.teach(chats, tag, row, func(l *topic.Lesson) *[]int { return &l.Refused })
			}
		}
	}
	found, err := topic.Suggest(ctx, chats, req)
	if err != nil {
		return nil, err
	}
	known.revision, known.request = revision, request
	known.answer = make([]Suggestion, len(found))
	for i := range found {
		if known.answer[i], err = sn.describeSuggestion(&found[i]); err != nil {
			return nil, err
		}
	}
	sn.store.mu.Lock()
	sn.store.readings = known
	sn.store.mu.Unlock()
	return known.answer, nil
}

// teach adds a message to a list of its chat's lesson.
func (sn *Snapshot) teach(chats []topic.Chat, tag string, row uint32, list func(*topic.Lesson) *[]int) {
	chat := sn.table.Chat(row)
	lesson := chats[chat].Lessons[tag]
	messages := list(&lesson)
	*messages = append(*messages, int(placeOf(sn.table, row))-sn.table.Start(chat))
	chats[chat].Lessons[tag] = lesson
}

// readings reads all chats, unless that was done before.
func (sn *Snapshot) readings(ctx context.Context) (readings, error) {
	want := readings{generation: sn.generation.name, links: sumLinks(sn.marks.Links), missing: sn.ThreadsMissing()}
	sn.store.mu.Lock()
	have := sn.store.readings
	sn.store.mu.Unlock()
	if have.chats != nil && have.generation == want.generation && have.links == want.links && have.missing == want.missing {
		return have, nil
	}
	for number := range sn.table.Chats() {
		chat := uint16(number)
		messages, err := sn.said(ctx, chat)
		if err != nil {
			return readings{}, err
		}
		links, err := sn.Links(sn.names[number])
		if err != nil {
			return readings{}, err
		}
		reading, err := topic.Read(ctx, messages, links)
		if err != nil {
			return readings{}, err
		}
		want.chats = append(want.chats, reading)
	}
	sn.store.mu.Lock()
	sn.store.readings = want
	sn.store.mu.Unlock()
	return want, nil
}

// said returns all messages of a chat, as threads and topics are found from
// them.
func (sn *Snapshot) said(ctx context.Context, chat uint16) ([]thread.Message, error) {
	f := threadFinder{snapshot: sn, table: sn.table}
	return f.messages(ctx, chat, 0, sn.table.Order(chat).Len())
}

func (sn *Snapshot) describeSuggestion(s *topic.Suggestion) (Suggestion, error) {
	order := sn.table.Order(uint16(s.Chat))
	id := func(place int) ID { return ID(sn.table.ID(order.Row(place))) }
	d := Suggestion{Thread: id(s.Thread), Chat: sn.names[s.Chat], Tag: s.Tag, Confidence: s.Confidence}
	for _, place := range s.Messages {
		d.Messages = append(d.Messages, id(place))
		d.Numbers = append(d.Numbers, place+1)
	}
	d.Whole = len(d.Messages) == len(sn.threadRows(order.Row(s.Thread)))
	for _, span := range s.Because {
		text, _, err := sn.table.Text(order.Row(span.Message))
		if err != nil {
			return Suggestion{}, err
		}
		d.Because = append(d.Because, Reason{id(span.Message), span.Start, span.End, text[span.Start:span.End]})
	}
	return d, nil
}

// AcceptSuggestions tags what suggestions name, as one action: the thread where
// they name all of it, else its messages. It fails as AddTags does.
func (s *Store) AcceptSuggestions(ctx context.Context, list []Suggestion, label string) (Action, error) {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return Action{}, err
	}
	defer sn.Close()
	t := tagging{snapshot: sn}
	for _, suggestion := range list {
		if err := sn.checkSuggestion(suggestion); err != nil {
			return Action{}, err
		}
		if suggestion.Whole {
			t.addToThread(suggestion.Tag, []ID{suggestion.Thread})
		} else {
			t.add(suggestion.Tag, suggestion.Messages)
		}
	}
	action, err := s.marks.Tag(ctx, t.put, t.drop, label, s.now())
	return s.acted(ctx, action, false, err)
}

// RefuseSuggestions notes that the threads of suggestions do not deserve their
// tags, as one action. They are not suggested again, and others like them
// less. It fails as AddTags does.
func (s *Store) RefuseSuggestions(ctx context.Context, list []Suggestion, label string) (Action, error) {
	sn, err := s.Snapshot(ctx)
	if err != nil {
		return Action{}, err
	}
	defer sn.Close()
	refusals := make([]marks.Refusal, 0, len(list))
	for _, suggestion := range list {
		if err := sn.checkSuggestion(suggestion); err != nil {
			return Action{}, err
		}
		refusals = append(refusals, marks.Refusal{Tag: suggestion.Tag, ID: marks.ID(suggestion.Thread)})
	}
	action, err := s.marks.Refuse(ctx, refusals, label, s.now())
	return s.acted(ctx, action, false, err)
}

func (sn *Snapshot) checkSuggestion(s Suggestion) error {
	if !ValidTag(s.Tag) {
		return fmt.Errorf("%q: %w", s.Tag, ErrBadTag)
	}
	for _, id := range append([]ID{s.Thread}, s.Messages...) {
		if _, ok := sn.table.Find(table.ID(id)); !ok {
			return fmt.Errorf("%s: %w", id, ErrNoMessage)
		}
	}
	return nil
}

// SuggestionFor returns the most certain suggestion of a tag for the thread of
// a message, whatever its confidence; where there is none, one for the whole
// thread. It fails with ErrBadTag and with ErrNoMessage.
func (sn *Snapshot) SuggestionFor(ctx context.Context, tag string, id ID) (Suggestion, error) {
	row, ok := sn.table.Find(table.ID(id))
	if !ok {
		return Suggestion{}, fmt.Errorf("%s: %w", id, ErrNoMessage)
	}
	list, err := sn.Suggestions(ctx, SuggestionRequest{Tag: tag})
	if err != nil {
		return Suggestion{}, err
	}
	root := ID(sn.table.ID(sn.table.All().Row(int(sn.threadRoot(row)))))
	var found []Suggestion
	for _, s := range list.Suggestions {
		if s.Thread == root {
			found = append(found, s)
		}
	}
	if len(found) == 0 {
		return Suggestion{Thread: root, Tag: tag, Whole: true}, nil
	}
	return slices.MaxFunc(found, func(a, b Suggestion) int { return cmp.Compare(a.Confidence, b.Confidence) }), nil
}
