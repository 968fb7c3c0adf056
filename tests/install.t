#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# make install puts what it should where it should, and nothing else.
. "$(dirname "$0")/lib.sh"

# As built, so that a test does not build anew; MAKEFLAGS of the outer make
# would ask for its job server.
unset MAKEFLAGS MAKELEVEL
cd "$ROOT" || exit 2
exits 0 'make install' make -o all -s install B="$BUILD" PREFIX=/usr \
    DESTDIR="$T/root"
cd "$T" || exit 2
tools=$(cd "$ROOT/cmd" && ls | sed -n 's/\.c$//p')
{
	for t in $tools; do
		echo "755 usr/bin/$t"
		echo "644 usr/share/man/man1/$t.1"
		echo "644 usr/share/man/vi/man1/$t.1"
		echo "644 usr/share/bash-completion/completions/$t"
		echo "644 usr/share/zsh/site-functions/_$t"
		echo "644 usr/share/fish/vendor_completions.d/$t.fish"
	done
	for l in '' vi/; do
		echo "644 usr/share/man/${l}man5/cccd-record.5"
		echo "644 usr/share/man/${l}man5/cccd-roster.5"
		echo "644 usr/share/man/${l}man7/cccd-checks.7"
		echo "644 usr/share/man/${l}man7/cccd-scale.7"
		echo "644 usr/share/man/${l}man7/cccd-tools.7"
	done
	echo '644 usr/share/locale/vi/LC_MESSAGES/cccd-tools.mo'
	echo '644 usr/share/cccd-tools/cccd-record.schema.json'
	echo '644 usr/share/cccd-tools/prefixes.tsv'
	echo '644 usr/share/cccd-tools/units.tsv'
} | sort >want
(cd root && find . -type f -printf '%m %P\n' | sort) >got
is 'the files and their modes' "$(diff want got)" ''
is 'folders are open to all' \
    "$(find root -type d ! -perm 755 -printf '%P ')" ''
for t in $tools; do
	exits 0 "$t: runs from there" root/usr/bin/"$t" --version
done
is 'every manual is readable' "$(cd root/usr/share/man &&
    find . -name '*.[157]' -exec mandoc -T lint -W error {} +)" ''

done_testing
