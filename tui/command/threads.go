package command

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/index/analysis"
	"github.com/kerbstreet/kerb/index/thread"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) threadsCommand() *cobra.Command {
	var flags readFlags
	var from, sortBy string
	var request index.ThreadRequest
	cmd := &cobra.Command{
		Use:   "threads [QUERY...]",
		Short: "List threads, or untangle an export that is not stored",
		Long: `Lists the threads of all chats, or those with a message that matches the whole query.

With --from, finds the threads of an exported chat and prints them one after the other, in the order in which they begin; nothing is stored. With --json too, a line for each message: the thread it belongs to, the number of the message it answers, and how likely that is.`,
		Example: `kerb threads
kerb threads --sort size tag:outage after:2025
kerb threads --from "WhatsApp Chat with Elm Street.txt"`,
		GroupID:     groupLook,
		Annotations: map[string]string{takesQuery: looks},
		Args:        needArgs(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			var ok bool
			if request.Sort, ok = threadSorts[sortBy]; !ok {
				return usagef("--sort is activity, size or tag, not %q", sortBy)
			}
			if request.Limit < 0 {
				return usagef("--limit is 0, for all, or more")
			}
			if from == "" {
				if err := flags.unread(); err != nil {
					return err
				}
				request.Query = joinQuery(args)
				return k.withThreads(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
					return k.threads(cmd.Context(), sn, request)
				})
			}
			if len(args) > 0 {
				return usagef("--from takes no query")
			}
			opts, err := flags.options()
			if err != nil {
				return err
			}
			return k.parseEach(cmd.Context(), []string{from}, opts, k.untangle)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&from, "from", "", "an export to untangle without storing it")
	cmd.Flags().StringVar(&sortBy, "sort", "activity", "by newest activity, by size or by tag")
	cmd.Flags().IntVar(&request.Limit, "limit", 0, "list at most this many threads; 0 for all")
	completeWords(cmd, "sort", "activity", "size", "tag")
	return cmd
}

var threadSorts = map[string]index.ThreadSort{"activity": index.ByActivity, "size": index.BySize, "tag": index.ByTag}

// withThreads is withSnapshot after all threads have been found.
func (k *kerb) withThreads(ctx context.Context, fn func(*index.Store, *index.Snapshot) error) error {
	return k.withStore(ctx, func(store *index.Store) error {
		if err := k.findThreads(ctx, store); err != nil {
			return err
		}
		sn, err := store.Snapshot(ctx)
		if err != nil {
			return err
		}
		defer sn.Close()
		return fn(store, sn)
	})
}

// findThreads finds what threads are not known yet, with a line that tells how
// far it is.
func (k *kerb) findThreads(ctx context.Context, store *index.Store) error {
	progress := k.newProgress()
	defer progress.clear()
	return store.FindThreads(ctx, progress.showThreads)
}

// soonFound is the number of messages whose threads are found along the way, in
// some seconds. WhatsApp exports no more than 40,000 at once.
const soonFound = 50_000

// findThreadsSoon is findThreads where that takes no minutes. Elsewhere threads
// are found when they are first asked for, or while the screen is open.
func (k *kerb) findThreadsSoon(ctx context.Context, store *index.Store) error {
	sn, err := store.Snapshot(ctx)
	if err != nil {
		return err
	}
	missing := sn.ThreadsMissing()
	sn.Close()
	if missing <= k.soonFound {
		return k.findThreads(ctx, store)
	}
	k.warn("which thread each of %s is in is not known yet: kerb threads finds out, and the screen while it is open", count(missing, "message", "messages"))
	return nil
}

// listedJSON is a thread of the list in the JSON contract.
type listedJSON struct {
	Thread   index.ID `json:"thread"`
	Chat     string   `json:"chat"`
	First    string   `json:"first"`
	Last     string   `json:"last"`
	Messages int      `json:"messages"`
	People   int      `json:"people"`
	Tags     []string `json:"tags"`
	Title    string   `json:"title"`
}

func (k *kerb) threads(ctx context.Context, sn *index.Snapshot, request index.ThreadRequest) error {
	list, err := sn.Threads(ctx, request)
	if err != nil {
		return err
	}
	k.warnProblems(request.Query, list.Problems)
	for _, t := range list.Threads {
		if k.json {
			err = k.printJSON(listedJSON{
				t.ID, t.Chat, t.First.Format(parser.TimeLayout), t.Last.Format(parser.TimeLayout),
				t.Messages, t.People, append([]string{}, t.Tags...), t.Title,
			})
		} else {
			err = k.printThread(t)
		}
		if err != nil {
			return err
		}
	}
	if k.json {
		return nil
	}
	return k.printf("%s\n", k.dim(count(list.Total, "thread", "threads")))
}

// printThread prints a thread of the list in a block of its own:
//
//	power just went here, anyone?
//	    2024-03-01 18:05  9 messages  4 people  Elm Street  #outage  8x2m…
func (k *kerb) printThread(t index.Thread) error {
	parts := []string{t.First.Format(minuteLayout), count(t.Messages, "message", "messages"), count(t.People, "person", "people"), safe.Line(t.Chat)}
	for _, tag := range t.Tags {
		parts = append(parts, "#"+tag)
	}
	return k.printf("%s\n    %s\n\n", safe.Line(t.Title), k.dim(strings.Join(append(parts, t.ID.String()), "  ")))
}

// threadJSON is a message of threads --from in the JSON contract.
type threadJSON struct {
	N          int     `json:"n"`
	Thread     string  `json:"thread"` // number of the message that starts it
	Parent     *int    `json:"parent"`
	Confidence float64 `json:"confidence"`
}

// untangle prints the threads of one chat that is not stored.
func (k *kerb) untangle(ctx context.Context, export *parser.Export, opts parser.Options) error {
	messages, said, summary, err := readSaid(ctx, export, opts)
	if err != nil {
		return err
	}
	links, err := thread.Find(ctx, said)
	if err != nil {
		return err
	}
	if k.json {
		err = k.printLinks(messages, links)
	} else {
		err = k.printUntangled(messages, links)
	}
	if err != nil {
		return err
	}
	return k.reportWarnings(export, summary)
}

// readSaid reads a chat that is not stored: its messages, and the same as
// threads and topics are found from them.
func readSaid(ctx context.Context, export *parser.Export, opts parser.Options) ([]parser.Message, []thread.Message, parser.Summary, error) {
	var messages []parser.Message
	summary, err := readExport(ctx, export, opts, func(_ string, m *parser.Message) error {
		messages = append(messages, *m)
		return nil
	})
	if err != nil {
		return nil, nil, summary, err
	}
	said := make([]thread.Message, len(messages))
	for i, m := range messages {
		text := analysis.Beginning(m.Text, thread.MostText)
		said[i] = thread.Message{Time: m.Time, Sender: m.Sender, Text: text, Notice: m.Kind == parser.Notice || m.Sender == ""}
	}
	return messages, said, summary, nil
}

func (k *kerb) printLinks(messages []parser.Message, links []thread.Link) error {
	for i, link := range links {
		row := threadJSON{N: messages[i].N, Thread: strconv.Itoa(messages[link.Root].N), Confidence: link.Confidence}
		if link.Parent != thread.None {
			row.Parent = &messages[link.Parent].N
		}
		if err := k.printJSON(row); err != nil {
			return err
		}
	}
	return nil
}

func (k *kerb) printUntangled(messages []parser.Message, links []thread.Link) error {
	members := make(map[int][]int)
	for i, link := range links {
		members[link.Root] = append(members[link.Root], i)
	}
	for root, link := range links {
		if link.Root != root || messages[root].Sender == "" {
			continue
		}
		if err := k.printf("%s\n", count(len(members[root]), "message", "messages")); err != nil {
			return err
		}
		for _, i := range members[root] {
			m := &messages[i]
			if err := k.printMessage(m.Time, m.Sender, m.Text, m.Kind, m.Attachment); err != nil {
				return err
			}
		}
		if err := k.printf("\n"); err != nil {
			return err
		}
	}
	return nil
}
