// Package redact takes people out of what is shown to others: names, phone
// numbers, e-mail addresses and, unless they are wanted, house numbers.
//
//	senders, texts ─▶ Person, Observe ─▶ Redactor ─▶ Sender, Text
//	   (first pass)                         (second pass)
//
// Each person is "Resident A", "Resident B" … by first appearance, wherever
// they are named: as the sender, and in texts by their whole name, by a part of
// it that is written as a name, in a mention, or by their number in any
// notation. Nothing about it depends on a language but the words that announce
// a house number, which are a table (house.txt).
//
// It leans towards taking out too much: a part of a name that several people
// share becomes "Resident …", and so does a first name that is also a word
// where it is not at the start of a sentence. What it cannot know are people
// who are no participants, nicknames, and names misspelt.
package redact
