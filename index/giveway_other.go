//go:build !linux

package index

// giveWay does nothing: only Linux has priorities of single threads.
func giveWay() {}
