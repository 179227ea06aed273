// Package lexicon finds in a message what it may be about.
//
//	"is anyone's power off?"  →  outage/power, "power off", 3
//	"the power of love"       →  outage, "power of love", -3
//
// What it knows are phrases, in a file for each language in words, under the
// topics that they speak for. There are the five tags that Kerb offers, with
// their kinds, and what else a street talks about, so that a football match or
// a lost cat is known for what it is. A phrase counts 1 (a hint), 2 (likely)
// or 3 (hardly anything else); a negative one speaks against its topic.
//
// # The format of the files
//
// Lines of phrases under a heading, the weight in front, commas between:
//
//	[outage/power]
//	3: power cut, power|electric ... off|out|down
//	1: fuse*
//	-3: power of love
//
// The notation of a phrase is that of index/phrase, which finds them.
// # begins a comment. mul.txt holds what belongs to no language, such as
// pictures.
//
// The package is pure.
package lexicon
