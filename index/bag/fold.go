package bag

import (
	"path/filepath"
	"slices"
)

// byHand is the folder whose folders hold the chats of one hand each.
const byHand = "talk"

// HeldApart names, with commas between, the labelled chats that nothing is learned
// from: streets, banter, and two of each hand of testdata/talk.
const HeldApart = "wrens-end,calle-tejera,am-kirschgarten,nilgiri-enclave,malthouse-lane,los-alfares,kapellengasse,palar-avenue," +
	"linden,calle-nispero," +
	"larkrise-mk,chapel-fields-pboro,pembar-road-e17,tangier-terrace,kastanienhof,wetterau-lindenstr,bloque-7-sevilla," +
	"rebollada-gijon,hsr-sector2,basavanagudi-dvg,green-fields-fbd,shankar-nagar-rpr"

// Hand returns, for training, who wrote the chat in a folder, "" if that is not
// known: the chats in testdata/talk/german are from one hand.
func Hand(folder string) string {
	above := filepath.Dir(filepath.Clean(folder))
	if filepath.Base(filepath.Dir(above)) != byHand {
		return ""
	}
	return filepath.Base(above)
}

// Folds divides chats into so many folds, one at least, by turns; those of one
// hand, as Hand tells it, into one. What words say is learned for each from those
// of other folds: words of the same hand would seem to say more than those of
// people nobody has read before.
func Folds[C any](chats []C, hand func(C) string, folds int) []int {
	of, known, others := make([]int, len(chats)), []string(nil), 0
	for i, c := range chats {
		by := hand(c)
		if by == "" {
			of[i], others = others%folds, others+1
			continue
		}
		at := slices.Index(known, by)
		if at < 0 {
			at, known = len(known), append(known, by)
		}
		of[i] = at % folds
	}
	return of
}
