// Package chat makes up chats of any size for benchmarks: the same options
// give the same bytes, and a million messages take a few seconds.
//
//	seed ─► conversations in bursts ─► people, words, kinds ─► phone.Writer ─► export
//
// What decides how fast a reader, an index or a search is, is as in real
// chats: words by Zipf's law, from lists taken from written street chats with
// inflected forms, typos, house numbers and references as the long tail; a
// conversation keeps to a few words of its own; few people write most; lengths
// are log-normal; nights are quiet; photos, links, emoji, several lines, edits,
// deletions and notices occur as often as in real groups. It makes no sense to
// read, and no threads or answers can be judged on it: testdata/hazel-road is
// for that.
package chat
