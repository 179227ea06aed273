// Package table keeps the messages of one index generation: written once, in
// one go, then read at random and never changed.
//
// A message is a row. Rows are numbered from 0 in the order in which messages
// were first seen, so a later export that brings older messages renumbers
// nothing; where a message stands in its chat is kept apart.
//
//	rows    row → time, sender, chat, kind          12 bytes each
//	ids     row → message ID                        10 bytes each
//	lookup  row numbers in the order of their IDs    4 bytes each, for ID → row
//	order   place in the chat → row, chat by chat    4 bytes each
//	places  row → place in its chat                  4 bytes each
//	text    blocks of about 16 KB of text, zstd      about half of the text
//	blocks  first row and offset of each text block
//	people  names, and who wrote how much in which chat
//	chats   key and size of each chat
//
// Fixed-size files are memory-mapped, so opening reads next to nothing and
// takes the same time for ten messages and for ten million. The bytes of every
// file are described in docs/store-format.md.
package table
