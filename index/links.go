package index

import "github.com/kerbstreet/kerb/index/thread"

// LinksOf returns what at most limit messages of a chat answer, from the 0-based
// place from on; places are those of Links. It takes time in proportion to
// limit, and fails with ErrNoChat.
func (sn *Snapshot) LinksOf(chat string, from, limit int) ([]thread.Link, error) {
	number, err := sn.chat(chat)
	if err != nil {
		return nil, err
	}
	start, t := sn.table.Start(number), sn.threads()
	from = max(from, 0)
	to := min(from+max(limit, 0), sn.table.Order(number).Len())
	links := make([]thread.Link, 0, max(0, to-from))
	for place := from; place < to; place++ {
		link := t.link(uint32(start + place))
		link.Root -= start
		if link.Parent != thread.None {
			link.Parent -= start
		}
		links = append(links, link)
	}
	return links, nil
}
