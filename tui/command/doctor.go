package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check every file of the store, and repair what can be repaired",
		Long: `Checks every file of the store: exports and marks by their checksums, the index against both. A damaged index is built again; nothing is lost by that.

Ends with status 1 if exports or marks are damaged: these only the original file or a backup brings back.`,
		GroupID: groupHouse,
		Args:    needArgs(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				return k.checkup(cmd.Context(), store)
			})
		},
	}
}

// checkup checks the store, repairs the index if that helps, and reports.
func (k *kerb) checkup(ctx context.Context, store *index.Store) error {
	found, err := store.Check(ctx, true)
	if err != nil {
		return err
	}
	left := found
	if damaged(found, index.Derived) {
		progress := k.newProgress()
		err := store.Reindex(ctx, progress.show)
		progress.clear()
		if _, ok := errors.AsType[*index.DamagedExportsError](err); err != nil && !ok {
			return err // otherwise the faults tell
		}
		if left, err = store.Check(ctx, true); err != nil {
			return err
		}
	}
	print := k.printCheckup
	if k.json {
		print = k.printCheckupJSON
	}
	if err := print(found, left); err != nil {
		return err
	}
	if damaged(left, index.Derived) || damaged(left, index.Lost) {
		return errReported
	}
	return nil
}

// damaged reports whether a check found a fault of that severity.
func damaged(report index.CheckReport, severity index.Severity) bool {
	for _, fault := range report.Faults {
		if fault.Severity == severity {
			return true
		}
	}
	return false
}

func (k *kerb) printCheckup(found, left index.CheckReport) error {
	for _, fault := range found.Faults {
		outcome := fault.Severity.String()
		if fault.Severity == index.Derived && !damaged(left, index.Derived) {
			outcome = "repaired"
		}
		if err := k.printf("%s: %s (%s)\n", safe.Line(fault.Path), safe.Line(fault.Reason), outcome); err != nil {
			return err
		}
	}
	verdict := "all is well"
	switch {
	case damaged(left, index.Lost):
		verdict = "data is at risk: see above"
	case damaged(left, index.Derived):
		verdict = "the index is still damaged; kerb reindex may tell why"
	}
	return k.printf("%s: %s, %s, %s\n", k.bold(verdict), count(left.Exports, "export", "exports"),
		count(left.Messages, "message", "messages"), count(left.Marks, "tag on a message", "tags on messages"))
}

// checkupJSON says what a check found and what is left of it.
type checkupJSON struct {
	Did      string      `json:"did"`
	OK       bool        `json:"ok"`
	Repaired bool        `json:"repaired"`
	Faults   []faultJSON `json:"faults"`
	Exports  int         `json:"exports"`
	Messages int         `json:"messages"`
	Marks    int         `json:"marks"`
	Unknown  int         `json:"unknown"` // marks on messages that are not loaded
}

type faultJSON struct {
	File     string `json:"file"`
	Reason   string `json:"reason"`
	Severity string `json:"severity"`
}

func (k *kerb) printCheckupJSON(found, left index.CheckReport) error {
	broken := damaged(left, index.Derived)
	did := checkupJSON{
		Did: "doctor", OK: !broken && !damaged(left, index.Lost), Repaired: damaged(found, index.Derived) && !broken,
		Faults: []faultJSON{}, Exports: left.Exports, Messages: left.Messages, Marks: left.Marks, Unknown: left.Unknown,
	}
	for _, fault := range found.Faults {
		did.Faults = append(did.Faults, faultJSON{fault.Path, fault.Reason, fault.Severity.String()})
	}
	return k.printJSON(did)
}
