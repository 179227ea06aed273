// Package tui is Kerb's screens: a bubbletea program over a store.
//
// What comes in are keys, the mouse, pasted text and answers of the store;
// what goes out is what the terminal shows. The package knows nothing of
// files' formats and nothing of how the store keeps things: it asks the two
// small interfaces in store.go.
//
//	keys, mouse ──► model ──► app ─┬─► sheets   tagger help palette reader date log chooser saver exporter
//	                (Update)       └─► screens  start load chat search threads issues … people  (the back stack)
//	                  ▲                   │
//	                  │   answer          │ ask (reads)      write (changes)
//	                  └───────────────────┴──► tasks ──► snapshot, store
//
// model gives a message to the screen it is for: keys to the sheet or screen on
// top, then to the commands that mean the same everywhere, then to the text
// that is being typed. A screen is a pointer with what it shows, its scroll and
// its selection, so that going back is taking the top off the stack.
//
// Nothing in Update waits. A screen asks a question (tasks.go) that runs on a
// snapshot away from the event loop; asking again cancels the one before, and
// an answer whose number is not the newest is dropped. What is seen stays until
// the new answer is whole. Changes are queued (write.go) and done in the order
// of the keys; after each, and every two seconds in case another process wrote,
// a new snapshot is shown everywhere if it tells anything new. Selections are
// kept by message ID.
//
// A timeline (chat) shows a sequence: a whole chat, or some messages of it such
// as one thread. Threads are found behind everything else (threading.go).
//
// Issues, lending and people are lists with a preview (browser.go), the review
// is one question at a time; digits go to each of them (destinations.go).
//
// Keys, footer, help, palette and mouse are all made from the same commands
// (keys.go). Colours and signs stand in theme.go, widths are counted there too.
// Text from chats, files and errors is made harmless by package safe on its way
// in: messages in newEntry, typing in input, names where they are drawn.
package tui
