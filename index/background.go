package index

import "runtime"

// background returns fn as a function that gives way to all others: that takes
// minutes in a large store, and nobody waits for it. It is to be run by a
// goroutine that does nothing else.
func background(fn func() error) func() error {
	return func() error {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		giveWay()
		return fn()
	}
}
