// Package role reads what a message does in its conversation: says that the
// house is off or fine, reports a hole, asks for a thing or offers one, gives
// it back.
//
//	"ours is off too"          →  off, same, my
//	"anyone got a long ladder" →  seek, anyone, thing
//
// Two steps. First the signs of a message: found by tables of phrases, one for
// each language in words (index/phrase has their format), and heard in its words
// by what messages of labelled chats say (index/bag). Then a Model, which knows from
// labelled chats how much each sign counts in a situation: "yes" after a
// question means something else than "yes" after an offer. What situations
// there are is for those to say who use it: index/issue and index/lending.
//
// The package is pure.
package role
