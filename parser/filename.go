package parser

import "strings"

// chatNameFromFile returns the chat's name as the name of an exported file
// tells it, "" if it does not.
func chatNameFromFile(name string) string {
	for _, suffix := range []string{".txt", ".zip", ".jsonl"} {
		if len(name) >= len(suffix) && strings.EqualFold(name[len(name)-len(suffix):], suffix) {
			name = name[:len(name)-len(suffix)]
			break
		}
	}
	for _, prefix := range []string{"WhatsApp Chat with ", "WhatsApp Chat - "} {
		if chat, ok := strings.CutPrefix(name, prefix); ok {
			return strings.TrimSpace(chat)
		}
	}
	return ""
}
