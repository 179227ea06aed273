// Package topic tells which threads of a chat deserve a tag, why, and how
// likely that is.
//
//	messages, their threads ─▶ Read ─▶ Reading ─┐
//	what people tagged and refused ─────────────┴▶ Suggest ─▶ Suggestion
//
// It works in three steps:
//
//   - phrases (lexicon) say what each message may be about, in its language;
//   - a small net, learned from labelled chats by the program in train, tells
//     from a message's phrases and those around it, in its thread and nearby, how
//     likely it has each of the tags that Kerb offers (internal/model). It sees no words,
//     only how strong phrases are, so it is the same for all languages;
//   - for any other tag, and where people disagreed with the net, a linear model
//     is learned anew, each time, from what they tagged and refused (learn.go).
//
// A thread may hold more than one matter, the more so where threads are found
// and not given: a suggestion names the messages of a thread that belong to it.
//
// The package is pure. docs/tags.md says how well it does.
package topic
