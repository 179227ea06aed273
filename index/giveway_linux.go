package index

import "syscall"

// niceness is how far a thread stands back: it gets a third of the time of one
// that does not, as long as there is one, and all of it otherwise.
const niceness = 5

// giveWay lowers the priority of the calling thread. If that is not allowed, all
// are equal.
func giveWay() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, syscall.Gettid(), niceness) }
