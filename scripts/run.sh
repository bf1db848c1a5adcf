#!/bin/sh
# run.sh DIR HOST:PORT plays one head office with the demo chain and one till on this machine, both in the throw-away
# folder DIR. Closing the till's window, or where there is no screen leaving its console, stops both; DIR stays, and the
# next run goes on where this one ended.
set -eu

dir=$1
listen=$2
mkdir -p "$dir"

if [ ! -d "$dir/hq" ]; then bin/hq init --data "$dir/hq" --demo; fi
bin/hq serve --data "$dir/hq" --listen "$listen" >"$dir/hq.log" 2>&1 &
hq=$!
trap 'kill $hq 2>/dev/null || :; wait $hq 2>/dev/null || :' EXIT
trap 'exit 130' INT TERM HUP # so that EXIT is run then too

# HQ says where it listens once it does; before that a till would find a closed door.
url=
tries=0
while [ -z "$url" ]; do
	url=$(sed -n 's/^listening //p' "$dir/hq.log")
	tries=$((tries + 1))
	if ! kill -0 $hq 2>/dev/null || [ $tries -gt 150 ]; then
		cat "$dir/hq.log" >&2
		echo "run: head office did not start (its output is above); another port: make run LISTEN=127.0.0.1:9443" >&2
		exit 1
	fi
	if [ -z "$url" ]; then sleep 0.2; fi
done
echo "head office: $url, log in $dir/hq.log"

# The folder alone doesn't say that enrolment ended: a line cut in the middle leaves one too.
if [ ! -e "$dir/enrolled" ]; then
	rm -rf "$dir/till"
	bin/till enrol --data "$dir/till" --hq "$url" --code "$(bin/hq enrol --data "$dir/hq" --store S01 --till T1)"
	touch "$dir/enrolled"
fi
if [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
	echo "till T1 in store S01: sign in as 1001 with PIN 1111 (cashier) or 2001 with 2222 (manager); closing the window ends"
	bin/till --data "$dir/till"
else
	echo "till T1 in store S01: login 1001 1111 (cashier) or login 2001 2222 (manager); Ctrl-D ends"
	bin/till console --data "$dir/till"
fi
