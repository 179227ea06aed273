// Package exporttest writes WhatsApp exports of random messages, together with
// what a reader should make of them, for tests of whatever reads exports.
//
//	seed, Shape, Language ──New──▶ Chat{Text, Messages}
//
// A Shape is a row of a table: how an app on a phone of some region writes
// date and time. A Language is what the app says of photos, deleted messages,
// calls and people who join. Every chat is made from its seed alone, so a
// failing one can be made again.
package exporttest
