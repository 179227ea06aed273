package index

import (
	"context"
	"fmt"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/kerbstreet/kerb/index/analysis"
)

// find finds the messages in which the words of a phrase follow one another,
// the last being any of some terms. For each segment it takes the messages
// that have all the words, which is quick, and then compares where the words
// stand. Only where a message is too long for its index to say, the text is
// read.
func (q *phraseQuery) find(ctx context.Context, r bleveindex.IndexReader, scored bool) (*foundSearcher, error) {
	snapshot, err := snapshotOf(r)
	if err != nil {
		return nil, err
	}
	head, last := q.words.terms, []string(nil)
	if q.words.last != exact {
		head = head[:len(head)-1]
		if last, err = q.expand(ctx, r, q.words.terms[len(head)]); err != nil {
			return nil, err
		}
		if len(last) == 0 {
			return &foundSearcher{}, nil
		}
	}
	p := phraseFinder{query: q, head: head, last: last, scorers: make([]*scorer, len(head))}
	for i, term := range head {
		if !scored {
			break
		}
		word, err := newTermSearcher(r, term, false)
		if err != nil {
			return nil, err
		}
		if p.scorers[i], err = newScorer(r, word.found); err != nil {
			return nil, err
		}
	}
	for _, part := range snapshot.Segments() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := p.search(part.Segment()); err != nil {
			return nil, err
		}
		p.first += uint32(part.Segment().Count())
	}
	return &foundSearcher{matches: p.matches}, nil
}

// phraseFinder goes through the segments of an index.
type phraseFinder struct {
	query   *phraseQuery
	head    []string  // words that follow one another
	scorers []*scorer // of each; nil: without a score
	last    []string  // any of these follows; nil: nothing need
	first   uint32    // row of the segment's first message
	matches []scoredRow

	places []uint32
}

type scoredRow struct {
	row   uint32
	score float64
}

// candidate is a message in which the head of the phrase stands, within a
// segment.
type candidate struct {
	number  uint32
	from    int // its places in the list of all candidates' places
	to      int
	score   float64
	matched bool
}

func (p *phraseFinder) search(s segment.Segment) error {
	dict, err := s.Dictionary(textField)
	if err != nil {
		return err
	}
	lists := make([]segment.PostingsList, len(p.head))
	var both *roaring.Bitmap
	for i, term := range p.head {
		if lists[i], err = dict.PostingsList([]byte(term), nil, nil); err != nil {
			return err
		}
		if lists[i].Count() == 0 {
			return nil
		}
		rows := roaring.New()
		if err := orInto(lists[i], rows); err != nil {
			return err
		}
		if both == nil {
			both = rows
		} else {
			both.And(rows)
		}
	}
	candidates, places, err := p.compare(lists, both)
	if err != nil {
		return err
	}
	if p.last != nil {
		if err := p.compareLast(dict, candidates, places); err != nil {
			return err
		}
	}
	for _, c := range candidates {
		if c.matched {
			p.matches = append(p.matches, scoredRow{p.first + c.number, c.score})
		}
	}
	return nil
}

// compare returns those of some messages in which the head stands, with its
// places. Where these are not known, the text decides.
func (p *phraseFinder) compare(lists []segment.PostingsList, numbers *roaring.Bitmap) (found []candidate, places []uint32, err error) {
	postings := make([]segment.PostingsIterator, len(lists))
	for i, list := range lists {
		postings[i] = list.Iterator(true, true, false, nil)
	}
	for rows := numbers.Iterator(); rows.HasNext(); {
		c := candidate{number: rows.Next(), from: len(places)}
		at, known := places, true
		for i := range postings {
			posting, err := postings[i].Advance(uint64(c.number))
			if err != nil {
				return nil, nil, err
			}
			if posting == nil {
				return nil, nil, fmt.Errorf("postings of %q end too early: %w", p.head[i], ErrDamaged)
			}
			if p.scorers[i] != nil {
				c.score += p.scorers[i].score(posting)
			}
			if !known {
				continue
			}
			o := occurrences(posting.Frequency())
			if i == 0 {
				at, known = o.appendPlaces(at)
				continue
			}
			var kept []uint32
			kept, known = o.follows(at[c.from:], uint32(i))
			at = at[:c.from+len(kept)]
		}
		switch {
		case !known:
			if c.matched, err = p.inText(c.number); err != nil {
				return nil, nil, err
			}
			at = places // keeps what it was
		case len(at) > c.from:
			c.matched = p.last == nil
		default:
			continue
		}
		places = at
		c.to = len(places)
		found = append(found, c)
	}
	return found, places, nil
}

// inText reports whether the whole phrase stands in a message's text.
func (p *phraseFinder) inText(number uint32) (bool, error) {
	text, attachment, err := p.query.table.Text(p.first + number)
	if err != nil {
		return false, err
	}
	for _, part := range []string{text, attachment} {
		tokens := analysis.Tokenize(nil, indexed(part))
		for i := range tokens {
			if p.query.words.match(tokens[i:]) > 0 {
				return true, nil
			}
		}
	}
	return false, nil
}

// compareLast looks for the last words behind the head.
func (p *phraseFinder) compareLast(dict segment.TermDictionary, candidates []candidate, places []uint32) error {
	numbers := roaring.New()
	for _, c := range candidates {
		numbers.Add(c.number)
	}
	for _, term := range p.last {
		list, err := dict.PostingsList([]byte(term), nil, nil)
		if err != nil {
			return err
		}
		rows := roaring.New()
		if err := orInto(list, rows); err != nil {
			return err
		}
		rows.And(numbers)
		if rows.IsEmpty() {
			continue
		}
		postings := list.Iterator(true, true, false, nil)
		for rows := rows.Iterator(); rows.HasNext(); {
			number := rows.Next()
			posting, err := postings.Advance(uint64(number))
			if err != nil {
				return err
			}
			if posting == nil {
				return fmt.Errorf("postings of %q end too early: %w", term, ErrDamaged)
			}
			c := &candidates[sort.Search(len(candidates), func(i int) bool { return candidates[i].number >= number })]
			if c.matched {
				continue
			}
			if c.from == c.to { // its places are not known: the text has decided
				continue
			}
			p.places = append(p.places[:0], places[c.from:c.to]...)
			kept, known := occurrences(posting.Frequency()).follows(p.places, uint32(len(p.head)))
			if c.matched = known && len(kept) > 0; !known {
				if c.matched, err = p.inText(number); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// orInto adds what a list of postings holds to a set.
func orInto(list segment.PostingsList, set *roaring.Bitmap) error {
	merged, ok := list.(interface{ OrInto(*roaring.Bitmap) })
	if !ok {
		return fmt.Errorf("search index has postings of unknown kind %T", list)
	}
	merged.OrInto(set)
	return nil
}

// foundSearcher walks matches that are known beforehand.
type foundSearcher struct {
	unweighted
	matches []scoredRow
	at      int
}

// rows returns all of the matches.
func (s *foundSearcher) rows() *roaring.Bitmap {
	rows := roaring.New()
	for _, match := range s.matches {
		rows.Add(match.row)
	}
	return rows
}

// Next implements bleve's searcher.
func (s *foundSearcher) Next(sc *search.SearchContext) (*search.DocumentMatch, error) {
	if s.at == len(s.matches) {
		return nil, nil
	}
	match := sc.DocumentMatchPool.Get()
	match.IndexInternalID = bleveindex.NewIndexInternalID(match.IndexInternalID, uint64(s.matches[s.at].row))
	match.Score = s.matches[s.at].score
	s.at++
	return match, nil
}

// Advance implements bleve's searcher.
func (s *foundSearcher) Advance(sc *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	rest := s.matches[s.at:]
	s.at += sort.Search(len(rest), func(i int) bool { return uint64(rest[i].row) >= id.Value() })
	return s.Next(sc)
}

// Count implements bleve's searcher.
func (s *foundSearcher) Count() uint64 { return uint64(len(s.matches)) }

// Close implements bleve's searcher.
func (s *foundSearcher) Close() error { return nil }

// DocumentMatchPoolSize implements bleve's searcher.
func (s *foundSearcher) DocumentMatchPoolSize() int { return 1 }
