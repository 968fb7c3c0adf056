#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# tests/witness-evidence.t with every profile of the card in software.
EVERY=1 exec "$(dirname "$0")/../witness-evidence.t"
