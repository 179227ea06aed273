package role

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
	signs
)

// names are the signs as tables and models name them.
var names = [signs]string{
	"off", "on", "back", "same", "not", "here", "neighbour", "onlyus", "anyone", "correct", "still", "cause", "authority", "thanks",
	"seen", "reported", "mended", "again", "seek", "favour", "offer", "allow", "accept", "taken", "returned", "received", "wantback",
	"gift", "promise", "sorry", "my", "your", "place", "decided", "thing", "task",
	"always", "question", "number", "short", "medium", "long", "named", "wordless", "supply", "hole", "tip", "permit", "loan", "aside",
	"sounds-offer", "sounds-request", "sounds-agree", "sounds-return", "sounds-ask-back", "sounds-affected", "sounds-fine", "sounds-seen",
}

func (s Sign) String() string { return names[s] }

// Set is a set of signs.
type Set uint64

// Has reports whether s is in the set.
func (set Set) Has(s Sign) bool { return set>>s&1 == 1 }

// With returns the set with s in it.
func (set Set) With(s Sign) Set { return set | 1<<s }
