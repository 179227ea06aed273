// Package command is Kerb's command line: every screen's content as a command
// for scripts and screen readers, and the door to the screens themselves.
//
//	kerb search power -news
//	  │ Main       streams, signals, exit status
//	  │ operands   what is a flag, what is the query
//	  │ cobra      finds the command: a file of this package each
//	  │ kerb       opens the store, prints: results to standard output,
//	  ▼            progress, warnings and errors to standard error
//	index, parser
//
// # What is printed
//
// On a terminal results are styled; elsewhere, with NO_COLOR or on a dumb
// terminal they are plain. With --json every line on standard output is one
// JSON object and nothing else is printed there. Text from chats goes through
// [github.com/kerbstreet/kerb/tui/safe], or through JSON with everything
// escaped that could act on a terminal.
//
// # Exit status
//
//	0  done, also when nothing matched or a query was understood in part
//	1  failed
//	2  wrong usage
//	3  done, but some of the input was refused
package command
