package chat

import (
	"fmt"
	"strings"
)

var (
	firstNames = []string{
		"Ann", "Ben", "Priya", "Gaz", "Margaret", "Lou", "Kwame", "Iwona", "Tommo", "Jas", "Evie", "Oliver",
		"Pat", "Ravi", "Yusuf", "Bea", "José", "Zoë", "Jürgen", "Łucja", "Dev", "Fay", "Len", "Siân", "Noor",
	}
	afterNames = []string{"", " (%d)", " no %d", " 🌷", " Hill", " - number %d", " & family", " 🚲 %d"}
)

// names makes up as many people as are wanted, every fifteenth a number that
// nobody has saved, from the range kept for fiction.
func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		if i%15 == 14 {
			all[i] = fmt.Sprintf("\u202a+44\u00a07700\u00a0900%03d\u202c", i%1000)
			continue
		}
		after := afterNames[i/len(firstNames)%len(afterNames)]
		if i >= len(firstNames)*len(afterNames) {
			after = " %d"
		}
		name := firstNames[i%len(firstNames)] + after
		if strings.Contains(after, "%d") {
			name = fmt.Sprintf(name, i+1)
		}
		all[i] = name
	}
	return all
}
