package lending

import (
	_ "embed"
	"sync"

	"github.com/kerbstreet/kerb/index/role"
)

// Role is what a message does about a loan.
type Role int

// The roles.
const (
	None Role = iota
	Offer
	Request
	Agree
	Return
	AskBack
	Roles // how many there are
)

var roleNames = []string{"none", "offer", "request", "agree", "return", "ask-back"}

func (r Role) String() string { return roleNames[r] }

// ParseRole returns the role of a name, None for any other word.
func ParseRole(name string) Role {
	for r, n := range roleNames {
		if n == name {
			return Role(r)
		}
	}
	return None
}

// Situations a message can be in, seen from its sender.
const (
	anytime    = iota
	quiet      // nothing is being asked for or offered here
	othersWish // somebody else asked for something here, nobody offered
	ownWish    // the sender did
	gotOffer   // somebody offered what the sender asked for
	madeOffer  // the sender offered what somebody asked for
	openOffer  // somebody else offered something that nobody had asked for
	ownOpen    // the sender did
	taken      // the sender has just been lent something here
	given      // the sender has just lent something here
	bystander  // others are at it
	hasLoan    // the sender has had something of another's for a while
	hasLent    // another has had something of the sender's for a while
	namesLoan  // the message names what others have lent
	namesOwn   // the message names what the sender has on loan
	namesLent  // the message names what the sender has lent
	namesHere  // the message names what is talked about
	toParty    // the message names whom the sender has to do with
	next       // the message before, in its thread, had to do with a loan
	soon       // one of the few before did
	askedBack  // the sender was asked for it back here
	asked      // the sender asked for it back here
	gaveBack   // the sender has just given something back here
	gotBack    // the sender has just been given something back here
	again      // the sender's message just before did something, too
	directWish // the sender was asked by name
	situations
)

var situationNames = [situations]string{
	"anytime", "quiet", "others-wish", "own-wish", "got-offer", "made-offer", "open-offer", "own-open", "taken", "given", "bystander",
	"has-loan", "has-lent", "names-loan", "names-own", "names-lent", "names-here", "to-party", "next", "soon", "asked-back", "asked", "gave-back", "got-back", "again", "direct-wish",
}

// Models is what is learned of loans.
type Models struct {
	Roles *role.Model // what messages do
	Links *Links      // which loan they are about
	Judge *Judge      // whether it is one
	Names *Names      // what is lent

	Learning bool // they are being learned: what hardly has to do with a loan is not followed
}

//go:embed loan.weights
var roleWeights string

//go:embed link.weights
var linkWeights string

//go:embed judge.weights
var judgeWeights string

//go:embed name.weights
var nameWeights string

// Known returns the models that are part of the program.
var Known = sync.OnceValues(func() (m *Models, err error) {
	m = &Models{}
	if m.Roles, err = role.ParseModel(roleWeights, roleNames, situationNames[:]); err != nil {
		return nil, err
	}
	if m.Links, err = ParseLinks(linkWeights); err != nil {
		return nil, err
	}
	if m.Judge, err = ParseJudge(judgeWeights); err != nil {
		return nil, err
	}
	m.Names, err = ParseNames(nameWeights)
	return m, err
})

// NewModel returns a model of loans that has learned nothing.
func NewModel() *role.Model { return role.NewModel(roleNames, situationNames[:]) }
