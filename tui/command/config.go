package command

import (
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"github.com/kerbstreet/kerb/tui"
	"github.com/kerbstreet/kerb/tui/safe"
)

// configPath is where the screens' configuration is looked for.
func configPath() string { return filepath.Join(xdg.ConfigHome, "kerb", "config.toml") }

func (k *kerb) configCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Print the screens' configuration as it is unless told otherwise",
		Long: `Prints every setting of the screens with its default: the theme and the keys. What you want otherwise goes into
  ` + safe.Line(configPath()),
		Example: "kerb config > config.toml",
		GroupID: groupHouse,
		Args:    needArgs(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			if k.json {
				return k.printJSON(map[string]string{"path": configPath(), "default": tui.DefaultConfig()})
			}
			return k.printf("%s", tui.DefaultConfig())
		},
	}
}
