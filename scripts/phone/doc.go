// Package phone writes chats the way WhatsApp on a phone exports them, byte
// for byte: header shape, clock, marker before or after noon, line ends,
// invisible marks and the app's own sentences in the phone's language.
//
//	message ──► Writer (a Dialect: region's header + app's language) ──► export text
//
// An Android phone and an iPhone differ in more than the header:
//
//	Android  13/06/2024, 21:25 - Ann: text\n           notices have no sender
//	iPhone   [13/06/2024, 21:25:00] Ann: text\r\n       notices come from the group, after an LRM
//
// It serves the tools that make test data; it is no part of the program.
package phone
