// Package marks keeps what people did and what was loaded: the one part of a
// store that cannot be made again from anything else.
//
// It is one bbolt file, opened for the length of a transaction only, so that
// no process ever waits for another longer than milliseconds. What changes is
// on disk before the call returns.
//
//	buckets  loads   load number → which export became part of which chat
//	         media   load number → names of the files that came with it
//	         chats   chat key → name to show
//	         tags    tag, message ID → when
//	         searches  name → query, since when
//	         issues  issue ID → what a person decided on it
//	         links   message ID → the message it answers by a person's word
//	         undo    action number → what it changed, before and after
//	         meta    version of the format, revision, place in the undo log
//
// Every value begins with a CRC-32C over bucket, key and value, because bbolt
// serves a flipped byte as it is. Every change of tags and names goes through
// an Action: a list of records with their contents before and after. Undo puts
// back the first, redo the second, whatever kind of mark they are.
//
// Readers see a State: all marks of one moment, read once and kept until the
// file changes.
package marks
