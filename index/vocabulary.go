package index

import (
	"slices"

	"github.com/kerbstreet/kerb/index/query"
)

// Vocabulary returns what the fields of a query are completed from. It takes
// time in proportion to the people and tags; callers keep it as long as they
// keep the snapshot.
func (sn *Snapshot) Vocabulary() query.Vocabulary {
	var v query.Vocabulary
	for _, person := range sn.People("") {
		v.People = append(v.People, person.Name)
	}
	tags := sn.Tags()
	slices.SortStableFunc(tags, func(a, b TagCount) int { return b.Messages - a.Messages })
	for _, tag := range tags {
		v.Tags = append(v.Tags, tag.Tag)
	}
	for _, chat := range sn.Chats() {
		v.Chats = append(v.Chats, chat.Name)
		if v.First.IsZero() || chat.First.Before(v.First) {
			v.First = chat.First
		}
		if chat.Last.After(v.Last) {
			v.Last = chat.Last
		}
	}
	return v
}
