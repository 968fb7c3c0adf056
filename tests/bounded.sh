#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# bounded.sh TEST: runs one of the tests; one that hangs is ended, with all that it
# started in its group, after BOUND (30m) and says so.
timeout -k 10 "${BOUND:-30m}" "$@" <&0 &
pid=$!
trap 'kill $pid' INT TERM HUP
wait $pid
status=$?
[ $status -ne 124 ] && [ $status -ne 137 ] ||
	echo "# $1: not over after ${BOUND:-30m}: ended" >&2
exit $status
