#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The committed completions are those that the option tables make.
set -u
cd "$(dirname "$0")/../.." || exit 2
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
completions/generate.sh "$new" || exit 1
bad=0
for f in "$new"/*; do
	if ! cmp -s "$f" "completions/${f##*/}"; then
		echo "completions/${f##*/}: run make completions"
		bad=1
	fi
done
for f in completions/*.bash completions/*.fish completions/_*; do
	[ -e "$new/${f##*/}" ] || { echo "$f: no such tool"; bad=1; }
done
for f in completions/*.bash; do bash -n "$f" || bad=1; done
for f in completions/_*; do zsh -n "$f" || bad=1; done
for f in completions/*.fish; do fish -n "$f" || bad=1; done
exit $bad
