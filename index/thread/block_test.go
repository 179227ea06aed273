package thread

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestBlocksTileAChatAndBeginWithEachMonth(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	times := make([]time.Time, 0, 2000)
	for d := range 200 { // 17 January on, ten messages a day
		for range 10 {
			times = append(times, time.Date(2025, 1, 17, 9, 0, 0, 0, time.UTC).Add(time.Duration(d)*day))
		}
	}
	times[900] = times[900].Add(-40 * day) // came late: stays where it stands
	blocks := Blocks(len(times), func(i int) time.Time { return times[i] })
	next := 0
	for n, block := range blocks {
		if block.From != next || block.To <= block.From || block.Warm > block.From {
			t.Fatalf("block %d is %+v after message %d", n, block, next)
		}
		if n > 0 && times[block.From].Day() != 1 {
			t.Errorf("block %d begins on %v", n, times[block.From])
		}
		if back := times[block.From].Sub(times[block.Warm]); back > memory {
			t.Errorf("block %d is warmed by %v", n, back)
		}
		next = block.To
	}
	if next != len(times) || len(blocks) != 8 {
		t.Errorf("%d blocks end at %d of %d", len(blocks), next, len(times))
	}
}

func TestABlockIsLinkedAsItIsWithinTheChat(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		messages := babble(seed)
		whole := find(t, messages)
		for _, block := range Blocks(len(messages), func(i int) time.Time { return messages[i].Time }) {
			links, err := FindBlock(t.Context(), KindOf(messages), messages[block.Warm:block.To], block.From-block.Warm, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i, link := range links {
				if link.Parent != None {
					link.Parent += block.Warm
				}
				if want := whole[block.From+i]; link.Parent != want.Parent || link.Confidence != want.Confidence {
					t.Fatalf("seed %d: message %d is linked to %d, in the chat to %d", seed, block.From+i, link.Parent, want.Parent)
				}
			}
		}
	}
}

func TestWhatAPersonDecidedHolds(t *testing.T) {
	t.Parallel()
	for _, messages := range [][]Message{twoQuestions(), babble(3), babble(4)} {
		said := slices.IndexFunc(messages, func(m Message) bool { return !m.Notice })
		forced := make(map[int]int)
		for i, m := range messages {
			if i <= said || m.Notice {
				continue
			}
			switch i % 5 {
			case 0:
				forced[i] = None
			case 1:
				forced[i] = said
			case 2:
				forced[i] = i + 1 // makes no sense
			}
		}
		links, err := FindBlock(t.Context(), KindOf(messages), messages, 0, forced)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range forced {
			if want < i && (links[i].Parent != want || links[i].Confidence != 1) {
				t.Errorf("message %d is linked to %+v, not to %d", i, links[i], want)
			}
			if links[i].Parent >= i {
				t.Errorf("message %d answers %d", i, links[i].Parent)
			}
		}
	}
}

func TestOfAnEndlessMessageOnlyTheBeginningCounts(t *testing.T) {
	t.Parallel()
	messages := twoQuestions()
	short := find(t, messages)
	for i := range messages {
		messages[i].Text += strings.Repeat(" ", Longest)
	}
	want := find(t, messages)
	for i := range messages {
		messages[i].Text += strings.Repeat("power cut pothole ladder ", 100_000)
	}
	if got := find(t, messages); !slices.Equal(got, want) || len(got) != len(short) {
		t.Errorf("links are %v, want %v", got, want)
	}
	if cut := Cut(messages); len(cut[0].Text) > Longest || len(messages[0].Text) <= Longest {
		t.Errorf("a text of %d bytes is cut to %d", len(messages[0].Text), len(cut[0].Text))
	}
}
