package role

import "math/bits"

// Sign is something that a message has.
type Sign uint8

// The signs. Those up to Task are found by tables of phrases.
const (
	Off Sign = iota
	On
	Back
	Same
	Not
	Here
	Neighbour
	OnlyUs
	Anyone
	Correct
	Still
	Cause
	Authority
	Thanks
	Seen
	Reported
	Mended
	Again
	Seek
	Favour
	Offer
	Allow
	Accept
	Taken
	Returned
	Received
	WantBack
	Gift
	Promise
	Sorry
	My
	Your
	Place
	Decided
	Thing
	Task
	Always   // every message has it
	Question // a question mark
	Number   // a figure
	Short    // one or two words
	Medium   // up to eight words
	Long     // more
	Named    // somebody of the chat by name
	Wordless // a picture, a voice message, nothing to read
	Supply   // speaks of power, water and the like
	Hole     // speaks of what is broken of road or pavement
	Tip      // speaks of the tip
	Permit   // speaks of what is applied for or decided
	Loan     // speaks of lending
	Aside    // speaks of something else, such as pets
	// What the words sound like, by other chats (words.go).
	SoundsOffer
	SoundsRequest
	SoundsAgree
	SoundsReturn
	SoundsAskBack
	SoundsAffected
	SoundsFine
	SoundsSeen
	// What is around it in its thread (around.go).
	First      // nobody else wrote before
	Last       // nobody else wrote after
	FromOffer  // the one before sounds like an offer
	FromThanks = FromOffer + Sign(Sounds)
	FromAsks   = FromThanks + 1
	ToOffer    = FromThanks + 2 // the one after sounds like an offer
	ToThanks   = ToOffer + Sign(Sounds)
	ToAsks     = ToThanks + 1
	// How likely the tags of the message are, by what the topics of threads
	// say: Degrees signs for each of Tags (likely.go).
	LikelyTag = ToThanks + 2
	signs     = LikelyTag + Sign(Degrees*len(Tags))
)

// names are the signs as tables and models name them.
var names = nameLikely([signs]string{
	"off", "on", "back", "same", "not", "here", "neighbour", "onlyus", "anyone", "correct", "still", "cause", "authority", "thanks",
	"seen", "reported", "mended", "again", "seek", "favour", "offer", "allow", "accept", "taken", "returned", "received", "wantback",
	"gift", "promise", "sorry", "my", "your", "place", "decided", "thing", "task",
	"always", "question", "number", "short", "medium", "long", "named", "wordless", "supply", "hole", "tip", "permit", "loan", "aside",
	"sounds-offer", "sounds-request", "sounds-agree", "sounds-return", "sounds-ask-back", "sounds-affected", "sounds-fine", "sounds-seen",
	"first", "last",
	"from-offer", "from-request", "from-agree", "from-return", "from-ask-back", "from-affected", "from-fine", "from-seen", "from-thanks", "from-asks",
	"to-offer", "to-request", "to-agree", "to-return", "to-ask-back", "to-affected", "to-fine", "to-seen", "to-thanks", "to-asks",
})

func (s Sign) String() string { return names[s] }

// Set is a set of signs.
type Set [2]uint64

// Has reports whether s is in the set.
func (set Set) Has(s Sign) bool { return set[s>>6]>>(s&63)&1 == 1 }

// With returns the set with s in it.
func (set Set) With(s Sign) Set {
	set[s>>6] |= 1 << (s & 63)
	return set
}

// or returns the union of two sets.
func (set Set) or(other Set) Set { return Set{set[0] | other[0], set[1] | other[1]} }

// all iterates over the signs of the set, in order.
func (set Set) all(yield func(Sign) bool) {
	for half, bitsOf := range set {
		for ; bitsOf != 0; bitsOf &= bitsOf - 1 {
			if !yield(Sign(half<<6 + bits.TrailingZeros64(bitsOf))) {
				return
			}
		}
	}
}
