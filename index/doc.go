// Package index turns exported chats into a store that can be searched and
// tagged, and keeps it through crashes, reloads and years of new exports.
//
//	parser.Export ─▶ Store.Load ─┬▶ exports/   the text, unchanged      (index/archive)
//	                             ├▶ index/N/   messages and bleve index (index/table, schema.go)
//	                             └▶ marks.db   what was loaded          (index/marks)
//	Store.AddTags ────────────────▶ marks.db   what people did
//
//	Store.Snapshot ─▶ Snapshot ─▶ Messages, Search, Tags …
//	                               query text ─▶ index/query ─▶ compile.go ─▶ bleve ─▶ hits
//
// Exports are the source of truth for messages, marks are what people did, and
// everything under index/ is derived from the two and can be made again
// (Reindex).
//
// A load never changes what readers see. It builds a new generation of the
// index beside the published one, records itself in the marks, and is then
// published by a rename; see generation.go and load.go. A Snapshot holds one
// generation and the marks of one moment.
//
// A message is known by its ID, which is made of its content (identify.go), so
// that marks stay where they belong whatever is loaded later. Exports of one
// chat that overlap become one sequence: recognise.go tells which messages are
// known, merge.go where the new ones go.
//
// What order a date's day and month have can be answered by people, which
// changes times and no IDs (dateorder.go).
//
// The store's files are described in docs/store-format.md.
package index
