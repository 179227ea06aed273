package command

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Groups of commands in the help, in its order.
const (
	groupLook  = "look"
	groupKeep  = "keep"
	groupHouse = "house"
)

func (k *kerb) rootCommand() *cobra.Command {
	var flags loadFlags
	var plain bool
	root := &cobra.Command{
		Use:   "kerb [EXPORT...]",
		Short: "Make a street's WhatsApp chat searchable and tagged, on this machine alone",
		Long: `Kerb makes a street's exported WhatsApp chat searchable and tagged. Everything stays on this machine.

kerb EXPORT... loads what is named and opens the screens; without EXPORT they show what is loaded already.
With --plain it asks line by line instead, for screen readers and simple terminals.`,
		Example: `kerb "WhatsApp Chat with Elm Street.txt"
kerb search power cut -news
kerb tag add outage power cut after:2025`,
		Args: k.exportsOrUnknown,
		RunE: func(cmd *cobra.Command, args []string) error {
			return k.open(cmd.Context(), args, flags, plain)
		},
	}
	flags.register(root)
	root.Flags().BoolVar(&plain, "plain", false, "ask line by line instead of opening the screens")
	root.PersistentFlags().StringVar(&k.storeDir, "store", k.storeDir, "keep everything in this directory (default: KERB_STORE, then the data directory)")
	root.PersistentFlags().BoolVar(&k.json, "json", k.json, "print one JSON object a line")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%v; see %s --help", err, cmd.CommandPath())
	})
	root.AddGroup(
		&cobra.Group{ID: groupLook, Title: "look"},
		&cobra.Group{ID: groupKeep, Title: "load and tag"},
		&cobra.Group{ID: groupHouse, Title: "housekeeping"},
	)
	root.SetHelpCommandGroupID(groupHouse)
	root.SetCompletionCommandGroupID(groupHouse)
	root.AddCommand(
		k.loadCommand(), k.parseCommand(), k.searchCommand(), k.searchesCommand(), k.showCommand(), k.threadsCommand(), k.suggestCommand(), k.issuesCommand(), k.lendingCommand(),
		k.tagCommand(), k.threadCommand(), k.peopleCommand(), k.undoCommand(), k.redoCommand(), k.exportCommand(),
		k.chatsCommand(), k.statsCommand(), k.reindexCommand(), k.doctorCommand(), k.backupCommand(), k.restoreCommand(), k.forgetCommand(), k.configCommand(),
	)
	return root
}

// exportsOrUnknown accepts the names of files. A first word that is none and
// does not look like one is taken for a mistyped command.
func (k *kerb) exportsOrUnknown(cmd *cobra.Command, args []string) error {
	if len(args) == 0 || args[0] == stdinName || strings.ContainsAny(args[0], `./\ `) {
		return nil
	}
	if _, err := os.Stat(args[0]); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return unknownCommand(cmd, args)
}

// meantWith annotates a command with the flags that make it what it is
// suggested for.
const meantWith = "meant with"

// suggestWithin is how many letters a mistyped command may differ in.
const suggestWithin = 2

// unknownCommand refuses any argument as a command that there is not, with the
// one that may have been meant.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "; " + cmd.CommandPath() + " --help lists all"
	cmd.SuggestionsMinimumDistance = suggestWithin
	meant := cmd.SuggestionsFor(args[0])
	for _, c := range cmd.Commands() {
		if slices.Contains(c.SuggestFor, strings.ToLower(args[0])) {
			meant = []string{c.Name() + c.Annotations[meantWith]}
			break
		}
	}
	if len(meant) > 0 {
		hint = "; did you mean " + cmd.CommandPath() + " " + strings.Join(meant, " or ") + "?"
	}
	if cmd.HasParent() {
		return usagef("there is no command %q%s", cmd.CommandPath()+" "+args[0], hint)
	}
	return usagef("there is no command %q, and no file of that name%s", args[0], hint)
}
