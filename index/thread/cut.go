package thread

import "github.com/kerbstreet/kerb/index/analysis"

// Longest is how many bytes of a message count when it is asked what it is
// about. Few messages are longer, and what is said stands at their beginning;
// a file that is no export may look like one endless message.
const Longest = 4096

// Cut returns messages of which no text is longer than Longest. It copies them
// only if one is.
func Cut(messages []Message) []Message {
	copied := false
	for i := range messages {
		if len(messages[i].Text) <= Longest {
			continue
		}
		if !copied {
			messages, copied = append([]Message(nil), messages...), true
		}
		messages[i].Text = analysis.Beginning(messages[i].Text, Longest)
	}
	return messages
}
