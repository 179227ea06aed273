package command

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/kerbstreet/kerb/index"
	"github.com/kerbstreet/kerb/parser"
)

func TestAnErrorOfTheSystemSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("load street.txt: %w", syscall.ENOSPC), "; make room on the disk, then try again\n"},
		{&fs.PathError{Op: "open", Path: "marks.db", Err: fs.ErrPermission}, "; change its permissions, or use another place\n"},
		{fmt.Errorf("%w: %w", index.ErrMarksDamaged, errors.New("a wrong checksum")), "kerb: the file with your tags is damaged: a wrong checksum; kerb restore --replace FILE puts a backup in its place; without one, load your exports into another store\n"},
		{&parser.RefusedError{Path: "street.txt", Reason: "you may not read it", Hint: "copy it", Err: fs.ErrPermission}, "; copy it\n"},
	} {
		var stderr bytes.Buffer
		newKerb(nil, nil, &stderr).fail(tt.err)
		if got := stderr.String(); !strings.HasSuffix(got, tt.want) {
			t.Errorf("%v is reported as %q, want %q at its end", tt.err, got, tt.want)
		}
	}
}
