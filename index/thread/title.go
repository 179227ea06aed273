package thread

import (
	"math"
	"strings"
	"unicode/utf8"
)

// titleLines is how many messages of a thread a title is looked for in: what
// the matter is stands near its beginning.
const titleLines = 10

// titleLength is how many characters a title has at most, about.
const titleLength = 70

// Title returns the line that tells best what a thread is about, cut to one
// line of some 70 characters: one early in it whose words are rare in the chat
// and come again in the thread. Weight tells how rare a word of the thread is,
// from 0 for one that everybody uses; words takes a text apart.
func Title(texts []string, words func(text string) []string, weight func(word string) float64) string {
	texts = texts[:min(len(texts), titleLines)]
	again := make(map[string]int) // in how many of the texts a word is
	terms := make([][]string, len(texts))
	for i, text := range texts {
		seen := make(map[string]bool)
		for _, word := range words(text) {
			if !seen[word] {
				seen[word] = true
				terms[i] = append(terms[i], word)
				again[word]++
			}
		}
	}
	best, title := -1.0, ""
	for i, text := range texts {
		sum := 0.0
		for _, word := range terms[i] {
			sum += weight(word) * math.Sqrt(float64(again[word]))
		}
		// Long messages hold many rare words, and say less in the first line.
		score := sum / math.Sqrt(float64(len(terms[i])+4)) / (1 + 0.25*float64(i))
		if strings.ContainsAny(text, "?？؟") {
			score *= 1.15
		}
		if score > best {
			best, title = score, text
		}
	}
	return oneLine(title)
}

// oneLine cuts a text to one line of titleLength characters or a few less, so
// that it ends with a word.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= titleLength {
		return text
	}
	cut := 0
	for i := range text {
		if cut++; cut == titleLength {
			text = text[:i]
			break
		}
	}
	if space := strings.LastIndexByte(text, ' '); space > len(text)/2 {
		text = text[:space]
	}
	return strings.TrimRight(text, " ,;:.-") + "…"
}
