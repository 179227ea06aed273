package lexicon

import "strings"

// Topic is what a message may be about.
type Topic uint8

// The topics. Those up to Council belong to a tag that Kerb offers, as their
// names say: "outage/power" is of the tag "outage". The others are talk that
// no such tag is for.
const (
	Outage Topic = iota // whatever is off
	Power
	Water
	Gas
	Heating
	Broadband
	Phone
	StreetLights
	Pothole // whatever is broken of road or pavement
	Road
	Pavement
	Lending // whatever is lent
	Thing
	Time // minding children, mowing a lawn, a lift
	DumpRun
	Licensing // whatever is applied for or decided
	Premises  // alcohol, restaurants
	Planning
	Event
	Council
	Pets
	Parcels
	Sport
	School
	Weather
	Food
	Party
	Parking
	Noise
	Crime
	Trades
	Garden
	Bins
	Lost
	Selling
	Greeting
	News
	Health
	Holiday
	Money
	Fun
	Topics // how many there are
)

// names are the topics as headings of the files name them.
var names = [Topics]string{
	"outage", "outage/power", "outage/water", "outage/gas", "outage/heating", "outage/broadband", "outage/phone", "outage/street-lights",
	"pothole", "pothole/road", "pothole/pavement", "lending", "lending/thing", "lending/time", "dump-run",
	"licensing", "licensing/premises", "licensing/planning", "licensing/event", "licensing/council",
	"pets", "parcels", "sport", "school", "weather", "food", "party", "parking", "noise", "crime", "trades", "garden", "bins", "lost",
	"selling", "greeting", "news", "health", "holiday", "money", "fun",
}

func (t Topic) String() string { return names[t] }

// Tag returns the tag that Kerb offers for the topic, "" if there is none.
func (t Topic) Tag() string {
	if t > Council {
		return ""
	}
	tag, _, _ := strings.Cut(names[t], "/")
	return tag
}

// family is equal for topics of one tag.
func (t Topic) family() Topic {
	switch {
	case t <= StreetLights:
		return Outage
	case t <= Pavement:
		return Pothole
	case t <= Time:
		return Lending
	case t == DumpRun:
		return DumpRun
	case t <= Council:
		return Licensing
	}
	return t
}
