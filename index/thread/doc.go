// Package thread untangles a chat: it finds which message answers which, and
// with that the threads that run through each other.
//
//	messages in order ─▶ Find ─▶ for each: the message it answers, or none,
//	                             and how likely that is
//
// Kinds of chat want kinds of looking, and Find tells which it has before it:
//
//   - in a channel, strangers come with questions and name whom they answer:
//     internal/channel, learned from annotated logs by the program in train;
//   - on a street, neighbours talk over days and rarely say whom they answer:
//     internal/street, learned from labelled chats by the program in
//     train/street;
//   - on a board, people post and nobody answers: every message is a thread.
//
// A chat is linked in blocks, each warmed by what was said in the month before
// it (block.go): from the newest back, where somebody waits, and again only
// where something changed. What a person decided about a message is a forced
// link: it holds, and what follows is linked in its knowledge.
//
// The package is pure: the same messages give the same links, and a later
// message changes no earlier link but those of its own block.
// docs/threads.md says how well it does.
package thread
