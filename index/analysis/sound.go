package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Words of the languages of India are written in a script of their own and, as
// often, in Latin letters as everyone pleases: गाड़ी is gaadi, gadi or gaddi. A
// sound is what such spellings have in common.

// Sound tells roughly how a term of Latin letters or of an Indian script is
// spoken. The zero Sound is that of a term of anything else.
type Sound struct {
	native     bool
	tamil      bool   // which writes k, t and p for g, d and b
	spoken     string // letter by letter
	consonants string // alone, after a + if the word begins with a vowel
	vowels     string // alone, without a, which is written as it comes
}

// enough is the number of consonants that tell a word without its vowels.
const enough = 3

// Like reports whether two terms may be spellings of one word. Across scripts,
// consonants decide, and in short words vowels with them; within one, all letters
// do.
func (s Sound) Like(other Sound) bool {
	switch {
	case s.spoken == "" || other.spoken == "":
		return false
	case s.native == other.native:
		return s.spoken == other.spoken
	case s.tamil || other.tamil:
		s.consonants, other.consonants = voiceless.Replace(s.consonants), voiceless.Replace(other.consonants)
	}
	if s.consonants != other.consonants {
		return false
	}
	n := len(s.consonants)
	return n >= enough && s.consonants[0] != '+' || n > enough || n > 1 && s.vowels == other.vowels
}

var voiceless = strings.NewReplacer("g", "k", "d", "t", "b", "p", "j", "s", "c", "s")

// SoundOf returns the sound of a term.
func SoundOf(term string) Sound {
	var s Sound
	first, _ := utf8.DecodeRuneInString(term)
	switch {
	case 'a' <= first && first <= 'z':
		s.spoken = latinSound(term)
	case isIndian(first):
		s.native, s.tamil = true, first&^0x7F == tamilBlock
		s.spoken = indianSound(term)
	}
	if s.spoken == "" {
		return Sound{}
	}
	var consonants, vowels []byte
	for i := range len(s.spoken) {
		c := s.spoken[i]
		switch {
		case !isVowel(c):
			consonants = append(consonants, c)
		case i == 0:
			consonants = append(consonants, '+')
		}
		last := i == len(s.spoken)-1
		switch {
		case c == 'i' || c == 'e' && !last:
			c = 'i'
		case c == 'u' || c == 'o':
			c = 'u'
		default:
			continue
		}
		if len(vowels) == 0 || vowels[len(vowels)-1] != c {
			vowels = append(vowels, c)
		}
	}
	s.consonants, s.vowels = string(consonants), string(vowels)
	return s
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// latin are spellings in Latin letters and what is heard; longer ones come first.
var latin = strings.NewReplacer(
	"tion", "sn", "sion", "sn", "ture", "cr", "ght", "t",
	"chh", "c", "ch", "c", "ck", "k", "ce", "se", "ci", "si", "c", "k", "q", "k", "x", "ks",
	"sh", "s", "th", "t", "dh", "d", "kh", "k", "gh", "g", "jh", "j", "bh", "b", "ph", "f",
	"w", "v", "z", "j", "aa", "a", "ee", "i", "ii", "i", "oo", "u", "uu", "u", "au", "o", "ou", "o", "ai", "a",
)

// latinSound returns what is heard of a word in Latin letters; "" if it has
// others.
func latinSound(term string) string {
	if strings.IndexFunc(term, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
		return ""
	}
	return heard([]byte(latin.Replace(term)))
}

// heard leaves out what is written and not heard: a letter twice, h and y but in
// the beginning.
func heard(letters []byte) string {
	kept := letters[:0]
	for i, c := range letters {
		switch {
		case i > 0 && c == 'h':
			continue
		case i > 0 && c == 'y':
			c = 'i'
		}
		if len(kept) == 0 || kept[len(kept)-1] != c {
			kept = append(kept, c)
		}
	}
	return string(kept)
}

const (
	firstBlock = 0x0900 // Devanagari
	lastBlock  = 0x0D00 // Malayalam
	tamilBlock = 0x0B80
)

func isIndian(r rune) bool { return firstBlock <= r && r < lastBlock+0x80 }

// Script returns what tells the Indian script that a term is written in, 0 for
// another one.
func Script(term string) rune {
	first, _ := utf8.DecodeRuneInString(term)
	if !isIndian(first) {
		return 0
	}
	return first &^ 0x7F
}

// indian says what the letters of an Indian script are heard as. Unicode keeps
// them at the same places in the blocks of nine scripts.
var indian = [0x80]string{
	0x01: "n", 0x02: "n", 0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri",
	0x0D: "e", 0x0E: "e", 0x0F: "e", 0x10: "a", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "o",
	0x15: "k", 0x16: "k", 0x17: "g", 0x18: "g", 0x19: "n", 0x1A: "c", 0x1B: "c", 0x1C: "j", 0x1D: "j", 0x1E: "n",
	0x1F: "t", 0x20: "t", 0x21: "d", 0x22: "d", 0x23: "n", 0x24: "t", 0x25: "t", 0x26: "d", 0x27: "d", 0x28: "n", 0x29: "n",
	0x2A: "p", 0x2B: "f", 0x2C: "b", 0x2D: "b", 0x2E: "m", 0x2F: "y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l",
	0x35: "v", 0x36: "s", 0x37: "s", 0x38: "s", 0x39: "h",
	0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x45: "e", 0x46: "e", 0x47: "e", 0x48: "a",
	0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "o",
}

const (
	anusvara       = 0x02 // m before p, b and m, else n
	firstConsonant = 0x15
	lastConsonant  = 0x39
	firstSign      = 0x3E // of a vowel
	virama         = 0x4D // no vowel follows
)

// indianSound returns what is heard of a word in an Indian script. A consonant
// without a sign has an a, which is not heard at the end.
func indianSound(term string) string {
	runes := []rune(term)
	var letters []byte
	for i, r := range runes {
		if !isIndian(r) {
			return ""
		}
		at, next := r&0x7F, rune(0)
		if i+1 < len(runes) {
			next = runes[i+1] & 0x7F
		}
		sound := indian[at]
		if at == anusvara && next > 0 && (indian[next] == "p" || indian[next] == "b" || indian[next] == "m") {
			sound = "m"
		}
		letters = append(letters, sound...)
		consonant := firstConsonant <= at && at <= lastConsonant
		if consonant && i+1 < len(runes) && (next < firstSign || next > virama) {
			letters = append(letters, 'a')
		}
	}
	return heard(letters)
}

// Starts lists the letters that terms which sound alike may begin with, in Latin
// letters and in some Indian scripts.
func (s Sound) Starts(scripts []rune) []string {
	if s.spoken == "" {
		return nil
	}
	var starts []string
	first := s.spoken[0]
	for c := 'a'; c <= 'z'; c++ {
		for _, sound := range [...]string{latin.Replace(string(c)), latin.Replace(string(c) + "i"), latin.Replace(string(c) + "h")} {
			if s.startsAs(sound[0], first) && !slices.Contains(starts, string(c)) {
				starts = append(starts, string(c))
			}
		}
	}
	for _, script := range scripts {
		for at, sound := range indian {
			if sound != "" && rune(at) < firstSign && s.startsAs(sound[0], first) {
				starts = append(starts, string(script+rune(at)))
			}
		}
	}
	return starts
}

// startsAs reports whether a word that begins with one sound may be like one
// that begins with the other.
func (s Sound) startsAs(a, b byte) bool {
	if isVowel(a) && isVowel(b) {
		return true
	}
	return a == b || voiceless.Replace(string(a)) == voiceless.Replace(string(b))
}
