package index

import (
	"fmt"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// recent remembers which messages have the words of the last searches: with every
// letter of a question all of its words are searched again, and all but the last
// one are what they were. It belongs to a generation, which does not change. A
// nil recent remembers nothing.
type recent struct {
	mu     sync.Mutex
	search uint64 // number of the one that began last
	sets   map[string]*recentSet
}

type recentSet struct {
	rows   *roaring.Bitmap // not to be changed
	search uint64          // that asked for it last
}

const (
	// recentSearches is how many searches a set is kept that none asks for: a
	// letter typed makes two, one for hits and one for facets, and people take
	// letters back.
	recentSearches = 4
	// mostRecent bounds the sets, each of which takes up to a bit for each
	// message.
	mostRecent = 128
)

// begin forgets what the last searches did not ask for.
func (r *recent) begin() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.search++
	for key, set := range r.sets {
		if set.search+recentSearches < r.search {
			delete(r.sets, key)
		}
	}
}

// rows returns what is remembered for a key, or else found and then remembered.
func (r *recent) rows(key string, find func() (*roaring.Bitmap, error)) (*roaring.Bitmap, error) {
	if r == nil {
		return find()
	}
	if rows := r.recall(key); rows != nil {
		return rows, nil
	}
	rows, err := find()
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sets == nil {
		r.sets = make(map[string]*recentSet)
	}
	if len(r.sets) < mostRecent {
		r.sets[key] = &recentSet{rows, r.search}
	}
	return rows, nil
}

func (r *recent) recall(key string) *roaring.Bitmap {
	r.mu.Lock()
	defer r.mu.Unlock()
	set := r.sets[key]
	if set == nil {
		return nil
	}
	set.search = r.search
	return set.rows
}

// key tells what a matcher matches in a generation.
func (m *wordMatcher) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %q", m.last, m.terms)
	for _, f := range m.forms {
		fmt.Fprintf(&b, " %s %t", f.language.Code, f.rows == nil)
	}
	return b.String()
}
