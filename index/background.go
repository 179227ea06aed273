package index

import (
	"runtime"

	"golang.org/x/sync/errgroup"
)

// Loading and finding threads take seconds or minutes in a large store, and
// people search meanwhile. What takes so long runs on threads of its own that
// give way to others.

// background returns fn as a function that gives way, to be run by a goroutine
// that does nothing else.
func background(fn func() error) func() error {
	return func() error {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		giveWay()
		return fn()
	}
}

// givingWay runs fn so that it gives way, and returns its error.
func givingWay(fn func() error) error {
	var one errgroup.Group
	one.Go(background(fn))
	return one.Wait()
}
