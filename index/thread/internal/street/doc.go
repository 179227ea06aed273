// Package street finds which conversation a neighbour's message belongs to, in
// a chat in which nobody says so, a conversation may rest for days, and several
// may run side by side.
//
//	message ─▶ reader.read ─▶ line: words that say something, topics, what it does
//	              │             (asks everyone, thanks, goes on …: cues.txt)
//	              ▼
//	           window.describe ─▶ context, and for each of 14 threads and a new
//	              │               one: how long ago, who is in it, who names whom,
//	              │               what was asked, shared words, shared topics
//	              ▼
//	           nets ─▶ chances ─▶ what they weigh (Policy) ─▶ thread
//	                                                            │ window.answered
//	                                                            ▼
//	                                                          link
//
// The window is what was said in the last thirty days, a thousand messages at
// most; all else is forgotten. The threads that spoke last may be gone on with,
// or a new one is started. An earlier decision is never changed, and one that
// a person made is taken as it is.
//
// The nets are small; they are learned, together with the policy, by the program
// in index/thread/train/street.
package street
