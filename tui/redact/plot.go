package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Where houses are counted by block, a letter stands before the number: C-29,
// C 29, B29, T2-304. Once somebody is called by one, so are houses of other
// blocks; before that B12 is a vitamin, and A4 paper.

// plotMarks stand between a block and a number.
const plotMarks = " -–/\u00a0"

// plots finds the houses of blocks, each as one stretch with its block.
func plots(text string, list []word) []span {
	var found []span
	for i := 0; i+1 < len(list); i++ {
		block, number := list[i], list[i+1]
		if !isBlock(text, block) || !number.digits || !joinsPlot(text[block.end:number.start]) {
			continue
		}
		last := i + 1
		if i+2 < len(list) && list[i+2].digits && text[number.end:list[i+2].start] == "-" { // T2-304
			last = i + 2
		}
		if len(digitsOf(list[last].folded)) > mostDigits || measured(text, list[last]) {
			continue
		}
		found = append(found, span{block.start, withLetter(text, list[last])})
		i = last
	}
	return found
}

// isBlock reports whether a word is one capital letter, and no number's (12B).
func isBlock(text string, w word) bool {
	r, size := utf8.DecodeRuneInString(text[w.start:w.end])
	before, _ := utf8.DecodeLastRuneInString(text[:w.start])
	return size == w.end-w.start && unicode.IsUpper(r) && !unicode.IsDigit(before)
}

// joinsPlot reports whether what stands between a block and a number joins them.
func joinsPlot(between string) bool {
	return utf8.RuneCountInString(between) <= 1 && strings.Trim(between, plotMarks) == ""
}

// block is the letter of a house's block, as people write it.
func block(text string, plot span) string {
	_, size := utf8.DecodeRuneInString(text[plot.start:])
	return text[plot.start : plot.start+size]
}

// knowBlocks learns the blocks that a name tells.
func (r *Redactor) knowBlocks(name string, list []word) {
	for _, plot := range plots(name, list) {
		r.blocks[block(name, plot)] = true
	}
}

// plotsOf finds the houses of the blocks that are known, and, with a hyphen, of
// any once one is.
func (r *Redactor) plotsOf(text string, list []word) []span {
	if len(r.blocks) == 0 {
		return nil
	}
	var found []span
	for _, plot := range plots(text, list) {
		letter := block(text, plot)
		if r.blocks[letter] || strings.HasPrefix(text[plot.start+len(letter):], "-") {
			found = append(found, plot)
		}
	}
	return found
}
