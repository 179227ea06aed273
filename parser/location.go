package parser

import (
	"bytes"
	"encoding/binary"
)

// Where WhatsApp's locations point to. A place has a name in front of the
// address; without one the label does: "Location: https://maps.google.com/…".
var mapAddresses = [][]byte{
	[]byte("https://maps.google.com/?q="),
	[]byte("http://maps.google.com/?q="),
	[]byte("https://maps.google.com/maps?q="),
	[]byte("https://maps.apple.com/?"),
	[]byte("https://foursquare.com/v/"),
	[]byte("http://foursquare.com/v/"),
	[]byte("https://4sq.com/"),
}

// mayHoldMap reports whether text holds "://m", "://f" or "://4".
func mayHoldMap(text []byte) bool {
	for i := 0; ; {
		j := bytes.IndexByte(text[i:], ':')
		if j < 0 || i+j+3 >= len(text) {
			return false
		}
		i += j + 1
		if text[i] == '/' && text[i+1] == '/' && (text[i+2] == 'm' || text[i+2] == 'f' || text[i+2] == '4') {
			return true
		}
	}
}

// endsInShortWord reports whether a blank is among the last bytes of text, or
// text has not as many: then its last word is none of mapAddresses, the
// shortest of which has 16 bytes.
func endsInShortWord(text []byte) bool {
	n := len(text)
	return n < 16 || findByte(binary.LittleEndian.Uint64(text[n-16:]), ' ')|findByte(binary.LittleEndian.Uint64(text[n-8:]), ' ') != 0
}

// location recognises a shared place. Its text keeps all its words: the name
// of the place and the address of the map.
func (c *classifier) location(b *body) bool {
	if !mayHoldMap(b.text) {
		return false
	}
	for _, address := range mapAddresses {
		at := bytes.Index(b.text, address)
		if at < 0 {
			continue
		}
		link, _, commented := bytes.Cut(b.text[at:], []byte("\n"))
		if bytes.IndexByte(link, ' ') >= 0 {
			continue
		}
		label := bytes.TrimRight(b.text[:at], " \n")
		if len(label) == 0 || label[len(label)-1] != ':' {
			return false
		}
		words := label[:len(label)-1]
		known := c.label("location", words) != nil || c.isSigned(0)
		if known || !commented && isPlace(words, address) {
			b.kind, b.rule = Location, ruleLocation
			return true
		}
	}
	return false
}

// isPlace reports whether words are a place's name with its address in
// brackets, or any words before a Foursquare page, which people hardly paste.
func isPlace(words, address []byte) bool {
	return words[len(words)-1] == ')' && bytes.IndexByte(words, '(') > 0 || bytes.Contains(address, []byte("foursquare"))
}
