package command

import (
	"context"

	"github.com/kerbstreet/kerb/parser"
	"github.com/kerbstreet/kerb/tui/safe"
)

// explainJSON says why a line of an export is what it is.
type explainJSON struct {
	Line    int             `json:"line"`
	Message *parser.Message `json:"message"`
	Rules   []string        `json:"rules"`
}

// explainLine prints which rules made a line of an export what it is.
func (k *kerb) explainLine(ctx context.Context, export *parser.Export, opts parser.Options, line int) error {
	explanation, err := export.Explain(ctx, opts, line)
	if err != nil {
		return err
	}
	if k.json {
		return k.printJSON(explainJSON{explanation.Line, explanation.Message, explanation.Rules})
	}
	if m := explanation.Message; m != nil {
		if err := k.printMessage(m.Time, m.Sender, m.Text, m.Kind, m.Attachment); err != nil {
			return err
		}
	}
	for _, rule := range explanation.Rules {
		if err := k.printf("- %s\n", safe.Line(rule)); err != nil {
			return err
		}
	}
	return nil
}
