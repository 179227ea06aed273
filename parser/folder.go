package parser

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxDepth is how deep below a folder its exports are looked for: enough for
// a folder of unpacked zips inside a folder by phone.
const maxDepth = 3

// openFolder finds the exports in a folder: zips, texts and .jsonl files, and
// unpacked zips, each a folder with a chat and its media. Texts that are no
// chats are passed over, because people keep all sorts beside their exports;
// zips that cannot be read are refused.
func openFolder(ctx context.Context, root string) ([]*Export, error) {
	if target, err := filepath.EvalSymlinks(root); err == nil {
		root = target // WalkDir does not follow the root if it is a link
	}
	var exports []*Export
	var refusals []error
	media := make(map[string][]Attachment) // by folder
	texts := make(map[*Export]string)      // folder of each export that is a text
	skipped := false
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			refusals = append(refusals, refuseFile(path, err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && path != root
		if entry.IsDir() {
			if hidden || depth(root, path) > maxDepth {
				return fs.SkipDir
			}
			return nil
		}
		if hidden || !entry.Type().IsRegular() {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			refusals = append(refusals, refuseFile(path, err))
			return nil
		}
		if !isExportName(entry.Name()) {
			media[filepath.Dir(path)] = append(media[filepath.Dir(path)], Attachment{entry.Name(), info.Size(), info.ModTime()})
			return nil
		}
		found, err := openFolderFile(ctx, path, info)
		exports = append(exports, found...)
		for _, export := range found {
			if export.path == path {
				texts[export] = filepath.Dir(path)
			}
		}
		switch {
		case err != nil:
			refusals = append(refusals, err)
		case len(found) == 0:
			skipped = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	textsIn := make(map[string]int)
	for _, dir := range texts {
		textsIn[dir]++
	}
	for export, dir := range texts {
		if textsIn[dir] == 1 { // or nothing tells whose they are
			export.attachments = media[dir]
		}
	}
	if len(exports) == 0 && len(refusals) == 0 {
		reason := "there is no chat export in this folder"
		if skipped {
			reason = "none of the texts in this folder is a WhatsApp chat"
		}
		return nil, &RefusedError{Path: root, Reason: reason, Hint: hintExport}
	}
	return exports, errors.Join(refusals...)
}

// openFolderFile opens one file of a folder. A text that is no chat gives
// neither an export nor an error.
func openFolderFile(ctx context.Context, path string, info fs.FileInfo) ([]*Export, error) {
	exports, err := openFile(ctx, path, info)
	if refused := (*RefusedError)(nil); errors.As(err, &refused) && refused.Err == nil &&
		!strings.EqualFold(filepath.Ext(path), ".zip") && chatNameFromFile(filepath.Base(path)) == "" {
		return nil, nil
	}
	return exports, err
}

// isExportName reports whether a file in a folder may hold a chat.
func isExportName(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".zip", ".jsonl":
		return true
	}
	return false
}

func depth(root, path string) int {
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == "." {
		return 0
	}
	return strings.Count(rel, string(os.PathSeparator)) + 1
}
