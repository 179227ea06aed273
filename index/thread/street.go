package thread

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/kerbstreet/kerb/index/thread/internal/street"
)

//go:embed street.weights
var streetWeights []byte

var streetModel = sync.OnceValues(func() (*street.Model, error) {
	return street.ReadModel(bytes.NewReader(streetWeights))
})

// onStreet is the decoder of a street's chat.
type onStreet struct{ *street.Decoder }

func (d onStreet) notice(Message) {}

func (d onStreet) next(m Message) (back int, confidence float64) { return d.Next(spoken(m)) }

func (d onStreet) force(m Message, back int) { d.Force(spoken(m), back) }

func spoken(m Message) street.Message {
	return street.Message{Time: m.Time.Unix(), Sender: m.Sender, Text: m.Text}
}
