package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// takesQuery marks commands whose arguments are a query: a word that starts
// with a hyphen excludes that word there, and only known flags are flags. Its
// value says whether the command only looks at what matches or acts on it.
const (
	takesQuery = "kerb-takes-query"
	looks      = "looks"
	acts       = "acts"
)

// operandsLast puts the arguments of a command that takes a query behind "--",
// so that -news reaches the query, and returns them with what looks like a
// mistyped flag. The arguments of other commands stay as they are.
func operandsLast(root *cobra.Command, args []string) (ordered, unknown []string) {
	cmd, rest, err := root.Find(args)
	if err != nil || cmd.Annotations[takesQuery] == "" {
		return args, nil
	}
	cmd.InitDefaultHelpFlag()
	var flags, operands []string
	for i := 0; i < len(rest); i++ {
		arg := rest[i]
		if arg == "--" {
			operands = append(operands, rest[i+1:]...)
			break
		}
		known, takesNext := knownFlag(cmd, arg)
		switch {
		case known && takesNext && i+1 < len(rest):
			flags = append(flags, arg, rest[i+1])
			i++
		case known:
			flags = append(flags, arg)
		default:
			operands = append(operands, arg)
			if len(arg) > 2 && strings.HasPrefix(arg, "--") {
				unknown = append(unknown, arg)
			}
		}
	}
	path := strings.Fields(cmd.CommandPath())[1:]
	return slices.Concat(path, flags, []string{"--"}, operands), unknown
}

// knownFlag reports whether arg is a flag of cmd, and whether its value is the
// argument after it.
func knownFlag(cmd *cobra.Command, arg string) (known, takesNext bool) {
	if arg == "-h" {
		return true, false
	}
	name, isFlag := strings.CutPrefix(arg, "--")
	if !isFlag {
		return false, false
	}
	name, _, hasValue := strings.Cut(name, "=")
	flag := cmd.Flag(name)
	if flag == nil {
		return false, false
	}
	return true, !hasValue && flag.NoOptDefVal == ""
}

// joinQuery makes one query of the arguments as the shell split them. One
// argument is a query as it stands. Of several, one that holds a space was
// quoted in the shell and is quoted again, behind its field if it has one.
func joinQuery(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = quoteWord(arg)
	}
	return strings.Join(words, " ")
}

func quoteWord(arg string) string {
	if !strings.ContainsAny(arg, " \t\n") || strings.Contains(arg, `"`) {
		return arg
	}
	prefix := ""
	if rest, ok := strings.CutPrefix(arg, "-"); ok {
		prefix, arg = "-", rest
	}
	if field, value, ok := strings.Cut(arg, ":"); ok && isWord(field) {
		prefix, arg = prefix+field+":", value
	}
	return prefix + `"` + arg + `"`
}

// isWord reports whether s is made of lower-case letters, as fields are.
func isWord(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
