package lending_test

import (
	"strings"
	"testing"

	"github.com/kerbstreet/kerb/index/lending"
	"github.com/kerbstreet/kerb/index/role/roletest"
)

func TestALoanIsFollowedFromRequestToReturn(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"ladder": `2024-03-01 10:00 Ann: Has anyone got a ladder I could borrow?
2024-03-01 10:05 Ben: I've got one, you're welcome to it
2024-03-01 10:06 Ann: Perfect, thank you! I'll come round now
2024-03-08 18:00 Ann: Ben, the ladder is back in your garage. Thanks again
2024-03-08 18:10 Ben: Got it, thanks`,
		"Leiter": `2024-03-01 10:00 Ann: Hat jemand eine Leiter zum Ausleihen?
2024-03-01 10:05 Ben: Ja, ich hab eine, kannst du haben
2024-03-01 10:06 Ann: Super, danke! Ich hole sie gleich
2024-03-08 18:00 Ann: Ben, die Leiter steht wieder in deiner Garage. Danke nochmal
2024-03-08 18:10 Ben: Passt, danke`,
		"escalera": `2024-03-01 10:00 Ann: ¿Alguien tiene una escalera que me preste?
2024-03-01 10:05 Ben: Yo tengo una, pásate cuando quieras
2024-03-01 10:06 Ann: Perfecto, gracias! Paso ahora
2024-03-08 18:00 Ann: Ben, te he dejado la escalera en tu garaje. Mil gracias
2024-03-08 18:10 Ben: Recibida, gracias`,
	}
	for item, lines := range tests {
		entries, err := lending.Find(t.Context(), roletest.Chat(t, lines))
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != 1 {
			t.Errorf("%s: %d entries, want 1", item, len(entries))
			continue
		}
		e := entries[0]
		if e.Item != item || e.Owner != "Ben" || e.Borrower != "Ann" || e.State != lending.Back || e.Time {
			t.Errorf("%s: got %s", item, &e)
		}
	}
}

func TestWhatIsNotLentIsNoLoan(t *testing.T) {
	t.Parallel()
	entries, err := lending.Find(t.Context(), roletest.Chat(t, `2024-03-01 10:00 Ann: Lovely morning out there
2024-03-01 10:05 Ben: It is! Off to the match later
2024-03-01 10:06 Ann: Enjoy, say hello to your mum`))
	if err != nil || len(entries) != 0 {
		t.Errorf("got %v, %v", entries, err)
	}
}

func TestTwoMayLendWhatOneAsksFor(t *testing.T) {
	t.Parallel()
	entries := given(t, `2024-03-01 10:00 Ann: We need a gazebo and benches for Sunday, could anybody lend us some?
2024-03-01 10:05 Ben: You can have our gazebo
2024-03-01 10:06 Cat: I've got two benches in the shed
2024-03-01 10:10 Ann: You're both stars, I'll come round
2024-03-04 18:00 Ann: Cat, the benches are back in your shed. Ben, the gazebo is in your porch`,
		lending.Request, lending.Offer, lending.Offer, lending.Agree, lending.Return)
	if len(entries) != 2 {
		t.Fatalf("%d entries, want 2: %v", len(entries), entries)
	}
	for i, owner := range []string{"Ben", "Cat"} {
		if e := &entries[i]; e.Owner != owner || e.Borrower != "Ann" || e.State != lending.Back {
			t.Errorf("got %s", e)
		}
	}
}

func TestAReturnWeeksLaterIsOfTheLoanItNames(t *testing.T) {
	t.Parallel()
	entries := given(t, `2024-03-01 10:00 Ann: Has anyone got a ladder I could borrow?
2024-03-01 10:05 Ben: I've got one, you're welcome to it
2024-03-01 10:06 Ann: Perfect, thank you!
2024-03-09 10:00 Cat: Could anybody lend me a tent?
2024-03-09 10:05 Dan: Take mine
2024-03-09 10:06 Cat: Lovely, thanks!
2024-03-24 10:00 Ann: Ben, the ladder is back in your garage`,
		lending.Request, lending.Offer, lending.Agree, lending.Request, lending.Offer, lending.Agree, lending.Return)
	if len(entries) != 2 || entries[0].State != lending.Back || entries[1].State != lending.Out {
		t.Errorf("got %v", entries)
	}
}

func TestWhatIsHandedOnIsStillItsOwners(t *testing.T) {
	t.Parallel()
	entries := given(t, `2024-03-01 10:00 Ann: Has anyone got a ladder I could borrow?
2024-03-01 10:05 Ben: I've got a ladder, you're welcome to it
2024-03-01 10:06 Ann: Perfect, thank you!
2024-03-02 10:00 Cat: Who has a ladder for tomorrow?
2024-03-02 10:05 Ann: I'll bring you the one I have here`,
		lending.Request, lending.Offer, lending.Agree, lending.Request, lending.Offer)
	if len(entries) != 2 || entries[1].Owner != "Ben" || entries[1].Borrower != "Cat" {
		t.Errorf("got %v", entries)
	}
}

func TestAFavourIsCalledByWhatIsAsked(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"watering the plants": `2024-03-01 10:00 Ann: We're away next week, could anyone water our plants?
2024-03-01 10:05 Ben: Happy to do it`,
		"Blumen gießen": `2024-03-01 10:00 Ann: Wir sind nächste Woche weg, kann jemand unsere Blumen gießen?
2024-03-01 10:05 Ben: Mach ich gern`,
	}
	for item, lines := range tests {
		entries := given(t, lines, lending.Request, lending.Offer)
		if len(entries) != 1 || !strings.HasPrefix(entries[0].Item, item) || !entries[0].Time {
			t.Errorf("%s: got %v", item, entries)
		}
	}
}

func TestAThingIsAlsoCalledInTheFormMostSaid(t *testing.T) {
	t.Parallel()
	entries := given(t, `2024-03-01 10:00 Ann: Has anyone got ladders we could borrow?
2024-03-01 10:05 Ben: I've got a ladder, you're welcome to it
2024-03-01 10:06 Ann: Perfect, I'll collect the ladder now`,
		lending.Request, lending.Offer, lending.Agree)
	if len(entries) != 1 || entries[0].Item != "ladders (ladder)" {
		t.Errorf("got %v", entries)
	}
}

// given is the ledger of a chat of which the roles are known.
func given(t *testing.T, lines string, roles ...lending.Role) []lending.Entry {
	t.Helper()
	models, err := lending.Known()
	if err != nil {
		t.Fatal(err)
	}
	return models.FindGiven(roletest.Chat(t, lines), roles)
}
