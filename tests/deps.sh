#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Installs what debian/control asks for, if anything of it is missing.
# Usage: deps.sh [PROFILE]
set -eu
cd "$(dirname "$0")/.."
profile=${1:+-P$1}
# shellcheck disable=SC2086
if dpkg-checkbuilddeps $profile 2>/dev/null; then
	exit 0
fi
root=
[ "$(id -u)" -eq 0 ] || root=sudo
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -q
# shellcheck disable=SC2086
$root apt-get build-dep -q -y --no-install-recommends $profile ./
