// Package labelled reads chats of which people said what thread each message is
// in, and scores threads that were found against theirs. It serves training
// and tests; the program does not import it.
package labelled
