#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# RSA without EVP against OpenSSL's EVP: COUNT signatures, good ones and every
# kind of bad, each judged alike by both. About 15 minutes.
. "$(dirname "$0")/../lib.sh"
COUNT=${COUNT:-300000} SEED=${SEED:-$(date +%s)}

exits 0 "$COUNT signatures under seed $SEED are judged alike" \
    rsa_signatures "$COUNT" "$SEED"
diag <out
good=$(awk '{ n += $4 } END { print n + 0 }' out)
is 'both good and bad ones were there' $((good * 20 > COUNT && good < COUNT)) 1
done_testing
