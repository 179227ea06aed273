package index

import (
	"encoding/json"
	"fmt"
	"os"
)

// placeFile is where the last place is kept, in the store's directory.
const placeFile = "place.json"

// Place is where somebody was in the screens when they left. It is no mark:
// losing it costs a few keys.
type Place struct {
	Chat      string // by the name that was shown
	Message   ID     // the one that was selected there
	Searching bool   // the search lay over the chat
	Within    bool   // that search stays within the chat
	Query     string
	Hit       ID // the one that was selected in the search
}

// storedPlace is the file's content.
type storedPlace struct {
	Chat      string `json:"chat"`
	Message   string `json:"message"`
	Searching bool   `json:"searching,omitempty"`
	Within    bool   `json:"within,omitempty"`
	Query     string `json:"query,omitempty"`
	Hit       string `json:"hit,omitempty"`
}

// LastPlace returns the place that was kept last; ok is false if there is none
// or it cannot be read, which is no error.
func (s *Store) LastPlace() (p Place, ok bool) {
	content, err := os.ReadFile(s.path(placeFile))
	if err != nil {
		return Place{}, false
	}
	var stored storedPlace
	if err := json.Unmarshal(content, &stored); err != nil || stored.Chat == "" {
		return Place{}, false
	}
	p = Place{Chat: stored.Chat, Searching: stored.Searching, Within: stored.Within, Query: stored.Query}
	if p.Message, err = ParseID(stored.Message); err != nil {
		return Place{}, false
	}
	if stored.Hit != "" {
		if p.Hit, err = ParseID(stored.Hit); err != nil {
			return Place{}, false
		}
	}
	return p, true
}

// KeepPlace replaces the place that was kept.
func (s *Store) KeepPlace(p Place) error {
	stored := storedPlace{Chat: p.Chat, Message: p.Message.String(), Searching: p.Searching, Within: p.Within, Query: p.Query}
	if p.Hit != (ID{}) {
		stored.Hit = p.Hit.String()
	}
	content, err := json.Marshal(stored)
	if err == nil {
		err = replaceFile(s.path(placeFile), s.path(tmpDir), append(content, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keep the place: %w", err)
	}
	return nil
}
