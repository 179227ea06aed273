#!/bin/sh
# Makes a small store of the present format for index/testdata/stores: two
# overlapping exports of a made-up chat, tags, a renamed chat, something undone.
# Without the index, which is derived, unless asked for: that is a fixture for
# index/testdata/generations, of a format that programs no longer write.
# Usage: scripts/fixture-store.sh DIRECTORY [index]
set -eu
if [ -e "$1" ]; then
	echo "$1 exists already; a fixture is never changed" >&2
	exit 1
fi
store=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/kerb" .
kerb() { "$work/kerb" --store "$store" "$@"; }

cat > "$work/march.txt" <<'END'
13/03/2024, 18:05 - Ben: power just went here, anyone?
13/03/2024, 18:06 - Deb: Ours is off too
14/03/2024, 08:00 - Ben: back on
14/03/2024, 09:30 - Aisha: that pothole by the bend is back
END
cat > "$work/april.txt" <<'END'
14/03/2024, 08:00 - Ben: back on
14/03/2024, 09:30 - Aisha: that pothole by the bend is back
02/04/2024, 17:00 - Deb: has anyone got a ladder?
02/04/2024, 17:00 - Ben: ladder is yours till Sunday
END
kerb load --chat 'Elm Street' "$work/march.txt"
kerb load --chat 'Elm Street' "$work/april.txt"
kerb tag add outage power OR off
kerb tag add pothole pothole
kerb tag add lending ladder
kerb chats rename 'Elm Street' 'Elm Street, all of us'
kerb tag add mistake ladder
kerb undo
rm -r "$store/tmp" "$store/lock"
[ "${2:-}" = index ] || rm -r "$store/index"
