// Package analysis splits text into the words that can be searched for.
//
// Text goes in, words come out, each with the bytes of the text it stands on:
//
//	"Deb's café is OPEN 👍🏽"  →  deb  cafe  is  open  👍
//
// The same function is used for three things, so that they cannot disagree:
// for messages on their way into the index, for the words of a query, and for
// the text of a hit whose words are to be highlighted.
//
// One pass does all of it. A word is a run of letters, marks and digits of any
// script. It is folded: to lower case, without accents, digits of other scripts
// as 0 to 9, wide and ligature forms as plain ones. Scripts that are written
// without spaces (Chinese, Japanese, Thai and their neighbours) give one word
// for each character; a query's run of them is searched as a phrase. An emoji
// with everything joined to it is a word, whatever its skin tone.
//
// The package is pure and knows nothing of the index.
package analysis
