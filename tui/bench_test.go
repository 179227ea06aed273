package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// BenchmarkScroll is one step down a long chat, drawn.
func BenchmarkScroll(b *testing.B) {
	m := benchModel(b, crowd(100_000))
	press := func(k tea.Key) {
		_, cmd := m.Update(tea.KeyPressMsg(k))
		carryOut(m, cmd)
	}
	press(tea.Key{Code: tea.KeyHome})
	b.ReportAllocs()
	for b.Loop() {
		press(tea.Key{Code: tea.KeyDown})
		_ = m.View()
	}
}

// BenchmarkTyping is one more letter in the search line, its answer taken and
// drawn; the store answers from memory at once.
func BenchmarkTyping(b *testing.B) {
	m := benchModel(b, crowd(500))
	press := func(k tea.Key) {
		_, cmd := m.Update(tea.KeyPressMsg(k))
		carryOut(m, cmd)
	}
	press(tea.Key{Code: '/', Text: "/"})
	b.ReportAllocs()
	for b.Loop() {
		press(tea.Key{Code: 'e', Text: "e"})
		_ = m.View()
		press(tea.Key{Code: tea.KeyBackspace})
	}
}

func benchModel(b *testing.B, s store) model {
	b.Helper()
	a := newApp(b.Context(), s, Options{Now: func() time.Time { return time.Time{} }})
	a.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	a.folders = nil
	b.Cleanup(a.tasks.stop)
	m := model{a}
	m.Update(tea.WindowSizeMsg{Width: 140, Height: 40})
	carryOut(m, m.Init())
	return m
}

func carryOut(m model, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			carryOut(m, c)
		}
	default:
		_, next := m.Update(msg)
		carryOut(m, next)
	}
}
