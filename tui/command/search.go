package command

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/query"
	"github.com/kerbstreet/kerb/tui/safe"
)

const queryHelp = `Words: messages with all of them come first, then those with most of them.
"exact phrase", -word or NOT word, OR, parentheses, word*, word~ for typos, and
  from:ben          written by Ben
  tag:pothole       tagged so; is:untagged for what has no tag
  has:media         also has:link; is:question
  in:"Elm Street"   of this chat
  on:2024-03-01     also after:2023-12-24, before:2024-06, date:2023..2024
  kind:poll         text, media, deleted, notice, call, poll, location, contact`

func (k *kerb) searchCommand() *cobra.Command {
	var request index.Request
	var sortBy string
	var facets bool
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Find messages",
		Long: `Finds messages.

` + queryHelp,
		Example: `kerb search power cut -news
kerb search --sort newest from:ben ladder
kerb search --facets pothole
kerb search 'tag:outage after:2025 (water OR gas)'`,
		GroupID:     groupLook,
		Annotations: map[string]string{takesQuery: looks},
		Args:        needArgs(1, -1, "something to search for"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var ok bool
			if request.Sort, ok = sorts[sortBy]; !ok {
				return usagef("--sort is relevance, newest or oldest, not %q", sortBy)
			}
			if request.Limit < 1 || request.Around < 0 {
				return usagef("--limit is 1 or more, --context 0 or more")
			}
			request.Query = joinQuery(args)
			return k.withSnapshot(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
				if facets {
					return k.facets(cmd.Context(), sn, request)
				}
				return k.search(cmd.Context(), sn, request)
			})
		},
	}
	cmd.Flags().IntVar(&request.Limit, "limit", 50, "print at most this many hits")
	cmd.Flags().IntVar(&request.Around, "context", 0, "print this many messages before and after each hit")
	cmd.Flags().BoolVar(&request.Strict, "strict", false, "only messages that match the whole query")
	cmd.Flags().BoolVar(&request.Why, "explain", false, "say of each hit why it is one: which words it has, in which form, or near it")
	cmd.Flags().BoolVar(&facets, "facets", false, "print counts by person, tag, kind and month instead (with --json one object)")
	cmd.Flags().StringVar(&sortBy, "sort", "relevance", "relevance, newest or oldest first")
	completeWords(cmd, "sort", "relevance", "newest", "oldest")
	return cmd
}

var sorts = map[string]index.Sort{"relevance": index.ByRelevance, "newest": index.Newest, "oldest": index.Oldest}

func (k *kerb) search(ctx context.Context, sn *index.Snapshot, request index.Request) error {
	result, err := sn.Search(ctx, request)
	if err != nil {
		return err
	}
	k.warnProblems(request.Query, result.Problems)
	print := k.printHits
	if k.json {
		print = k.printHitsJSON
	}
	return print(result)
}

// warnProblems says what of a query was not understood, with the place in it.
func (k *kerb) warnProblems(q string, problems []query.Problem) {
	for _, p := range problems {
		start := min(max(p.Start, 0), len(q))
		end := min(max(p.End, start), len(q))
		k.warn("query, %s: %q", p, q[start:end])
	}
}

// A pageEntry is a hit or one of its neighbours.
type pageEntry struct {
	*index.Message
	hit *index.Hit // nil for a neighbour
}

// pageEntries returns hits with their neighbours around them. No message comes
// twice: a neighbour that is a hit itself, or was shown already, is left out.
func pageEntries(hits []index.Hit) []pageEntry {
	shown := make(map[index.ID]bool, len(hits))
	for _, hit := range hits {
		shown[hit.ID] = true
	}
	var entries []pageEntry
	neighbours := func(messages []index.Message) {
		for i := range messages {
			if m := &messages[i]; !shown[m.ID] {
				shown[m.ID] = true
				entries = append(entries, pageEntry{Message: m})
			}
		}
	}
	for i := range hits {
		neighbours(hits[i].Before)
		entries = append(entries, pageEntry{&hits[i].Message, &hits[i]})
		neighbours(hits[i].After)
	}
	return entries
}

// hitJSON is what search prints for a hit, and for a neighbour with Context.
type hitJSON struct {
	messageJSON
	Score   *float64 `json:"score"`
	Match   string   `json:"match,omitempty"`
	Context bool     `json:"context,omitempty"`

	Reasons []reasonJSON `json:"reasons,omitempty"` // with --explain
}

// reasonJSON says what a word of the query has to do with a hit.
type reasonJSON struct {
	Word   string  `json:"word"`
	Rarity float64 `json:"rarity"` // share of the weight of all words
	Own    float64 `json:"own"`    // how much of it the message has
	Via    string  `json:"via,omitempty"`
	Near   float64 `json:"near"` // how much of it is near
}

func (k *kerb) printHitsJSON(result index.Result) error {
	for _, entry := range pageEntries(result.Hits) {
		j := hitJSON{messageJSON: newMessageJSON(entry.Message), Context: entry.hit == nil}
		if entry.hit != nil {
			j.Score, j.Match = &entry.hit.Score, entry.hit.Match.String()
			for _, r := range entry.hit.Reasons {
				j.Reasons = append(j.Reasons, reasonJSON{r.Word, round(r.Rarity), round(r.Own), r.Via, round(r.Near)})
			}
		}
		if err := k.printJSON(j); err != nil {
			return err
		}
	}
	return nil
}

func (k *kerb) printHits(result index.Result) error {
	whole := true
	for _, entry := range pageEntries(result.Hits) {
		if whole && entry.hit != nil && entry.hit.Match != index.MatchAll {
			whole = false
			if err := k.printf("%s\n\n", k.dim("-- not all of the query, but some of it, or said near it:")); err != nil {
				return err
			}
		}
		if err := k.printHit(entry); err != nil {
			return err
		}
	}
	total := count(result.Total, "message matches", "messages match")
	if result.Partial > 0 {
		total += ", " + thousands(result.Partial) + " more in part"
	}
	return k.printf("%s\n", k.dim(total))
}

// printHit prints a hit in a block of its own, with what a next command needs,
// and a neighbour as a line:
//
//	2024-03-01 18:05  Ben: power just went here, anyone?
//	    Elm Street  #outage  8x2m…
func (k *kerb) printHit(entry pageEntry) error {
	m := entry.Message
	if entry.hit == nil {
		return k.printMessage(m.Time, m.Sender, m.Text, m.Kind, m.Attachment)
	}
	if k.numbered != nil {
		*k.numbered = append(*k.numbered, m.ID)
		if err := k.printf("@%d  ", len(*k.numbered)); err != nil {
			return err
		}
	}
	text := k.highlight(m.Text, entry.hit.Highlights)
	if err := k.printLine(m.Time, m.Sender, describe(text, m.Kind, m.Attachment)); err != nil {
		return err
	}
	for _, r := range entry.hit.Reasons {
		if err := k.printf("    %s\n", k.dim(explainReason(r))); err != nil {
			return err
		}
	}
	return k.printf("    %s\n\n", k.dim(facts(m)))
}

// explainReason says in words what a word of the query has to do with a hit:
// "ladder (weighs 62 %): in the message, as another form; 0.4 of it near".
func explainReason(r index.HitReason) string {
	text := fmt.Sprintf("%s (weighs %.0f %%): ", safe.Line(r.Word), 100*r.Rarity)
	switch {
	case r.Own > 0 && r.Via != "":
		text += fmt.Sprintf("%.1f of it in the message, by %s", r.Own, safe.Line(r.Via))
	case r.Own > 0:
		text += "in the message"
	default:
		text += "not in the message"
	}
	if r.Near > 0 {
		text += fmt.Sprintf("; %.1f of it near", r.Near)
	}
	return text
}

// round leaves two digits behind the point, which is more than such a figure
// means.
func round(x float64) float64 { return math.Round(100*x) / 100 }

// facts returns the line under a message: chat, tags and ID.
func facts(m *index.Message) string {
	parts := []string{safe.Line(m.Chat)}
	for _, tag := range m.Tags {
		parts = append(parts, "#"+tag)
	}
	return strings.Join(append(parts, m.ID.String()), "  ")
}

// highlight returns text made safe, with spans of it marked.
func (k *kerb) highlight(text string, spans []index.Span) string {
	if !k.styled {
		return safe.Text(text)
	}
	var b strings.Builder
	end := 0
	for _, span := range spans {
		if span.Start < end || span.End < span.Start || span.End > len(text) {
			continue
		}
		b.WriteString(safe.Text(text[end:span.Start]))
		b.WriteString(k.mark(safe.Line(text[span.Start:span.End])))
		end = span.End
	}
	b.WriteString(safe.Text(text[end:]))
	return b.String()
}
