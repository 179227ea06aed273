// Package lending keeps the ledger of a chat: who has what of whose, things and
// time, since when, and what is still out.
//
//	messages, threads ─▶ Find ─▶ entries
//
// It goes through a chat once. For each message a model says whether it offers,
// asks, agrees, gives back or wants back (index/role reads it), which depends on
// what is going on: "yes" to one's own question is an agreement, "it's in the
// garage" after a loan a return (ledger.go). A loan is out once both its sides
// are known and one of them agrees. Returns are tied to loans by who and what
// they name (link.go). At the end each entry is weighed and judged (evidence.go,
// judge.go), and named by its messages (name.go).
//
// The package is pure: the same chat gives the same entries.
package lending
