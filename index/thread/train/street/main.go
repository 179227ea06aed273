// Street learns how the messages of a street's chat hang together, from chats
// of which people said what thread each message is in, and writes the weights
// that package thread embeds.
//
//	go run ./index/thread/train/street -out index/thread/street.weights
//
// It reads the labelled chats under -chats (testdata/README.md has the list, with
// those in testdata/talk, which are not read).
// Those named by -apart are scored and never learned from. How much a chance
// has to weigh is fitted on chats that were left out: a model for each fold
// learns from the chats of the others. What it is worth, as a confidence, is
// fitted on the chats named by -later, from which nothing else is learned. A
// table of all scores, beside those of cutting at silences of twelve hours,
// goes to standard output. With -sure only that worth is learned, for the nets
// that -out holds. With -score nothing is learned and written: the chats are
// scored by the weights that -out holds.
//
// The same chats, lexicons and seed give the same file, bit for bit, on the
// same kind of machine.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/kerbstreet/kerb/index/thread/internal/labelled"
	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

// heldApart names chats that nothing is learned from; later those from which
// other parts of Kerb learn, and which did not help the nets (docs/threads.md).
const (
	heldApart = "wrens-end,calle-tejera,am-kirschgarten,nilgiri-enclave,malthouse-lane,los-alfares," +
		"kapellengasse,palar-avenue,linden"
	later = "hosakere-main,sahyadri-vihar,gulmohar-enclave,palm-grove,pocket-4,vidyagiri,brindavan-meadows," +
		"shalimar-nagar,aravali-heights,srirampura-9th,pottery-hill,deichweg,am-gaswerk,pasaje-canelo," +
		"plaza-del-pozo,rowan-park,church-end,am-haldenblick,am-puetzhof,am-schnitzerberg," +
		"andador-sabinos,calle-19-almendros,calle-arrabal,calle-jabega,chhatriwali-gali,cloonmore-drive," +
		"corbel-terrace,doddakere-extn,elsterwinkel,flieder-hof,ginsterpfad,gokula-6th-main," +
		"harebell-close,hinterreit,hop-pocket-lane,hoysala-5th-cross,im-weizenacker,kabir-vihar," +
		"kirk-brae,lagan-view,laxmi-peth,los-aromos,low-fold,mallika-colony,nandanvan-rows," +
		"noor-bagh-lane,pentwyn-row,peru-baug,privada-huizaches,sampige-layout,shivneri-chs,sluice-drove," +
		"sumac-street,suryodaya-c-block,tansley-road,thirumagal-nagar,tres-cruces-800,valluvar-street," +
		"vasavi-colony,villarejo-paramo,wattle-grove," +
		"quince-court,amselgrund,kadamba-court,calle-nispero"
)

func main() {
	dirs := flag.String("chats", "testdata/banter,testdata/elm-close,testdata/hazel-road,testdata/streets", "`folders` of labelled chats, commas between")
	apart := flag.String("apart", heldApart, "`names` of chats to score and not to learn from")
	unseen := flag.String("later", later, "`names` of chats that only confidences are learned from")
	out := flag.String("out", "index/thread/street.weights", "`file` of the weights")
	seed := flag.Uint64("seed", 1, "of all that is random")
	nets := flag.Int("nets", 8, "nets whose chances are averaged")
	folds := flag.Int("folds", 5, "parts of the chats, each left out of a model that is scored on it")
	sure := flag.Bool("sure", false, "learn only what confidences are worth, for the nets of -out")
	scored := flag.Bool("score", false, "do not learn: score the chats by the weights of -out")
	flag.Parse()
	all, err := read(context.Background(), strings.Split(*dirs, ","))
	chats, kept := divide(all, strings.Split(*apart, ","))
	chats, fresh := divide(chats, strings.Split(*unseen, ","))
	switch {
	case err != nil:
	case *scored:
		err = score(os.Stdout, all, *out)
	case *sure:
		err = makeSure(os.Stdout, fresh, kept, *out)
	default:
		err = learnAndWrite(os.Stdout, chats, fresh, kept, *out, *seed, *nets, *folds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "street:", err)
		os.Exit(1)
	}
}

// least is how many messages a chat has that is learned from or scored.
const least = 40

// chat is a labelled chat without its notices.
type chat struct {
	name     string
	messages []street.Message
	threads  []string // the thread of each message
}

// read reads the chats of folders. Of chats of one name the first counts: a
// street may have been exported twice.
func read(ctx context.Context, dirs []string) ([]chat, error) {
	var chats []chat
	seen := make(map[string]bool)
	for _, dir := range dirs {
		found, err := labelled.Read(ctx, dir)
		if err != nil {
			return nil, err
		}
		for _, l := range found {
			c := chat{name: l.Name}
			for i, m := range l.Messages {
				if l.Threads[i] != "" {
					c.messages = append(c.messages, street.Message{Time: m.Time.Unix(), Sender: m.Sender, Text: m.Text})
					c.threads = append(c.threads, l.Threads[i])
				}
			}
			if len(c.messages) >= least && !seen[c.name] && !strings.HasPrefix(c.name, "hostile") {
				chats = append(chats, c)
			}
			seen[c.name] = true
		}
	}
	if len(chats) == 0 {
		return nil, errors.New("no labelled chats")
	}
	return chats, nil
}

// divide parts the chats that are named from the others.
func divide(chats []chat, names []string) (others, named []chat) {
	for _, c := range chats {
		if slices.Contains(names, c.name) {
			named = append(named, c)
		} else {
			others = append(others, c)
		}
	}
	return others, named
}

func learnAndWrite(w io.Writer, chats, fresh, kept []chat, out string, seed uint64, nets, folds int) error {
	folds = min(folds, len(chats))
	models := make([]*street.Model, folds+1)
	parallel(len(models), func(f int) {
		var rest []chat
		for i, c := range chats {
			if i%folds != f {
				rest = append(rest, c)
			}
		}
		models[f] = learn(rest, seed*100+uint64(f), nets)
	})
	left := func(i int) *street.Model { return models[i%folds] }
	policy := fit(chats, left)
	for _, m := range models {
		m.Policy = policy
	}
	whole := models[folds]
	fitConfidence(whole, fresh)
	if err := write(whole, out); err != nil {
		return err
	}
	fmt.Fprintf(w, "policy %+v\n\neach chat by a model that has not learned from it:\n", whole.Policy)
	table(w, chats, left)
	fmt.Fprintln(w, "\nheld apart:")
	table(w, kept, func(int) *street.Model { return whole })
	reliabilities(w, fresh, kept, whole)
	return nil
}

// makeSure learns anew what the confidences of weights are worth.
func makeSure(w io.Writer, fresh, kept []chat, file string) error {
	model, err := load(file)
	if err != nil {
		return err
	}
	fitConfidence(model, fresh)
	if err := write(model, file); err != nil {
		return err
	}
	fmt.Fprintf(w, "policy %+v\n", model.Policy)
	reliabilities(w, fresh, kept, model)
	return nil
}

func reliabilities(w io.Writer, fresh, kept []chat, model *street.Model) {
	fmt.Fprintln(w, "\nconfidence, and how often it was right, in the chats it was fitted on:")
	reliability(w, fresh, model)
	fmt.Fprintln(w, "\nthe same, in chats held apart:")
	reliability(w, kept, model)
}

func write(model *street.Model, file string) error {
	var weights bytes.Buffer
	if err := model.Write(&weights); err != nil {
		return err
	}
	return os.WriteFile(file, weights.Bytes(), 0o644)
}

func load(file string) (*street.Model, error) {
	weights, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return street.ReadModel(bytes.NewReader(weights))
}

func score(w io.Writer, chats []chat, file string) error {
	model, err := load(file)
	if err != nil {
		return err
	}
	table(w, chats, func(int) *street.Model { return model })
	return nil
}

// table prints the scores of chats, each linked by a model, beside those of
// cutting at silences.
func table(w io.Writer, chats []chat, model func(i int) *street.Model) {
	results := make([]result, len(chats))
	parallel(len(chats), func(i int) { results[i] = measure(&chats[i], model(i)) })
	fmt.Fprintf(w, "%-16s %8s   12 h: 1-1    F1   found: 1-1    F1   error gone: 1-1    F1\n", "", "messages")
	for i, r := range results {
		one, f1 := r.gone()
		fmt.Fprintf(w, "%-16s %8d       %.3f %.3f        %.3f %.3f          %+6.1f %% %+6.1f %%\n",
			chats[i].name, len(chats[i].messages), r.cut.OneToOne, r.cut.F1, r.found.OneToOne, r.found.F1, 100*one, 100*f1)
	}
	g := sum(results)
	fmt.Fprintf(w, "mean %81s %+6.1f %% %+6.1f %%\nworst %80s %+6.1f %% %+6.1f %%\n", "", 100*g.one, 100*g.f1, "", 100*g.worstOne, 100*g.worstF1)
}
