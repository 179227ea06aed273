// Package binary builds the program for the scripts that run it.
package binary

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
)

// Build builds Kerb into a folder and returns the path of the program. The
// working directory has to be the repo's top folder.
func Build(ctx context.Context, dir string) (string, error) {
	kerb := filepath.Join(dir, "kerb")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", kerb, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building kerb, from the repo's top folder: %w\n%s", err, text)
	}
	return kerb, nil
}
