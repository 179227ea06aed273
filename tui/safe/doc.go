// Package safe makes text from chats harmless for a terminal.
//
// Whoever writes in a chat decides what stands in it, and a terminal obeys
// what is printed on it: escape sequences move the cursor, rename the window
// or answer as if somebody had typed; bidirectional overrides make a line read
// other than it is; marks without width hide text or pile up over other lines.
// Everything from an export (messages, names of people, chats and files) goes
// through [Text] or [Line] before it is printed.
//
//	"Ben\x1b[2J\u202e"  →  Line  →  "Ben␛[2J"
//
// What comes out
//
//   - is valid UTF-8; bytes that were not become U+FFFD
//   - has no control characters but the new lines of Text: the others become
//     their pictures (␛, ␇, ␡), tabs become a space
//   - has no characters that set direction (U+200E, U+200F, U+061C,
//     U+202A–202E, U+2066–2069) and none without width, except where they
//     spell something: a joiner inside an emoji or a word, a variation
//     selector, the tags of a flag
//   - has at most six combining marks on a letter and four joiners in an emoji
//
// Letters of every script, emoji and accents stay as they are. Both functions
// are pure, run in linear time, do not change what they have made already,
// and return their argument without allocating where there is nothing to do.
package safe
