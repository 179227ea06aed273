// Package language knows what of a question counts, by language.
//
//	who has a long ladder?  →  long (a little), ladder (or ladders, steps)
//
// For each language a file in words says which words only build sentences,
// which say little, which ask for a figure, which name a month, which mean nearly
// the same and which speak for a tag; Snowball's stemmers say which are forms of
// one word. The lists were written for Kerb, none is copied. They hold what any
// street would write, in the spelling of index/analysis: what is wrong in them
// makes an answer worse, never a match.
//
// The format of the files: lines of words under a heading. A line under
// [alike] is a group of words for one thing, one under [matters] a group that
// people use when they talk of one matter (power, transformer, candles), one under [months] the months in
// their order, one under [apart] a word and its forms that only look like forms
// of another one (hearing, hear), one under [spelling] a pair: where the first
// is written, the second is meant as well (ue, u). Under [topics] a line begins
// with a tag, before a colon, that who asks with one of its words asks about.
// Elsewhere lines mean nothing. Languages that write compounds as one word say under [joints] which
// letters may stand between their parts. What stands under [endings] is taken off words of languages that
// have no stemmer. # begins a comment.
//
// The package is pure.
package language
