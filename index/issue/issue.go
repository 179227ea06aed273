package issue

import "time"

// Issue is something that happens again, or happened once.
type Issue struct {
	Tag         string // outage, pothole, dump-run, licensing
	What        string // power, water, gas, heating, broadband, phone, street lights; road, pavement; "" if not known
	Title       string
	Place       string // as the chat has it; "" if it names none
	Occurrences []Occurrence
	Resolved    bool // the last occurrence is over
}

// Occurrence is one time that it happened.
type Occurrence struct {
	First, Last time.Time
	Messages    []int    // indices, in order
	Threads     []int    // indices of the threads they are in, in order
	Affected    []string // whose house was off, who saw the hole; for others who took part
	Unaffected  []string // who said theirs was fine
	Scope       Scope
	Over        time.Time // when somebody said so; zero if nobody did
	Place       string    // as the chat has it
	References  []string  // numbers of reports
	Outcome     string    // what was decided, in the words of the chat
	Confirmed   bool      // a person tagged it
}

// Scope says how many an outage hit.
type Scope uint8

// The scopes.
const (
	Unknown Scope = iota
	OneHousehold
	Several
	WholeStreet
)

var scopeNames = [...]string{"", "one household", "several", "whole street"}

func (s Scope) String() string { return scopeNames[s] }
