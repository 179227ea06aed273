package parser

import (
	"path"
	"strings"
)

// chatNameFromFile returns the chat's name as the name of an export tells it,
// "Elm Street" for "WhatsApp Chat with Elm Street (1).txt", or "" if the file
// is not named as WhatsApp names exports.
func chatNameFromFile(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	for {
		ext := strings.ToLower(path.Ext(name))
		if ext != ".txt" && ext != ".zip" && ext != ".jsonl" {
			break
		}
		name = name[:len(name)-len(ext)]
	}
	name = cutCopyNumber(strings.TrimSpace(name))
	if chat, ok := chatInTemplate(name); ok {
		return chat
	}
	if !strings.Contains(name, " ") {
		if chat, ok := chatInTemplate(strings.ReplaceAll(name, "_", " ")); ok {
			return chat
		}
	}
	return ""
}

// cutCopyNumber drops the " (1)" a browser adds to a name it already has.
func cutCopyNumber(name string) string {
	n := len(name)
	if n > 3 && name[n-1] == ')' && name[n-2] >= '1' && name[n-2] <= '9' && name[n-3] == '(' {
		return strings.TrimRight(name[:n-3], " _")
	}
	return name
}

func chatInTemplate(name string) (string, bool) {
	folded, offsets := appendFold(nil, make([]int, 0, len(name)+1), []byte(name))
	var best *template
	var chat string
	for _, t := range loadPhrases().files {
		if best != nil && t.weight <= best.weight {
			continue
		}
		if names, ok := t.match(folded); ok {
			best = t
			end := offsets[names[0].end]
			if len(t.literals[1]) == 0 {
				end = len(name) // a full stop at the end belongs to the name
			}
			chat = name[offsets[names[0].start]:end]
		}
	}
	cleaned := cleanText([]byte(chat))
	return strings.TrimSpace(string(cleaned)), best != nil
}
