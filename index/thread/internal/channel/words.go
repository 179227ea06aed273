package channel

import "strings"

// Bits of a line's shape.
const (
	isQuestion uint32 = 1 << iota
	isGreeting
	isThanks
	isYes
	isNo
	isLaugh
	isExclaimed
	isJoined // starts with a word that goes on with something said
	isAsking // starts with a word that asks
	isOpen   // ends in the middle of something
	hasURL
	hasCode
	startsUpper
	hasYou
	hasI
	isCommand // for a bot
	isBot     // by a bot
	shapeBits = iota
)

// openers are the bits that a word gives to the line that it opens. Other
// languages than those listed lose a little: no bit is needed.
var openers = wordBits(map[uint32]string{
	isGreeting: "hi hello hey hiya howdy yo hallo hola bonjour morning evening greetings hei ola salut ciao guys all",
	isThanks:   "thanks thx thank ty cheers danke gracias merci obrigado tnx thanx bedankt grazie",
	isYes:      "yes yeah yep yup yea ok okay sure right true exactly indeed ah oh aha si ja oui sim correct agreed k",
	isNo:       "no nope nah not nein non nao",
	isLaugh:    "lol haha hehe heh rofl lmao hah hahaha lmfao",
	isJoined:   "and but or so then because also which it that this there its thats",
	isAsking:   "anyone anybody someone somebody how what where why who when which can does is do could would whats hows",
})

// persons are the bits that a word gives wherever it stands.
var persons = wordBits(map[uint32]string{
	hasYou: "you your u ur you're youre du tu te vous",
	hasI:   "i my me i'm im i've ive mine ich je yo mi eu",
})

func wordBits(lists map[uint32]string) map[string]uint32 {
	words := make(map[string]uint32)
	for bit, list := range lists {
		for word := range strings.FieldsSeq(list) {
			words[word] |= bit
		}
	}
	return words
}
