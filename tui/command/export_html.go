package command

import (
	_ "embed" // of the page's template
	"html/template"
	"io"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/tui/safe"
)

//go:embed export.html
var pageSource string

// page holds the parts of a web page: head, chat, day, message, foot.
var page = template.Must(template.New("page").Parse(pageSource))

// htmlWriter writes one self-contained web page, without scripts and without
// anything that would be fetched.
type htmlWriter struct {
	w     io.Writer
	begun bool
	section
}

func newHTMLWriter(w io.Writer) messageWriter { return &htmlWriter{w: w} }

func (h *htmlWriter) begin() error {
	if h.begun {
		return nil
	}
	h.begun = true
	return page.ExecuteTemplate(h.w, "head", nil)
}

// htmlMessage is what the template shows of a message.
type htmlMessage struct {
	ID, At, Sender, Kind, Text string
	Tags                       []string
}

func (h *htmlWriter) write(m *index.Message) error {
	if err := h.begin(); err != nil {
		return err
	}
	newChat, newDay := h.enter(m)
	if newChat {
		if err := page.ExecuteTemplate(h.w, "chat", safe.Line(m.Chat)); err != nil {
			return err
		}
	}
	if newDay {
		if err := page.ExecuteTemplate(h.w, "day", h.day); err != nil {
			return err
		}
	}
	return page.ExecuteTemplate(h.w, "message", htmlMessage{
		ID: m.ID.String(), At: m.Time.Format("15:04"), Sender: safe.Line(m.Sender), Kind: m.Kind.String(),
		Text: describe(safe.Text(m.Text), m.Kind, m.Attachment), Tags: m.Tags,
	})
}

func (h *htmlWriter) end() error {
	if err := h.begin(); err != nil {
		return err
	}
	return page.ExecuteTemplate(h.w, "foot", nil)
}
