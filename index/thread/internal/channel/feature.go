package channel

import "math"

// A Feature is an input of a scorer that is not zero.
type Feature struct {
	At    uint16
	Value float32
}

// A Vector is the input of a scorer for one candidate.
type Vector []Feature

func (v *Vector) on(at uint16)                 { *v = append(*v, Feature{at, 1}) }
func (v *Vector) set(at uint16, value float32) { *v = append(*v, Feature{at, value}) }
func (v *Vector) bits(at uint16, shape uint32) {
	for bit := range uint16(shapeBits) {
		if shape&(1<<bit) != 0 {
			v.on(at + bit)
		}
	}
}

// either turns on the first of two features if yes, the second if not.
func either(v *Vector, at uint16, yes bool) {
	if !yes {
		at++
	}
	v.on(at)
}

// bucket returns the number of the first edge that n does not exceed.
func bucket(n int, edges ...int) uint16 {
	for i, edge := range edges {
		if n <= edge {
			return uint16(i)
		}
	}
	return uint16(len(edges))
}

// damped is a logarithm that keeps counts near one.
func damped(n int) float32 {
	if n < len(logarithms) {
		return logarithms[n]
	}
	return float32(math.Log(float64(n+1))) / 4
}

var logarithms = func() (list [128]float32) {
	for n := range list {
		list[n] = float32(math.Log(float64(n+1))) / 4
	}
	return list
}()

// Edges of buckets. A list of n edges makes n+1 features.
var (
	placeEdges  = []int{1, 2, 3, 4, 5, 7, 10, 15, 22, 35, 60, Window}
	minuteEdges = []int{0, 1, 2, 3, 5, 8, 14, 30, 90}
	countEdges  = []int{0, 1, 2, 4}
	fewEdges    = []int{0, 1, 2}
	someEdges   = []int{0, 1}
	lengthEdges = []int{1, 2, 5, 10, 18}
	agoEdges    = []int{5, 15, 40, 100}
	recentEdges = []int{1, 2, 5, 12, 30}
	busyEdges   = []int{5, 12, 25}
	crowdEdges  = []int{0, 1, 2, 4, 8}
	cosineEdges = []int{5, 12, 25, 45, 80}
	pauseEdges  = []int{0, 2, 5, 15, 60}
	versedEdges = []int{0, 1, 5}
	sharedEdges = []int{1, 2, 4}
	nearEdges   = []int{1, 3, 8, 20}
	resumeEdges = []int{0, 1, 4}
	namingEdges = []int{0, 1, 3}
	helpEdges   = []int{0, 1, 4}
)

// Places of the features. u writes the new message i, v wrote the candidate j.
var layout struct{ next uint16 }

func features(n int) uint16 {
	at := layout.next
	layout.next += uint16(n)
	return at
}

var (
	atSelf = features(1)

	// where j is
	atPlace    = features(len(placeEdges) + 1)
	atPlaceLog = features(1)
	atGap      = features(len(minuteEdges) + 1)
	atGapLog   = features(1)
	atCrowd    = features(len(crowdEdges) + 1) // people who wrote between

	// who wrote it
	atSame      = features(1)
	atSameNth   = features(len(fewEdges) + 1)
	atSameNear  = features(len(nearEdges) + 1)
	atSameNamed = features(len(someEdges) + 1) // u was named since
	atVSince    = features(len(countEdges) + 1)
	atUSince    = features(len(countEdges) + 1)
	atUNew      = features(1)
	atVOnce     = features(1)
	atVStarts   = features(2) // first message of v, or first for long
	atVResumes  = features(len(resumeEdges) + 1)
	atBefore    = features(2) // by v too, or not
	atAfter     = features(2)

	// names
	atINamesV     = features(3)
	atINamesVNth  = features(len(countEdges) + 1)
	atINamesOther = features(3) // as the first of the names is written
	atINamesNone  = features(2)
	atJNamesU     = features(3)
	atJNamesUNth  = features(len(fewEdges) + 1)
	atJNamesUOnly = features(1)
	atJNamesOther = features(3)
	atJNamesNone  = features(1)
	atBothName    = features(4)
	atIThird      = features(1) // whom i names has named v
	atJAnswered   = features(2) // whom j names has written since, or not
	atNamingV     = features(len(namingEdges) + 1)
	atWaiting     = features(len(someEdges) + 1)
	atIGoesOn     = features(2) // names nobody, but u was talking to v, or to another
	atJGoesOn     = features(2) // names nobody, but v was talking to u, or to another

	// what u and v had with each other
	atUNamedV    = features(len(agoEdges) + 1)
	atUNamedVLog = features(1)
	atVNamedU    = features(len(agoEdges) + 1)
	atVNamedULog = features(1)
	atULast      = features(2)
	atVLast      = features(2)
	atUToV       = features(len(someEdges) + 1)
	atVToU       = features(len(someEdges) + 1)
	atPartner    = features(3)
	atGoesOn     = features(8)                  // v's line before j, and the one after it, are near; name the same, or another
	atTurn       = features(len(someEdges) + 1) // how much v had written since u did
	atAlike      = features(4)                  // u and v, or u twice, talking to the same, or not

	// words
	atCosine     = features(1)
	atCosines    = features(len(cosineEdges) + 1)
	atShared     = features(len(sharedEdges) + 1)
	atRarest     = features(1)
	atNearCosine = features(1)

	// shapes
	atIShape    = features(shapeBits)
	atJShape    = features(shapeBits)
	atILength   = features(len(lengthEdges) + 1)
	atJLength   = features(len(lengthEdges) + 1)
	atQuestions = features(4)
	atPersons   = features(4)
	atBots      = features(3)

	// u and the moment, for every candidate and for the message itself
	atRecent     = features(len(recentEdges) + 2)
	atVersed     = features(len(versedEdges) + 1)
	atBusy       = features(len(busyEdges) + 1)
	atSelfShape  = features(shapeBits)
	atSelfLength = features(len(lengthEdges) + 1)
	atSelfRecent = features(len(recentEdges) + 2)
	atSelfVersed = features(len(versedEdges) + 1)
	atSelfBusy   = features(len(busyEdges) + 1)
	atSelfPause  = features(len(pauseEdges) + 1)
	atSelfNames  = features(6)
	atUHelps     = features(len(helpEdges) + 1) // how many people u has named
	atVHelps     = features(len(helpEdges) + 1)
	atSelfHelps  = features(len(helpEdges) + 1)
	atSelfJoined = features(len(recentEdges) + 1) // u came so many lines ago, and has not written since

	// LineFeatures is the number of features that History.Candidates uses.
	LineFeatures = int(layout.next)
)

// A Group is some of the features, named for what they tell.
type Group struct {
	Name     string
	from, to uint16
}

// Has reports whether a feature is in the group.
func (g Group) Has(at uint16) bool { return at >= g.from && at < g.to }

// Groups are all features but the first, by what they tell: so that it can be
// measured what each is worth.
var Groups = []Group{
	{"place", atPlace, atSame},
	{"speakers", atSame, atINamesV},
	{"names", atINamesV, atUNamedV},
	{"pairs", atUNamedV, atCosine},
	{"words", atCosine, atIShape},
	{"shapes", atIShape, atRecent},
	{"start", atRecent, uint16(LineFeatures)},
	{"threads", uint16(LineFeatures), uint16(AllFeatures)},
}
