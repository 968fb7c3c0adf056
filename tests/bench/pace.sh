#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# PACE and Chip Authentication with brainpoolP256r1 and AES-128, the terminal's
# side: beside the multiplications of points that no terminal can do without
# (they are OpenSSL's, in constant time), and beside OpenPACE.
set -u
out=$(pace 300) || { echo 'pace: failed'; exit 1; }
echo "$out" | tr ' ' '\n' | awk -F= '
{ us[$1] = $2; printf "%-12s %8.1f us\n", $1, $2 }
END {
	pace = us["new"] + us["map"] + us["agree"] + us["token"]
	ca = us["ca_key"] + us["ca_session"]
	bare = us["bare_pace"] + us["bare_ca"]
	printf "PACE %.0f us, Chip Authentication %.0f us, OpenPACE %.0f us " \
	    "for PACE (%.1f times ours)\n", pace, ca, us["openpace"],
	    us["openpace"] / pace
	over = (pace + ca) / bare
	good = over <= 1.15
	printf "claim: %s: at most 15 %% above the bare multiplications: " \
	    "%.1f %%\n", good ? "ok" : "MISSED", (over - 1) * 100
	less = pace < us["openpace"]
	printf "claim: %s: less than OpenPACE: %.0f us beside %.0f us\n",
	    less ? "ok" : "MISSED", pace, us["openpace"]
	exit !(good && less)
}'
