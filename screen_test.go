//go:build unix

package main

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A screen is what a simple terminal shows of the bytes written to it: enough
// of a VT220 for what the screens print to one.
type screen struct {
	cells    [][]string // by row and column; "" is the right half of a wide character
	row, col int
	insert   bool   // what is printed moves the rest of the line to the right
	pending  string // the start of a sequence that is not complete yet
}

func newScreen(columns, rows int) *screen {
	s := &screen{cells: make([][]string, rows)}
	for row := range s.cells {
		s.cells[row] = make([]string, columns)
		s.erase(row, 0, columns)
	}
	return s
}

// String returns the lines of the screen without trailing spaces.
func (s *screen) String() string {
	lines := make([]string, len(s.cells))
	for row, cells := range s.cells {
		lines[row] = strings.TrimRight(strings.Join(cells, ""), " ")
	}
	return strings.Join(lines, "\n")
}

// Write does what a terminal would do with p.
func (s *screen) Write(p []byte) (int, error) {
	input := s.pending + string(p)
	parser := ansi.NewParser()
	for len(input) > 0 {
		sequence, width, n, state := ansi.DecodeSequence(input, ansi.NormalState, parser)
		if state != ansi.NormalState || n == len(input) && width > 0 && sequence[0] >= 0x80 {
			break // what follows may belong to it
		}
		input = input[n:]
		switch {
		case width > 0:
			s.print(sequence, width)
		case ansi.HasCsiPrefix(sequence):
			s.control(ansi.Cmd(parser.Command()), parser.Params())
		default:
			s.move(sequence)
		}
	}
	s.pending = input
	return len(p), nil
}

func (s *screen) print(text string, width int) {
	if s.col+width > len(s.cells[0]) {
		s.col = 0
		s.lineFeed()
	}
	if s.insert {
		line := slices.Insert(s.cells[s.row], s.col, make([]string, width)...)
		s.cells[s.row] = line[:len(line)-width]
	}
	s.cells[s.row][s.col] = text
	for i := 1; i < width; i++ {
		s.cells[s.row][s.col+i] = ""
	}
	s.col += width
}

func (s *screen) move(control string) {
	switch control {
	case "\r":
		s.col = 0
	case "\n":
		s.lineFeed()
	case "\b":
		s.col = max(s.col-1, 0)
	case "\t":
		s.col = min(s.col/8*8+8, len(s.cells[0])-1)
	}
}

func (s *screen) lineFeed() {
	if s.row++; s.row == len(s.cells) {
		s.row--
		s.cells = append(s.cells[1:], s.cells[0])
		s.erase(s.row, 0, len(s.cells[s.row]))
	}
}

func (s *screen) control(cmd ansi.Cmd, params ansi.Params) {
	if cmd.Prefix() != 0 {
		return // modes and questions
	}
	n, _, _ := params.Param(0, 1)
	n = max(n, 1)
	rows, columns := len(s.cells), len(s.cells[0])
	switch cmd.Final() {
	case 'A':
		s.row = max(s.row-n, 0)
	case 'B':
		s.row = min(s.row+n, rows-1)
	case 'C':
		s.col = min(s.col+n, columns-1)
	case 'D':
		s.col = max(s.col-n, 0)
	case 'G':
		s.col = min(n, columns) - 1
	case 'd':
		s.row = min(n, rows) - 1
	case 'H':
		column, _, _ := params.Param(1, 1)
		s.row, s.col = min(n, rows)-1, min(max(column, 1), columns)-1
	case 'P':
		line := slices.Delete(s.cells[s.row], s.col, min(s.col+n, columns))
		s.cells[s.row] = line[:columns]
		s.erase(s.row, columns-min(n, columns-s.col), columns)
	case 'h', 'l':
		if n == 4 {
			s.insert = cmd.Final() == 'h'
		}
	case 'X':
		s.erase(s.row, s.col, min(s.col+n, columns))
	case 'J':
		s.eraseDisplay(params)
	case 'K':
		s.eraseLine(params)
	}
}

func (s *screen) eraseDisplay(params ansi.Params) {
	part, _, _ := params.Param(0, 0)
	from, to := 0, len(s.cells)
	switch part {
	case 0:
		s.eraseLine(params)
		from = s.row + 1
	case 1:
		s.eraseLine(params)
		to = s.row
	}
	for row := from; row < to; row++ {
		s.erase(row, 0, len(s.cells[row]))
	}
}

func (s *screen) eraseLine(params ansi.Params) {
	switch part, _, _ := params.Param(0, 0); part {
	case 0:
		s.erase(s.row, s.col, len(s.cells[s.row]))
	case 1:
		s.erase(s.row, 0, s.col+1)
	default:
		s.erase(s.row, 0, len(s.cells[s.row]))
	}
}

func (s *screen) erase(row, from, to int) {
	for column := from; column < to; column++ {
		s.cells[row][column] = " "
	}
}
