package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (k *kerb) backupCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Keep everything you loaded and tagged in one file",
		Long: `Writes all exports and all that you did, such as tags, into one file, and reads it back. Other Kerbs may run meanwhile.

The file is as private as the chats in it: anybody who has it can read them.`,
		Example: "kerb backup elm-street.kerb",
		GroupID: groupHouse,
		Args:    needArgs(1, 1, "the file to write"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Lstat(args[0]); !errors.Is(err, fs.ErrNotExist) && !force {
				return fmt.Errorf("%s is there already; --force replaces it", safe.Line(args[0]))
			}
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				report, err := store.Backup(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				for _, name := range report.Damaged {
					k.warn("the kept copy of %s is damaged and not in the backup; load the export again", name)
				}
				if err := k.reportBackup("backup", report); err != nil {
					return err
				}
				if len(report.Damaged) > 0 {
					return errPartial
				}
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace the file if there is one")
	return cmd
}

func (k *kerb) restoreCommand() *cobra.Command {
	var replace bool
	cmd := &cobra.Command{
		Use:     "restore FILE",
		Short:   "Bring back what a backup holds",
		Long:    "Makes the store what it was when the backup was made. A store that holds something already is left alone, unless --replace says otherwise: then it is gone.",
		Example: "kerb restore elm-street.kerb",
		GroupID: groupHouse,
		Args:    needArgs(1, 1, "the backup"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.withStore(cmd.Context(), func(store *index.Store) error {
				progress := k.newProgress()
				report, err := store.Restore(cmd.Context(), args[0], replace, progress.show)
				progress.clear()
				if errors.Is(err, index.ErrNotEmpty) {
					return fmt.Errorf("%w; --store DIR restores it elsewhere, --replace in the place of what is there", err)
				}
				if err != nil {
					return err
				}
				if err := k.findThreadsSoon(cmd.Context(), store); err != nil {
					k.warn("not all threads are found yet: %v", err)
				}
				return k.reportBackup("restore", report)
			})
		},
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "also if the store holds something, which is lost")
	return cmd
}

// reportBackup prints what is in a backup that was made or restored.
func (k *kerb) reportBackup(did string, report index.BackupReport) error {
	if k.json {
		return k.printJSON(struct {
			Did     string   `json:"did"`
			Made    string   `json:"made"`
			Exports int      `json:"exports"`
			Marks   int      `json:"marks"`
			Bytes   int64    `json:"bytes"`
			Damaged []string `json:"damaged"`
		}{did, report.Made.Format("2006-01-02T15:04:05Z"), report.Exports, report.Marks, report.Bytes, append([]string{}, report.Damaged...)})
	}
	return k.printf("%s of %s: %s, %s\n", did, report.Made.Format(minuteLayout+" UTC"),
		count(report.Exports, "export", "exports"), count(report.Marks, "tag", "tags"))
}
