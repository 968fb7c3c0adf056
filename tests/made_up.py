# SPDX-License-Identifier: ISC
"""Puts proofs into a chip's record that no chip has given: whoever knows the
terminal's secret can make them up (Doc 9303-11, 6.2 and 4.4.3.5).

usage: made_up.py WHAT ... <record
WHAT: ca   Chip Authentication with an ephemeral key of our own
      cam  a chip-authentication mapping that fits the signed key
      no-aa, no-seal  takes these away
      seal=KEY.pem    seals all of it with that Ed25519 key, at the end"""
import base64
import hashlib
import json
import secrets
import sys

import evidence
from Cryptodome.Hash import CMAC  # noqa: F401, what evidence needs too


def b64(octets):
    return base64.b64encode(octets).decode()


def make_ca(chip, files):
    chip["ca"] = {"oid": chip.get("ca", {}).get(
        "oid", "0.4.0.127.0.7.2.2.3.2.2"),
        "sk_ifd": b64(secrets.token_bytes(31))}
    shared = evidence.ca_secret(chip, files)
    key = hashlib.sha1(shared + bytes([0, 0, 0, 2])).digest()[:16]
    status = bytes.fromhex("99029000")
    answer = evidence.mac(2, key, 2, status)
    chip["ca"]["resp"] = b64(status + b"\x8e\x08" + answer + b"\x90\x00")
    evidence.check_ca(chip, files)


def make_cam(chip, files):
    signed = evidence.openssl("cms", "-verify", "-noverify", "-inform", "DER",
                              "-in", "@file", file=files["CardSecurity"])
    key = [i for i in evidence.infos(signed)
           if i[0][1] == evidence.CA_KEY][0]
    prime, a, q = evidence.ec_key(key[1][2])
    ca_ic = secrets.token_bytes(31)
    x, y = evidence.ec_times(int.from_bytes(ca_ic, "big"), q, a, prime)
    size = (prime.bit_length() + 7) // 8
    chip["cam"].update(ca_ic=b64(ca_ic), map_ic=b64(
        b"\x04" + x.to_bytes(size, "big") + y.to_bytes(size, "big")))
    evidence.check_cam(chip, files)


def make_seal(chip, pem):
    with open(pem, "rb") as f:
        key = f.read()
    public = evidence.openssl("pkey", "-in", "@key", "-pubout", "-outform",
                              "DER", key=key)[-32:]
    chip["seal"] = {"key_id": hashlib.sha256(public).hexdigest()[:16]}
    chip["seal"]["sig"] = b64(evidence.openssl(
        "pkeyutl", "-sign", "-rawin", "-inkey", "@key", "-in", "@message",
        key=key, message=evidence.sealed(chip)))
    evidence.check_seal(chip, public)


def main():
    record = json.load(sys.stdin)
    chip = record["chip"]
    files = {k: base64.b64decode(v) for k, v in chip["files"].items()}
    for what in sys.argv[1:]:
        if what == "ca":
            make_ca(chip, files)
        elif what == "cam":
            make_cam(chip, files)
        elif what.startswith("no-"):
            chip.pop(what[3:], None)
        elif what.startswith("seal="):
            make_seal(chip, what[5:])
        else:
            sys.exit(__doc__)
    json.dump(record, sys.stdout, ensure_ascii=False)
    print()


main()
