package issue

import (
	_ "embed"
	"sync"

	"github.com/kerbstreet/kerb/index/role"
)

// Role is what a message does about a matter.
type Role int

// The roles.
const (
	None       Role = iota
	Off             // this house is off
	Fine            // this house is fine
	OutageTalk      // something else about an outage
	Report          // this person saw, hit or reported a hole
	HoleTalk        // something else about one
	Tip             // about a tip run
	Permit          // about what is applied for or decided
	Roles           // how many there are
)

var roleNames = []string{"none", "off", "fine", "outage", "report", "hole", "tip", "permit"}

func (r Role) String() string { return roleNames[r] }

// tagOf are the tags of the matters that roles belong to.
var tagOf = [Roles]string{"", outage, outage, outage, pothole, pothole, dumpRun, licensing}

// The tags of matters.
const (
	outage    = "outage"
	pothole   = "pothole"
	dumpRun   = "dump-run"
	licensing = "licensing"
)

// Situations a message can be in, seen from its sender.
const (
	anytime    = iota
	quiet      // nothing is going on here
	inOutage   // an outage is talked about here
	inHole     // a hole is
	inTip      // a tip run is
	inPermit   // an application is
	next       // the message before, in its thread, was about that
	soon       // one of the few before was
	lately     // there was something of this kind in the last days, elsewhere
	saidOff    // the sender said theirs was off
	saidFine   // the sender said theirs was fine
	othersOff  // the last who said how things stand was off
	othersFine // the last who did was fine
	isBack     // somebody said it was back
	fresh      // it began less than half an hour ago
	old        // it began more than half a day ago
	likeKind   // the message speaks of what is off here
	otherKind  // the message speaks of something else that is off
	strong     // the message hardly speaks of anything else
	weak       // the message may speak of it
	opens      // the message starts its thread
	situations
)

var situationNames = [situations]string{
	"anytime", "quiet", "in-outage", "in-hole", "in-tip", "in-permit", "next", "soon", "lately", "said-off", "said-fine", "others-off",
	"others-fine", "is-back", "fresh", "old", "like-kind", "other-kind", "strong", "weak", "opens",
}

//go:embed matter.weights
var weights string

var model = sync.OnceValues(func() (*role.Model, error) {
	return role.ParseModel(weights, roleNames, situationNames[:])
})

// NewModel returns a model of matters that has learned nothing.
func NewModel() *role.Model { return role.NewModel(roleNames, situationNames[:]) }
