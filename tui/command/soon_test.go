package command

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index"
)

// A load of a few messages finds their threads as well; one of very many says
// that it does not, and leaves them for whoever asks.
func TestThreadsAreFoundAlongTheWayWhereThatIsSoonDone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		soon    int
		missing bool
	}{{soonFound, false}, {3, true}} {
		var stderr strings.Builder
		k := newKerb(strings.NewReader(""), io.Discard, &stderr)
		k.soonFound, k.storeDir = test.soon, t.TempDir()
		err := k.withStore(t.Context(), func(store *index.Store) error {
			return k.load(t.Context(), store, []string{filepath.Join("..", "..", "testdata", "calle-olmo")}, index.LoadOptions{})
		})
		if err != nil {
			t.Fatal(err)
		}
		err = k.withSnapshot(t.Context(), func(_ *index.Store, sn *index.Snapshot) error {
			if missing := sn.ThreadsMissing() > 0; missing != test.missing {
				t.Errorf("with %d at most: missing is %v", test.soon, missing)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Contains(stderr.String(), "is not known yet: kerb threads finds out"); said != test.missing {
			t.Errorf("with %d at most it said %q", test.soon, stderr.String())
		}
	}
}

func TestWhatATagIsForMayDependOnThreads(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"8x2mk4tqz6w9rv1n": false, "power cut after:2025": false, `"power cut" -news from:ben`: false,
		"thread:8x2mk4tqz6w9rv1n": true, "power -tag:outage": true, "ladder OR (is:untagged drill)": true,
	} {
		if got := asksForThreads([]string{query}); got != want {
			t.Errorf("%s: %v", query, got)
		}
	}
}
