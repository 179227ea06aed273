#!/bin/sh
# Draws docs/screen.svg anew: loads the year of Hazel Road in a terminal of
# tmux, searches it, and captures the screen. Needs Go and tmux.
set -eu
cd "$(dirname "$0")/../.."

dir=$(mktemp -d)
screen() { tmux -L kerb-picture "$@"; }
trap 'screen kill-server 2>/dev/null || true; rm -rf "$dir"' EXIT

# wait_for waits until the screen shows a text.
wait_for() {
	for _ in $(seq 100); do
		if screen capture-pane -p | grep -q -e "$1"; then return; fi
		sleep 0.1
	done
	screen capture-pane -p >&2
	echo "picture: the screen never showed: $1" >&2
	exit 1
}

go build -o "$dir/kerb" .
export KERB_STORE="$dir/store" COLORTERM=truecolor
"$dir/kerb" load testdata/hazel-road >/dev/null
"$dir/kerb" tag add outage "power cut" OR "power off" OR blackout OR "Power's off" >/dev/null
"$dir/kerb" tag add pothole pothole >/dev/null
screen -f /dev/null new-session -d -x 120 -y 30 "$dir/kerb"
wait_for 'Hazel Road'
screen send-keys /
wait_for 'Search'
screen send-keys -l 'power OR lights -film'
wait_for 'messages'
screen send-keys Down
wait_for ' 2 of'
screen send-keys Down
wait_for ' 3 of'
screen capture-pane -e -p | go run ./scripts/picture >docs/screen.svg
