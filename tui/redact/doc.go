// Package redact takes people out of what is shown to others: names, phone
// numbers, e-mail addresses and, unless they are wanted, house numbers.
//
//	senders, texts ─▶ Person, Observe ─▶ Redactor ─▶ Sender, Text
//	   (first pass)                         (second pass)
//
// Each person is "Resident A", "Resident B" … by first appearance, wherever
// they are named: as the sender, and in texts by their whole name, by their
// first name in any case or what it is shortened to, by another part of it that
// is written as a name or stands where only a name does, in a mention, by the name that they introduce themselves
// with, or by their number in any notation. Whoever is named and not known, by a
// common first name, behind a title or a greeting, is "Resident …".
//
// What depends on a language stands in tables: first names and the words around
// them (names.txt), the words around house numbers (house.txt).
//
// It leans towards taking out too much: a part of a name that several people
// share becomes "Resident …", and so does a first name that is also a word
// where it is not at the start of a sentence. In lower case, a name that is also
// a word is taken out only where it can be nothing else: a first name behind a
// greeting ("thanks will!") or with something of its own ("pat's cat"), a surname
// behind a title or the first name ("mrs hill"). A surname that no table has for a word is taken out anywhere, if its
// bearer's first name is a known one and it stands right behind that.
//
// A number is a house's where a word or the name of the street says so, behind
// "at" if it is no hour of the day, or where a number that is known for one
// stands as houses do; never in a time, a date or an amount. What it cannot know
// are rare names of people who are no participants, nicknames that begin in
// another way, names misspelt, and in lower case names that are also words, in
// the middle of a sentence: "i gave it to will".
package redact
