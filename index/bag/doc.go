// Package bag tells from the words of a message alone, in whatever language,
// how much more likely it is of each of some classes than any message is: a
// logistic regression over its words, their pairs, beginnings and ends, hashed
// to a fixed number of features (Weinberger et al., "Feature Hashing for Large
// Scale Multitask Learning", ICML 2009). For the programs that train it says which
// labelled chats are held apart, and divides the others into folds.
package bag
