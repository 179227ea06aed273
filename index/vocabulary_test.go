package index

import (
	"testing"

	"github.com/kerbstreet/kerb/index/query"
)

func TestAStoreKnowsHowItsQueriesGoOn(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	load(t, s, street(0, 40))
	if _, err := s.AddTags(t.Context(), []string{"power-tools"}, ids(chatOf(t, s))[:3], "tag"); err != nil {
		t.Fatal(err)
	}
	sn := snapshot(t, s)
	v := sn.Vocabulary()
	if len(v.People) == 0 || v.People[0] != sn.People("")[0].Name || v.Tags[0] != "power-tools" || len(v.Chats) != 1 || !v.Last.Equal(sn.Stats().Last) {
		t.Fatalf("%+v", v)
	}
	for _, typed := range []string{"from:" + v.People[0][:2], "tag:pow", "tag:pot", "in:" + v.Chats[0][:1], "after:" + v.First.Format("2006")[:2]} {
		if c := query.Complete(typed, len(typed), v); len(c.Candidates) == 0 || c.End != len(typed) {
			t.Errorf("%s: %+v", typed, c)
		}
	}
}
