// Package phrase finds set phrases in messages, by tables that are data.
//
//	[seek]
//	does|has anyone ... ladder|drill
//
// A table is lines of phrases under a heading, commas between them; # begins a
// comment. A phrase is words in their order, with nothing between them. A word
// stands for all its forms where index/language has a stemmer for the
// language, and for itself elsewhere, without case and accents. Besides
//
//	a|b    is one of them,
//	abc*   begins so, *abc ends so, as German compounds do,
//	=abc   is the word itself, not its other forms,
//	_      is any one word,
//	...    is up to three words, or none.
//
// The package is pure.
package phrase
