package chat

import (
	"embed"
	"math"
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// The lists hold the words of written street chats, the most frequent first.
//
//go:embed words/*.txt
var lists embed.FS

// shape says how a language makes more words of those in its list.
type shape struct {
	endings  []string
	prefixes []string
}

var shapes = map[string]shape{
	"en": {[]string{"s", "ed", "ing", "er", "ers", "ly", "y", "'s"}, []string{"re", "un", "over"}},
	"de": {[]string{"e", "en", "er", "es", "s", "lich", "ung", "chen"}, []string{"ver", "be", "auf", "ab"}},
	"es": {[]string{"s", "es", "ito", "ita", "mente", "ado", "ando"}, []string{"re", "des"}},
	"fr": {[]string{"s", "es", "ment", "ait", "ons", "ez", "age"}, []string{"re", "dé"}},
	"pt": {[]string{"s", "inho", "inha", "mente", "ado", "ando", "ção"}, []string{"re", "des"}},
	"nl": {[]string{"en", "s", "je", "jes", "er", "te", "de"}, []string{"ver", "be", "op"}},
}

// Words lists a language's vocabulary, the most frequent word first; nil for
// a language there is no list of. Benchmarks take their queries from it.
func Words(language string) []string {
	list, err := lists.ReadFile("words/" + language + ".txt")
	if err != nil {
		return nil
	}
	words := strings.Fields(string(list))
	known := make(map[string]bool, 8*len(words))
	for _, w := range words {
		known[w] = true
	}
	add := func(w string) {
		if !known[w] {
			known[w] = true
			words = append(words, w)
		}
	}
	roots := words[min(functionWords, len(words)):]
	s := shapes[language]
	for _, form := range s.endings {
		for _, w := range roots {
			if utf8.RuneCountInString(w) >= 4 && !strings.HasSuffix(w, form) {
				add(w + form)
			}
		}
	}
	for _, form := range s.prefixes {
		for _, w := range roots {
			if utf8.RuneCountInString(w) >= 5 {
				add(form + w)
			}
		}
	}
	return words
}

// functionWords is how many of the most frequent words say little about what
// a conversation is about.
const functionWords = 150

type vocabulary struct {
	words []string
	all   alias
}

func newVocabulary(language string) *vocabulary {
	words := Words(language)
	return &vocabulary{words: words, all: newAlias(zipf(len(words), 1.05, 2.7))}
}

func (v *vocabulary) pick(rng *rand.Rand) string { return v.words[v.all.pick(rng)] }

// content picks a word that a conversation can be about.
func (v *vocabulary) content(rng *rand.Rand) string {
	for {
		if i := v.all.pick(rng); i >= functionWords {
			return v.words[i]
		}
	}
}

// zipf is the law of Zipf and Mandelbrot: the weight of rank k, from 0, is
// 1/(k+shift)^exponent.
func zipf(n int, exponent, shift float64) []float64 {
	weights := make([]float64, n)
	for k := range weights {
		weights[k] = 1 / math.Pow(float64(k)+shift, exponent)
	}
	return weights
}

// alias picks an index with its weight's probability in constant time, by the
// alias method (Walker 1977, in Vose's form of 1991).
type alias struct {
	keep  []float64
	other []int32
}

func newAlias(weights []float64) alias {
	n := len(weights)
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	a := alias{make([]float64, n), make([]int32, n)}
	var small, large []int32
	scaled := make([]float64, n)
	for i, w := range weights {
		scaled[i] = w * float64(n) / sum
		if scaled[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small, large = small[:len(small)-1], large[:len(large)-1]
		a.keep[s], a.other[s] = scaled[s], l
		if scaled[l] += scaled[s] - 1; scaled[l] < 1 {
			small = append(small, l)
		} else {
			large = append(large, l)
		}
	}
	for _, i := range append(small, large...) {
		a.keep[i] = 1
	}
	return a
}

func (a alias) pick(rng *rand.Rand) int {
	i := rng.IntN(len(a.keep))
	if rng.Float64() < a.keep[i] {
		return i
	}
	return int(a.other[i])
}
