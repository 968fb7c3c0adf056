#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Our public keys beside OpenSSL's EVP_PKEY_verify with a key that is kept: ECDSA
# by tables of multiples where there are such; medians of processor time, and
# the whole of 10,000 signatures with building the tables. ec_table.sh [ROUNDS]
set -u
out=$(ec_table "${1:-700}") || { echo 'ec_table: failed'; exit 1; }
echo "$out" | awk '
$2 == "none" {
	printf "%-16s EVP %7.1f us, ours %8.1f us: no tables\n", $1, $3, $4
	if ($4 / $3 > over)
		over = $4 / $3
	next
}
{
	all = 10000 * $3 / (10000 * $4 + $5)
	printf "%-16s EVP %7.1f us, tables %6.1f us: %.2f times; built in " \
	    "%5.1f ms, %5.1f MB, worth it after %3d; 10,000: %.2f times\n",
	    $1, $3, $4, $3 / $4, $5 / 1000, $6 / 1e6, $5 / ($3 - $4) + 1, all
	if ($1 == "brainpoolP384r1")
		main = all
	if (worst == 0 || all < worst)
		worst = all
}
END {
	good = main >= 3
	printf "claim: %s: brainpoolP384r1, 10,000 signatures and the " \
	    "tables: three times as fast as EVP_PKEY_verify: %.2f times\n",
	    good ? "ok" : "MISSED", main
	rest = worst >= 2.5
	printf "claim: %s: no curve with tables below 2.5 times: %.2f times\n",
	    rest ? "ok" : "MISSED", worst
	less = over <= 1.05
	printf "claim: %s: without tables at most 5 %% above EVP: %.1f %%\n",
	    less ? "ok" : "MISSED", (over - 1) * 100
	exit !(good && rest && less)
}'
