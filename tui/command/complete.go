package command

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/index"
)

// completeWords makes the shell offer words as the value of a flag; each may
// be followed by a tab and an explanation.
func completeWords(cmd *cobra.Command, flag string, words ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag is not defined: a mistake in this package
	}
}

// completeTags offers tags for the first argument.
func (k *kerb) completeTags(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	return k.completeFirst(cmd, args, begun, func(sn *index.Snapshot) []string {
		tags := sn.Tags()
		names := make([]string, len(tags))
		for i, t := range tags {
			names[i] = t.Tag
		}
		return names
	})
}

// completeChats offers the names of chats for the first argument.
func (k *kerb) completeChats(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	return k.completeFirst(cmd, args, begun, func(sn *index.Snapshot) []string {
		chats := sn.Chats()
		names := make([]string, len(chats))
		for i, chat := range chats {
			names[i] = chat.Name
		}
		return names
	})
}

func (k *kerb) completeFirst(cmd *cobra.Command, args []string, begun string, names func(*index.Snapshot) []string) ([]string, cobra.ShellCompDirective) {
	var found []string
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	err := k.withSnapshot(cmd.Context(), func(_ *index.Store, sn *index.Snapshot) error {
		for _, name := range names(sn) {
			if strings.HasPrefix(name, begun) && !strings.ContainsFunc(name, actsOnTerminal) {
				found = append(found, name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}
