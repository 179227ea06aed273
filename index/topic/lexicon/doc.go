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
// A phrase is words in their order, with nothing between them. A word stands
// for all its forms where index/language has a stemmer for the language, and
// for itself elsewhere, without case and accents. Besides
//
//	a|b    is one of them,
//	abc*   begins so, *abc ends so, as German compounds do,
//	=abc   is the word itself, not its other forms,
//	_      is any one word,
//	...    is up to three words, or none.
//
// # begins a comment. mul.txt holds what belongs to no language, such as
// pictures.
//
// The package is pure.
package lexicon
