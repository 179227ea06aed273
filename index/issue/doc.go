// Package issue finds what keeps coming back on a street: outages and whom
// they hit, holes in the road, tip runs, what is applied for.
//
//	messages, threads, tags ─▶ Find ─▶ issues, each with its occurrences
//
// It goes through a chat once. For each message a model says what it does
// (index/role reads it): says that a house is off or fine, reports a hole,
// speaks of a tip run or an application, or none of these. That depends on
// what is going on: "same here" counts only while something is off. What it
// says goes into the matter it belongs to, by kind, place and time, not by
// thread alone: an outage of the night goes on in the morning, and a thread may
// hold two (follow.go). Then matters of one kind and place become one issue,
// applications by the words that few messages have (join.go, register.go,
// subject.go).
//
// The package is pure: the same chat gives the same issues.
package issue
