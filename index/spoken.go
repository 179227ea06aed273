package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/language"
	"github.com/kerbstreet/kerb/index/table"
)

// spoken are the languages of a store's chats. What is another form of a word
// depends on the chat: Leitern are what Leiter means in a German one only.
type spoken struct {
	languages []*language.Language // of all chats, none twice
	// rows are the messages of the chats in a language, for those that are not
	// every chat's.
	rows map[*language.Language]*roaring.Bitmap
}

// How much of a chat is read to tell its languages: some stretches of messages
// that follow one another, since these lie together.
const (
	stretches = 8
	stretch   = 48
	// spokenBytes is how much of one message is read: a page tells its
	// language, and one as long as a book must not be the only one that counts.
	spokenBytes = 4 << 10
)

// languagesOf tells in which languages the chats are written. A chat that does
// not show any is taken to be in all of them.
func languagesOf(t *table.Reader) (s spoken, err error) {
	chats := make([][]*language.Language, len(t.Chats()))
	for chat := range chats {
		if chats[chat], err = languagesIn(t, uint16(chat)); err != nil {
			return spoken{}, err
		}
		for _, l := range chats[chat] {
			if !slices.Contains(s.languages, l) {
				s.languages = append(s.languages, l)
			}
		}
	}
	for _, l := range s.languages {
		lacks := func(list []*language.Language) bool { return len(list) > 0 && !slices.Contains(list, l) }
		if !slices.ContainsFunc(chats, lacks) {
			continue
		}
		if s.rows == nil {
			s.rows = make(map[*language.Language]*roaring.Bitmap)
		}
		s.rows[l] = rowsIn(t, func(chat uint16) bool { return !lacks(chats[chat]) })
	}
	return s, nil
}

// languagesIn tells in which languages a chat is written.
func languagesIn(t *table.Reader, chat uint16) ([]*language.Language, error) {
	order := t.Order(chat)
	var messages [][]string
	for i := range stretches {
		from := order.Len() / stretches * i
		for place := from; place < min(from+stretch, order.Len()); place++ {
			text, _, err := t.Text(order.Row(place))
			if err != nil {
				return nil, err
			}
			messages = append(messages, analysis.Terms(analysis.Beginning(text, spokenBytes)))
		}
	}
	return language.Heard(messages), nil
}

// rowsIn finds the messages of some chats.
func rowsIn(t *table.Reader, counts func(chat uint16) bool) *roaring.Bitmap {
	rows := roaring.New()
	from := uint32(0) // of messages that follow one another in one chat
	for row := range uint32(t.Len()) {
		if t.Chat(row) == t.Chat(from) {
			continue
		}
		if counts(t.Chat(from)) {
			rows.AddRange(uint64(from), uint64(row))
		}
		from = row
	}
	if from < uint32(t.Len()) && counts(t.Chat(from)) {
		rows.AddRange(uint64(from), uint64(t.Len()))
	}
	return rows
}
