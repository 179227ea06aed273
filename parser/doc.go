// Package parser reads the chats that people export from WhatsApp: what a
// phone wrote goes in, messages come out, one by one, with who wrote them,
// when, what they are and what they say. It knows nothing of where messages
// go then.
//
//	file ── Open ──▶ Export ── Read ──▶ Reader ── Read, Read, … ──▶ Message
//	zip                │                  │
//	folder             │ first pass       │ second pass
//	                   ▼                  ▼
//	              survey ─▶ dialect ─▶ header · sender · body
//
// An export says nothing about how it is written. Phones write headers in
// dozens of shapes, by country, language, clock and year of the app: the same
// 3/4/24 is a day in March here and one in April there. So a file is read
// twice. The first pass, the survey, looks at every line and gathers evidence:
// shapes of headers, what the numbers in them can mean, line ends, names. From
// all of it one dialect is decided for the whole file, or for each part of a
// file that somebody joined or mixed of two (joined.go, mixed.go). The second
// pass reads by that dialect alone, so that no line is judged by itself:
//
//   - A header (header.go, and fast.go for the plain shapes) is date, time and
//     what is around them, read byte by byte. Only lines with a header of the
//     dialect's own shape start messages; anything else is text of the message
//     before. Where a file ends messages with CRLF and has LF inside them, as
//     iPhones write it, that decides (crlf.go).
//   - Words for AM and PM that no table has (halves.go) mean that under which
//     time steps back the least.
//   - The order of day and month (dateorder.go) is proven by the whole file,
//     or said to be ambiguous.
//   - A sender (sender.go) is what stands before the first colon, unless the
//     line is a notice of WhatsApp's, or the name itself holds a colon.
//   - A body (body.go) is classified by tables of the sentences WhatsApp
//     writes in each language (language/), and cleaned of invisible marks.
//
// Nothing is lost silently: each byte of the text belongs to one message
// (Message.Offset, Message.Length) or to a stretch in Summary.Unreadable.
// Memory is constant plus the longest message. Export.Explain tells which of
// these rules made a line what it is.
//
// What differs by language is data: dialect/words.txt has the words in
// headers, language/ the sentences in bodies. A new dialect is mostly a line
// there.
package parser
