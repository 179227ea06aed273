package index

import (
	"slices"

	"github.com/kerbstreet/kerb/index/table"
	"github.com/kerbstreet/kerb/parser"
)

// held is a message of an export that may be a version of a known one, or a
// known notice in other words; that can be told only when the whole export was
// read.
type held struct {
	at            int // among the export's rows
	facts         table.Row
	message       parser.Message
	after, before int    // places in the chat of what stands around it in the export
	row           uint32 // of the known message that it is a version of, noRow if of none
}

// noRow is no row.
const noRow = ^uint32(0)

const (
	mostHeld      = 1 << 16  // messages held at most; what is more is new
	mostHeldBytes = 64 << 20 // likewise, of text
)

// holder keeps the messages of one export that may be versions of known ones.
type holder struct {
	table   *table.Writer
	known   *recogniser
	order   []uint32        // of the chat before the export
	minutes map[uint32]bool // in which a known message was changed
	list    []held
	bytes   int
}

// holder starts to hold messages of an export of a chat whose rows are known.
func (b *builder) holder(order []uint32, known *recogniser) *holder {
	h := &holder{table: b.table, known: known, order: order, minutes: make(map[uint32]bool)}
	for _, row := range order {
		if b.table.Changed(row) {
			h.minutes[b.table.Seconds(row)/60] = true
		}
	}
	return h
}

// hold keeps a message that is not known if it may be one in other words. at is
// where it stands among the export's rows.
func (h *holder) hold(at int, facts table.Row, m *parser.Message) bool {
	may := isChanged(m.Kind, m.Edited) || h.minutes[facts.Seconds/60]
	if facts.Sender == 0 {
		may = m.Kind == parser.Notice
	}
	if !may || len(h.order) == 0 || len(h.list) == mostHeld || h.bytes > mostHeldBytes {
		return false
	}
	h.list = append(h.list, held{at: at, facts: facts, message: *m, row: noRow})
	h.bytes += len(m.Text)
	return true
}

// missing is a message of the chat that the export does not have as it is.
type missing struct {
	row   uint32
	place int // in the chat
}

// find finds the messages that held ones are versions of. rows are the
// export's; place returns where in the chat a row stands, or -1.
func (h *holder) find(rows []uint32, place func(row uint32) int) {
	if len(h.list) == 0 {
		return
	}
	h.locate(rows, place)
	gone := make(map[uint32][]missing) // by minute
	for i := range h.list {
		gone[h.list[i].facts.Seconds/60] = nil
	}
	for at, row := range h.order {
		minute := h.table.Seconds(row) / 60
		if list, asked := gone[minute]; asked && !h.known.taken.has(row) {
			gone[minute] = append(list, missing{row, at})
		}
	}
	h.notices(gone)
	// What is surest is taken first: so a message does not take the place of
	// another that stands where that was.
	for _, pick := range []func(*held, []missing) (uint32, bool){h.between, h.written, h.only} {
		for i := range h.list {
			one := &h.list[i]
			if one.row != noRow {
				continue
			}
			if row, ok := pick(one, gone[one.facts.Seconds/60]); ok {
				one.row = row
				h.known.taken.add(row)
			}
		}
	}
}

// notices tells which notices are those of the chat in other words: another
// phone says them in its language and with its names. They are if as many of a
// minute are missing as came; then they are so in their order.
func (h *holder) notices(gone map[uint32][]missing) {
	came := make(map[uint32][]*held)
	for i := range h.list {
		if one := &h.list[i]; one.facts.Sender == 0 {
			came[one.facts.Seconds/60] = append(came[one.facts.Seconds/60], one)
		}
	}
	for minute, list := range came {
		rows := slices.DeleteFunc(slices.Clone(gone[minute]), func(m missing) bool { return h.table.SenderOf(m.row) != 0 })
		if len(rows) != len(list) {
			continue
		}
		for i, one := range list {
			one.row = rows[i].row
			h.known.taken.add(one.row)
		}
	}
}

// locate finds between which places of the chat held messages stand.
func (h *holder) locate(rows []uint32, place func(row uint32) int) {
	next, near := 0, -1
	for at, row := range rows {
		if next < len(h.list) && h.list[next].at == at {
			h.list[next].after = near
			next++
		} else if p := place(row); p >= 0 {
			near = p
		}
	}
	next, near = len(h.list)-1, len(h.order)
	for at, row := range slices.Backward(rows) {
		if next >= 0 && h.list[next].at == at {
			h.list[next].before = near
			next--
		} else if p := place(row); p >= 0 {
			near = p
		}
	}
}

// may reports whether a held message can be a version of a known one, whoever
// wrote them.
func (h *holder) may(one *held, row uint32) bool {
	return one.facts.Sender != 0 && h.table.SenderOf(row) != 0 && !h.known.taken.has(row) && (isChanged(one.message.Kind, one.message.Edited) || h.table.Changed(row))
}

// wrote reports whether one person wrote both: under one name, or under two
// that are known to be of one person.
func (h *holder) wrote(one *held, row uint32) bool {
	a, b := h.table.SenderOf(row), one.facts.Sender
	pair := table.PairOf(a, b)
	return a == b || h.known.shared[pair]+h.table.Shared(pair) >= enoughShared && !h.known.differ(a, b)
}

// between picks a message of the same person that stands in the chat where the
// held one does in the export.
func (h *holder) between(one *held, gone []missing) (uint32, bool) {
	for _, m := range gone {
		if one.after < m.place && m.place < one.before && h.may(one, m.row) && h.wrote(one, m.row) {
			return m.row, true
		}
	}
	return 0, false
}

// written picks a message of the same person in the same minute.
func (h *holder) written(one *held, gone []missing) (uint32, bool) {
	for _, m := range gone {
		if h.may(one, m.row) && h.wrote(one, m.row) {
			return m.row, true
		}
	}
	return 0, false
}

// only picks the one message of the minute that it can be, where its writer may
// be the same person under another name.
func (h *holder) only(one *held, gone []missing) (found uint32, ok bool) {
	for _, m := range gone {
		if !h.may(one, m.row) {
			continue
		}
		if ok {
			return 0, false
		}
		found, ok = m.row, true
	}
	return found, ok && !h.known.differ(h.table.SenderOf(found), one.facts.Sender)
}
