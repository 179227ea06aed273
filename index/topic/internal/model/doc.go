// Package model tells how likely each message of a chat has each of the tags
// that Kerb offers.
//
//	message ─▶ Examine: what its phrases and words say ─▶ Chat.Vector: that, of
//	the message and of those around it, in its thread and nearby ─▶ Judge: nets ─▶ Chances
//
// Words and nets are learned by the program in index/topic/train; Encode has the
// format of their file.
package model
