#!/bin/sh
# Runs the tests of years of use as often as the project promises: merges of
# random exports, kills, a flipped byte in each file of the store, and disks on
# which nothing can be written. Takes some minutes; ends with one line for each
# of these. Any number can be given: KERB_MERGES=50 scripts/endure.sh
set -eu
cd "$(dirname "$0")/.."
export KERB_MERGES="${KERB_MERGES:-1000}" KERB_KILLS="${KERB_KILLS:-200}" KERB_FLIPS="${KERB_FLIPS:-20}"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
tests='AYearOfExportsFromTwoPhones|AKilledProcessLosesNothing|AFlippedByteInAnyFile|AFullDiskLeaves|NothingIsLostWhere|StoreOfEvery|GenerationOfEvery|ANewerStore'
failed=0
go test -count=1 -timeout 6h -v -run "$tests" ./index ./tui/command >"$log" 2>&1 || failed=1
grep -E '^ +[a-z_]+_test.go:[0-9]+: ' "$log" || true
count() { grep -cE "^ *--- PASS: $1" "$log" || true; }
echo "merged: $(count 'TestAYearOfExportsFromTwoPhonesIsOneChat/') of $KERB_MERGES years of chat"
echo "killed: $(count 'TestAKilledProcessLosesNothingItConfirmed') of 1 runs of $KERB_KILLS kills"
echo "flipped: $(count 'TestAFlippedByteInAnyFileIsFoundAndTheIndexRebuilt/') files, $KERB_FLIPS bytes of each, one at a time"
echo "opened: $(count 'Test(StoreOfEveryVersionOpens|AGenerationOfEveryFormatIsBuiltAnew)/') stores of older formats"
grep -E '^(---|ok|FAIL)' "$log"
exit $failed
