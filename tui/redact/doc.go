// Package redact takes people out of what is shown to others: names, phone
// numbers, e-mail addresses and, unless they are wanted, house numbers.
//
//	senders, texts ─▶ Person, Observe ─▶ Redactor ─▶ Sender, Text
//	   (first pass)                         (second pass)
//
// Each person is "Resident A", "Resident B" … by first appearance, wherever
// they are named: as the sender, and in texts by their whole name, by their
// first name in any case or what it is shortened to, by another part of it that
// is written as a name, in a mention, by the name that they introduce themselves
// with, or by their number in any notation. Whoever is named and not known, by a
// common first name, behind a title or a greeting, is "Resident …".
//
// What depends on a language stands in tables: first names and the words around
// them (names.txt), the words around house numbers (house.txt).
//
// It leans towards taking out too much: a part of a name that several people
// share becomes "Resident …", and so does a first name that is also a word
// where it is not at the start of a sentence. A number is a house's where a word
// or the name of the street says so, or where a number that is known for one
// stands as houses do; never in a time, a date or an amount. What it cannot know
// are rare names of people who are no participants, nicknames that begin in
// another way, and names misspelt.
package redact
