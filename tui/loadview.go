package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

func (l *load) view(width, height int) drawing {
	if l.done() {
		return drawing{lines: l.lines[min(l.top, len(l.lines)):min(len(l.lines), l.top+height)]}
	}
	t, p := l.theme, l.seen
	name := safe.Line(l.fileNames())
	if p.Source != "" {
		name = safe.Line(p.Source)
	}
	part := done(p)
	stage := upperFirst(p.Stage.String())
	if l.stopping {
		stage = "Stopping"
	}
	facts := []string{stage}
	if p.Messages > 0 {
		facts = append(facts, count(p.Messages, "message", "messages"))
	}
	if spent := l.now().Sub(l.started); p.Messages > 0 && spent >= time.Second && !l.stopping {
		facts = append(facts, number(int(float64(p.Messages)/spent.Seconds()))+" a second")
		if part > 0.02 && p.Stage == index.Reading {
			facts = append(facts, timeLeft(time.Duration(float64(spent)*(1-part)/part)))
		}
	}
	out := []string{
		"   " + t.strong.Render(t.fit(name, width-6)),
		"",
		"   " + t.bar(p, min(width-14, 60)),
		"",
		"   " + t.text.Render(t.fit(strings.Join(facts, " "+t.signs.dot+" "), width-6)),
		"",
	}
	if p.Understood != nil {
		out = append(out, l.fact("phone", phone(p.Understood.Platform))...)
		out = append(out, l.fact("dates", dates(*p.Understood))...)
		out = append(out, "")
	}
	out = append(out, "   "+t.dim.Render(t.fit("Esc stops; what was here before stays as it is.", width-6)))
	return drawing{lines: out[:min(len(out), height)]}
}

// done is what part of a file has been read.
func done(p index.Progress) float64 {
	if p.Total <= 0 {
		return 0
	}
	return min(1, float64(p.Bytes)/float64(p.Total))
}

// bar draws what part of a file has been read, in width cells and a number.
func (t *theme) bar(p index.Progress, width int) string {
	part := done(p)
	full := int(part * float64(width))
	drawn := t.accent.Render(strings.Repeat(t.signs.full, full)) + t.rule.Render(strings.Repeat(t.signs.rest, width-full))
	return drawn + t.text.Render(fmt.Sprintf("  %3d %%", int(part*100)))
}

// timeLeft rounds what is left to what can be believed.
func timeLeft(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return "nearly there"
	case d < 90*time.Second:
		return fmt.Sprintf("about %d s left", int(d.Seconds()+0.5))
	}
	return fmt.Sprintf("about %d min left", int(d.Minutes()+0.5))
}

// draw lays out the report once it is there: what came of it all where there
// were several exports, what was refused, then each export.
func (l *load) draw() {
	if !l.done() {
		return
	}
	t := l.theme
	l.lines = nil
	section := func(draw func()) {
		if len(l.lines) > 0 {
			l.lines = append(l.lines, "")
		}
		draw()
	}
	var exports []index.Loaded
	if l.report != nil {
		exports = l.report.Loaded
	}
	if len(exports) > 1 {
		added := 0
		for _, done := range exports {
			added += done.New
		}
		section(func() {
			l.lines = append(l.lines, "   "+t.accent.Bold(true).Render(count(added, "new message", "new messages"))+
				t.text.Render(" from "+count(len(exports), "export", "exports")))
		})
	}
	problems := slices.Concat(l.refused, joinedErrors(l.failure))
	if len(problems) > 0 && l.ok() {
		section(func() {
			l.lines = append(l.lines, "   "+t.strong.Render(count(len(problems), "export was not loaded", "exports were not loaded")))
		})
	}
	for _, err := range problems {
		section(func() { l.drawRefused(err) })
	}
	if len(l.asked) > 0 {
		section(l.drawQuestion)
	}
	for _, done := range exports {
		section(func() { l.drawLoaded(done) })
	}
	if !l.ok() {
		section(func() {
			l.lines = append(l.lines, "   "+t.dim.Render("What was here before is as it was. Enter goes back, to try another file."))
		})
	}
	l.scroll(0)
}

func (l *load) drawLoaded(done index.Loaded) {
	t, s := l.theme, done.Summary
	width := min(l.layout.width-6, 84)
	l.lines = append(l.lines, "   "+t.strong.Render(t.fit(safe.Line(done.Chat), width)))
	news := t.accent.Bold(true).Render(count(done.New, "new message", "new messages"))
	switch {
	case done.AlreadyLoaded:
		news = t.text.Render("This export is here already; nothing was added.")
	case done.Known > 0:
		news += t.dim.Render(" " + t.signs.dot + " " + number(done.Known) + " known already")
	}
	l.lines = append(l.lines, "   "+news, "")
	if done.AlreadyLoaded {
		return
	}
	say := func(name, value string) { l.lines = append(l.lines, l.fact(name, value)...) }
	say("phone", phone(s.Platform))
	say("dates", dates(s))
	say("people", names(s.Senders))
	if !s.First.IsZero() {
		say("span", shortDay(s.First)+" to "+shortDay(s.Last))
	}
	if like := l.outlook.of(done.Chat); like != "" {
		say("found", like+". Press 6 to go through them, or 4 for what keeps coming back.")
	}
	if s.TruncatedByCap {
		say("note", "WhatsApp cut this export off: it holds only the newest messages. An older export of the same chat fills the gap.")
	}
	for _, w := range s.Warnings {
		if strings.Contains(w, "--date-order") { // said above, and asked, with no flag to give
			continue
		}
		say("note", upperFirst(w))
	}
	l.drawNews(done.Chat)
}

// fact is a line, or a few, with a word before it.
func (l *load) fact(name, value string) []string {
	t := l.theme
	lines := t.wrap(safe.Line(value), min(l.layout.width-14, 76))
	for i, line := range lines {
		if i > 0 {
			name = ""
		}
		lines[i] = "   " + t.dim.Render(t.pad(name, 8)) + t.text.Render(line)
	}
	return lines
}

func (l *load) drawRefused(err error) {
	t, width := l.theme, min(l.layout.width-6, 84)
	text, hint := sentence(err), ""
	var refused *parser.RefusedError
	if errors.As(err, &refused) {
		hint = upperFirst(safe.Line(refused.Hint))
		text = strings.TrimSuffix(strings.TrimSuffix(text, safe.Line(refused.Hint)), "; ")
	}
	for _, line := range t.wrap(text, width) {
		l.lines = append(l.lines, "   "+t.wrong.Render(line))
	}
	if hint != "" {
		for _, line := range t.wrap(hint, width) {
			l.lines = append(l.lines, "   "+t.text.Render(line))
		}
	}
}

func phone(platform string) string {
	switch platform {
	case "ios":
		return "iPhone"
	case "android":
		return "Android"
	}
	return "not known"
}

// dates says how dates were read and what speaks for it.
func dates(s parser.Summary) string {
	order := map[parser.DateOrder]string{
		parser.DMY: "day, month, year", parser.MDY: "month, day, year", parser.YMD: "year, month, day",
	}[s.DateOrder]
	if s.Ambiguous {
		return "read as " + order + ", which nothing in the file proves; kerb chats date-order changes it"
	}
	if s.OrderEvidence != "" {
		order += " (" + s.OrderEvidence + ")"
	}
	return order
}

// names counts senders and names the first few.
func names(senders []string) string {
	const named = 4
	s := number(len(senders))
	for i, name := range senders {
		if i == named {
			return s + " and " + number(len(senders)-named) + " more"
		}
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		s += sep + safe.Line(name)
	}
	return s
}
