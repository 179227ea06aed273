// Package channel finds who answers whom in a chat in which many people talk
// at once and name each other: a busy help channel, a large group.
//
//	message ─▶ Reader.Read ─▶ Line ─▶ History.Look ─▶ 1 + 100 vectors of what is
//	                                     │            cheap to tell
//	                                     ▼
//	               Candidates.Keep: a linear scorer keeps 1 + 15
//	                                     │ History.Describe adds what is costly
//	                                     ▼
//	                                  first net: chances by the lines alone
//	                                     │ Threads.Extend adds what the threads
//	                                     ▼ so far say of each candidate
//	                                  second net: chances of each ─▶ thread, link
//
// A candidate is an earlier message that the new one may answer, or the new one
// itself, which means that it starts a thread; or something the speaker said
// long ago and repeats. The inputs of the scorers are sparse: a few dozen of some
// hundred features are on for a candidate. What all candidates share is fed into
// a net once for all of them.
//
// A link is decided by threads: the chances of all messages of a thread are
// added up, the thread with the greatest sum wins against starting a new one,
// and the message links to the likeliest candidate of the winner. An earlier
// decision is never changed. The chance of the link is then read off a curve
// that says how often links of such a chance were right.
//
// The task and its measures are those of Kummerfeld et al., "A Large-Scale
// Corpus for Conversation Disentanglement" (ACL 2019).
package channel
