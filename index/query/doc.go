// Package query reads what people type into the search box.
//
// A string goes in, a tree and a list of problems come out:
//
//	ladder -from:ben before:2024  →  And ── Word ladder
//	                                  ├─── Not ── Field from ben
//	                                  └─── Date … to 2024-01-01
//
// A lexer cuts the string into words, phrases, operators and fields; a
// recursive-descent parser makes the tree. Neither ever fails: what cannot be
// understood is left out or taken as words, and a Problem says where and why.
//
// The grammar, loosest first:
//
//	query   = or
//	or      = and { "OR" and }
//	and     = not { ["AND"] not }
//	not     = ["-" | "NOT"] primary
//	primary = "(" or ")" | word | word* | word~ | "phrase" | field:value
//
// OR, AND and NOT are operators in capitals only. The prefix all: anywhere
// asks for whole matches only.
//
// Complete tells how the word at the cursor can go on: with a field, or with a
// value from a Vocabulary that the caller fills.
//
// The package knows what a word is (index/analysis) and what dates mean; it
// knows nothing of bleve, of people or of chats.
package query
