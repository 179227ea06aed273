package main

import (
	"archive/zip"
	"bytes"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/kerbstreet/kerb/scripts/phone"
)

var (
	mention = regexp.MustCompile(`(@?)\{(\w+)\}`)
	file    = regexp.MustCompile(`^<file:([^>]+)> ?`)
)

// pixel is the smallest file that decodes as a JPEG or at least begins like
// one: what an attached photo is in these exports.
var pixel = []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9")

// writeExport writes the file that one phone would have made.
func (s *source) writeExport(path string, e export) error {
	var chat bytes.Buffer
	w := phone.NewWriter(&chat, s.dialect, s.title)
	var clock seconds
	var files []string
	messages := s.in(e)
	for _, m := range messages {
		t := m.time
		if s.dialect.IPhone {
			t = clock.next(t, len(m.text))
		}
		body := s.body(m, e)
		if f := file.FindStringSubmatch(unescape(m.text)); f != nil {
			files = append(files, f[1])
		}
		if m.who == "*" {
			w.Notice(t, body)
		} else {
			w.Message(t, s.name(m.who, e), body, m.kind == "media" || m.kind == "contact")
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	out := filepath.Join(filepath.Dir(path), e.file)
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	data := chat.Bytes()
	if strings.HasSuffix(e.file, ".zip") {
		name := "_chat.txt"
		if !s.dialect.IPhone {
			name = strings.TrimSuffix(filepath.Base(e.file), ".zip") + ".txt"
		}
		var err error
		if data, err = archive(name, data, files, messages[len(messages)-1].time.Add(time.Hour)); err != nil {
			return err
		}
	}
	return os.WriteFile(out, data, 0o644)
}

func archive(name string, chat []byte, files []string, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, data []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
		if err != nil {
			return err
		}
		_, err = io.Copy(w, bytes.NewReader(data))
		return err
	}
	for _, f := range files {
		if err := add(f, pixel); err != nil {
			return nil, err
		}
	}
	if err := add(name, chat); err != nil {
		return nil, err
	}
	err := z.Close()
	return out.Bytes(), err
}

// name is what a phone calls a person.
func (s *source) name(short string, e export) string {
	if name := s.contacts[short]; e.contacts && name != "" && short != e.owner {
		return name
	}
	return s.people[short]
}

// body is a message's text as that phone writes it.
func (s *source) body(m message, e export) string {
	d := s.dialect
	text := mention.ReplaceAllStringFunc(m.text, func(ref string) string {
		short := strings.Trim(ref, "@{}")
		switch {
		case s.people[short] == "":
			return ref
		case ref[0] == '@':
			return "@" + phone.FSI + s.name(short, e) + phone.PDI
		case short == e.owner:
			return "You"
		}
		return s.name(short, e)
	})
	text = unescape(text)
	edited := d.Words.Edited
	deleted := d.Words.Deleted
	if e.owner != "" && m.who == e.owner && deleted == "This message was deleted" {
		deleted = "You deleted this message"
	}
	if d.IPhone {
		edited = phone.LRM + edited
	}
	text = strings.Replace(text, "<edited>", edited, 1)
	text = strings.Replace(text, "<deleted>", deleted, 1)
	text = strings.Replace(text, "<encrypted>", d.Words.Encrypted, 1)
	if f := file.FindString(text); f != "" {
		return d.Attached(file.FindStringSubmatch(f)[1], strings.TrimPrefix(text, f))
	}
	if caption, ok := strings.CutPrefix(text, "<media>"); ok {
		return omitted(d, strings.TrimSpace(caption))
	}
	if d.IPhone && m.kind != "text" && m.kind != "edited" && m.kind != "system" && !strings.HasPrefix(text, phone.LRM) {
		return phone.LRM + text
	}
	return text
}

// omitted is the placeholder of a photo, its caption on the side where the
// phone puts it.
func omitted(d phone.Dialect, caption string) string {
	switch {
	case d.IPhone && caption != "":
		return caption + " " + phone.LRM + d.MediaOmitted()
	case d.IPhone:
		return phone.LRM + d.MediaOmitted()
	case caption != "":
		return d.MediaOmitted() + "\n" + caption
	}
	return d.MediaOmitted()
}

// seconds gives messages of one minute growing seconds.
type seconds struct {
	last   time.Time
	second int
}

func (s *seconds) next(t time.Time, length int) time.Time {
	if t.Equal(s.last) {
		s.second = min(59, s.second+1+length%4)
	} else {
		h := fnv.New32a()
		_, _ = h.Write([]byte(t.Format(time.RFC3339)))
		s.second = int(h.Sum32() % 20)
	}
	s.last = t
	return t.Add(time.Duration(s.second) * time.Second)
}
