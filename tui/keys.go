package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// A command is something a key does: its name, its keys, what it does. Footer,
// help, palette and mouse are all made from the same commands, so that none
// can say what another does not do.
type command struct {
	key.Binding
	run    func() tea.Cmd
	footer string // the word in the footer; empty: not in the footer
}

// A keymap is the commands of one screen, in the order in which help lists
// them.
type keymap []command

// bind makes a command. shown is the key as people know it, does what it does
// in a few words; keys are its names in bubbletea.
func bind(shown, does string, run func() tea.Cmd, keys ...string) command {
	return command{Binding: key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does)), run: run}
}

// short puts the command into the footer, under a shorter word.
func (c command) short(word string) command {
	c.footer = word
	return c
}

// find returns the command that k calls. While somebody types, a key that
// writes something is never a command.
func (m keymap) find(k tea.KeyPressMsg, typing bool) (command, bool) {
	if typing && k.Text != "" {
		return command{}, false
	}
	for _, c := range m {
		if key.Matches(k, c.Binding) {
			return c, true
		}
	}
	return command{}, false
}

// moves are the commands that move a selection; every list has them.
type mover interface {
	move(by int)
	page() int // rows that a page moves by
	home()
	end()
}

// do makes a command's function of one that asks for nothing.
func do(f func()) func() tea.Cmd {
	return func() tea.Cmd {
		f()
		return nil
	}
}

// moves returns the keys that move within m: all of them, or without letters,
// Home and End where there is a text to type.
func moves(m mover, typing bool) keymap {
	up := func() { m.move(-1) }
	down := func() { m.move(1) }
	pageUp := func() { m.move(-m.page()) }
	pageDown := func() { m.move(m.page()) }
	if typing {
		return keymap{
			bind("↑", "up", do(up), "up"),
			bind("↓", "down", do(down), "down"),
			bind("pgup", "a page up", do(pageUp), "pgup"),
			bind("pgdn", "a page down", do(pageDown), "pgdown"),
		}
	}
	return keymap{
		bind("↑ k", "up", do(up), "up", "k"),
		bind("↓ j", "down", do(down), "down", "j"),
		bind("pgup", "a page up", do(pageUp), "pgup"),
		bind("pgdn", "a page down", do(pageDown), "pgdown"),
		bind("home g", "to the start", do(m.home), "home", "g"),
		bind("end G", "to the end", do(m.end), "end", "G"),
	}
}
