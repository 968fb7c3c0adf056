# SPDX-License-Identifier: ISC
"""What a chip's record proves, worked out a second time: by the manual
cccd-record(5) and by Doc 9303-11, with the arithmetic of Python and the
signatures of openssl, and nothing of ours.

usage: evidence.py PUBLIC [CSCA] <record
PUBLIC is the station's key in hex. Prints a word for each proof that holds,
"seal", "bound", "aa", "ca", "cam", "signed" (EF.SOD under CSCA, every file as
it says); ends with a traceback where one of them does not."""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

from Cryptodome.Cipher import AES, DES, DES3
from Cryptodome.Hash import CMAC

FILES = ["CardAccess", "CardSecurity", "COM", "SOD"] + \
    [f"DG{n}" for n in range(1, 17)]
# Curves that keys name by OBJECT IDENTIFIER or by the number of table 6 in
# Doc 9303-11, 9.5.1.
CURVES = {bytes.fromhex("2b2403030208010107"): "brainpoolP256r1",
          b"\x0d": "brainpoolP256r1", b"\x10": "brainpoolP384r1"}
EC_KEY = bytes.fromhex("2a8648ce3d0201")		# id-ecPublicKey
PRIME_FIELD = bytes.fromhex("2a8648ce3d0101")
CA_KEY = bytes.fromhex("04007f000702020102")		# id-PK-ECDH
CA_KEY_DH = bytes.fromhex("04007f000702020101")


def tlvs(data):
    """The objects in data: tag, value, whole."""
    out, at = [], 0
    while at < len(data):
        start, tag = at, data[at]
        at += 1
        if tag & 0x1F == 0x1F:
            tag = tag << 8 | data[at]
            at += 1
        n = data[at]
        at += 1
        if n & 0x80:
            k = n & 0x7F
            n = int.from_bytes(data[at:at + k], "big")
            at += k
        out.append((tag, data[at:at + n], data[start:at + n]))
        at += n
    return out


def openssl(*args, **files):
    """openssl with the files' paths in the place of @NAME."""
    with tempfile.TemporaryDirectory() as d:
        def path(a):
            return os.path.join(d, a[1:]) if a.startswith("@") else a
        for name, content in files.items():
            with open(os.path.join(d, name), "wb") as f:
                f.write(content)
        return subprocess.run(["openssl"] + [path(a) for a in args],
                              check=True, capture_output=True).stdout


def counted(*values):
    """Each behind its length; None is absent."""
    return b"".join(b"\xff" * 4 if v is None else
                    len(v).to_bytes(4, "big") + v for v in values)


def sealed(chip):
    def text(o, *path):
        for k in path:
            o = (o or {}).get(k)
        if o is None:
            return None
        return ("true" if o is True else str(o)).encode()

    def binary(o, *path):
        v = text(o, *path)
        return v and base64.b64decode(v, validate=True)

    def hexa(o, *path):
        v = text(o, *path)
        return v and bytes.fromhex(v.decode())
    files, aa, ca, cam = chip["files"], chip.get("aa"), chip.get("ca"), \
        chip.get("cam")
    hashes = [hashlib.sha256(base64.b64decode(files[f])).digest()
              if f in files else None for f in FILES]
    return counted(
        b"cccd-seal-1",
        *[text(chip, k) for k in ("version", "read_at", "reader",
                                  "source_mode")], hexa(chip, "nonce"),
        *[text(chip, "access", k) for k in (
            "protocol", "oid", "param", "password", "key", "cardaccess")],
        text(chip, "access", "fallback", "why"),
        hexa(chip, "access", "fallback", "sw"),
        *hashes, *[text(chip, "absent", f) for f in FILES],
        hexa(aa, "rnd"), binary(aa, "sig"), text(aa, "bound"),
        text(aa, "error"), hexa(aa, "sw"),
        text(ca, "oid"), text(ca, "key_id"), binary(ca, "sk_ifd"),
        binary(ca, "resp"), text(ca, "error"), hexa(ca, "sw"),
        text(cam, "oid"), text(cam, "param"), binary(cam, "map_ic"),
        binary(cam, "ca_ic"), text(cam, "error"))


def check_seal(chip, public):
    assert hashlib.sha256(public).hexdigest()[:16] == chip["seal"]["key_id"]
    openssl("pkeyutl", "-verify", "-pubin", "-inkey", "@key", "-keyform",
            "DER", "-rawin", "-in", "@message", "-sigfile", "@sig",
            key=bytes.fromhex("302a300506032b6570032100") + public,
            message=sealed(chip), sig=base64.b64decode(chip["seal"]["sig"]))


def check_bound(chip, files):
    want = hashlib.sha256(counted(
        b"cccd-aa-1", bytes.fromhex(chip["nonce"]), chip["read_at"].encode(),
        hashlib.sha256(files["SOD"]).digest())).digest()[:8]
    assert chip["aa"]["bound"] is True
    assert bytes.fromhex(chip["aa"]["rnd"]) == want


def check_aa(chip, files):
    spki = tlvs(files["DG15"])[0][1]
    rnd = bytes.fromhex(chip["aa"]["rnd"])
    sig = base64.b64decode(chip["aa"]["sig"])
    if EC_KEY in spki:		# plain signature (TR-03111, 5.2.1.1)
        half = len(sig) // 2
        ints = b"".join(der_int(sig[i:i + half]) for i in (0, half))
        openssl("pkeyutl", "-verify", "-pubin", "-inkey", "@key", "-keyform",
                "DER", "-in", "@digest", "-sigfile", "@sig", key=spki,
                digest=hashlib.sha256(rnd).digest(),
                sig=b"\x30" + bytes([len(ints)]) + ints)
        return
    m = openssl("pkeyutl", "-verifyrecover", "-pubin", "-inkey", "@key",
                "-keyform", "DER", "-pkeyopt", "rsa_padding_mode:none",
                "-in", "@sig", key=spki, sig=sig)
    # ISO/IEC 9796-2, scheme 1: 6A, what is recovered, hash, trailer
    name = {0xBC: "sha1", 0x33CC: "sha1", 0x34CC: "sha256", 0x35CC: "sha512",
            0x36CC: "sha384", 0x38CC: "sha224"}[
                m[-1] if m[-1] == 0xBC else int.from_bytes(m[-2:], "big")]
    trailer = 1 if m[-1] == 0xBC else 2
    size = hashlib.new(name).digest_size
    m1, digest = m[1:-trailer - size], m[-trailer - size:-trailer]
    assert m[0] == 0x6A
    assert hashlib.new(name, m1 + rnd).digest() == digest


def der_int(b):
    b = b.lstrip(b"\0")
    if not b or b[0] & 0x80:
        b = b"\0" + b
    return b"\x02" + bytes([len(b)]) + b


def ec_add(p, q, a, prime):
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % prime == 0:
        return None
    if p == q:
        s = (3 * p[0] * p[0] + a) * pow(2 * p[1], -1, prime)
    else:
        s = (q[1] - p[1]) * pow(q[0] - p[0], -1, prime)
    x = (s * s - p[0] - q[0]) % prime
    return x, (s * (p[0] - x) - p[1]) % prime


def ec_times(k, p, a, prime):
    out = None
    while k:
        if k & 1:
            out = ec_add(out, p, a, prime)
        p, k = ec_add(p, p, a, prime), k >> 1
    return out


def ec_key(spki):
    """Prime, a, and the point of a SubjectPublicKeyInfo."""
    algorithm, bits = tlvs(tlvs(spki)[0][1])
    parameters = tlvs(algorithm[1])[1]
    if parameters[0] != 0x30:
        parameters = tlvs(openssl(
            "ecparam", "-name", CURVES[parameters[1]], "-param_enc",
            "explicit", "-outform", "DER"))[0]
    field, curve = [v for _, v, _ in tlvs(parameters[1])][1:3]
    assert tlvs(field)[0][1] == PRIME_FIELD
    prime = int.from_bytes(tlvs(field)[1][1], "big")
    a = int.from_bytes(tlvs(curve)[0][1], "big")
    return prime, a, point(bits[1][1:])


def point(octets):
    half = len(octets) // 2
    assert octets[0] == 4
    return (int.from_bytes(octets[1:1 + half], "big"),
            int.from_bytes(octets[1 + half:], "big"))


def infos(der):
    return [tlvs(v) for _, v, _ in tlvs(tlvs(der)[0][1])]


def ca_secret(chip, files):
    """The shared secret of terminal and signed key (Doc 9303-11, 6.2)."""
    secret = int.from_bytes(base64.b64decode(chip["ca"]["sk_ifd"]), "big")
    for info in infos(tlvs(files["DG14"])[0][1]):
        key_id = int.from_bytes(info[2][1], "big") if len(info) > 2 else None
        if info[0][1] not in (CA_KEY, CA_KEY_DH) or \
                key_id != chip["ca"].get("key_id"):
            continue
        if info[0][1] == CA_KEY:
            prime, a, q = ec_key(info[1][2])
            x = ec_times(secret, q, a, prime)[0]
            return x.to_bytes((prime.bit_length() + 7) // 8, "big")
        algorithm, bits = tlvs(tlvs(info[1][2])[0][1])
        domain = tlvs(tlvs(algorithm[1])[1][1])
        prime = int.from_bytes(domain[0][1], "big")
        y = int.from_bytes(tlvs(bits[1][1:])[0][1], "big")
        return pow(y, secret, prime).to_bytes(
            (prime.bit_length() + 7) // 8, "big")
    raise AssertionError("no such key in DG14")


def padded(data, block):
    data += b"\x80"
    return data + bytes(-len(data) % block)


def mac(cipher, key, counter, data):
    """Doc 9303-11, 9.8.6; cipher is the last arc of the OID."""
    block = 8 if cipher == 1 else 16
    data = counter.to_bytes(block, "big") + padded(data, block)
    if cipher != 1:
        c = CMAC.new(key, ciphermod=AES)
        c.update(data)
        return c.digest()[:8]
    h = DES.new(key[:8], DES.MODE_CBC, bytes(8)).encrypt(padded(data, 8)
                                                         [:len(data)])[-8:]
    return DES.new(key[:8], DES.MODE_ECB).encrypt(
        DES.new(key[8:16], DES.MODE_ECB).decrypt(h))


def check_ca(chip, files):
    cipher = int(chip["ca"]["oid"].split(".")[-1])
    shared = ca_secret(chip, files)
    size = {1: 16, 2: 16, 3: 24, 4: 32}[cipher]
    kdf = hashlib.sha1 if size == 16 else hashlib.sha256
    key = kdf(shared + bytes([0, 0, 0, 2])).digest()[:size]
    if cipher == 1:
        key = DES3.adjust_key_parity(key)
    resp = base64.b64decode(chip["ca"]["resp"])
    objects = tlvs(resp[:-2])
    assert objects[-1][0] == 0x8E and objects[-2][0] == 0x99
    assert objects[-2][1] == resp[-2:]
    # the command counts 1, its answer 2 (Doc 9303-11, 9.8.7)
    assert mac(cipher, key, 2, b"".join(o[2] for o in objects[:-1])) == \
        objects[-1][1]


def check_cam(chip, files):
    """Doc 9303-11, 4.4.3.5.2: CA_IC * PK_IC is the mapping's key."""
    signed = openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in",
                     "@file", file=files["CardSecurity"])
    key = [i for i in infos(signed) if i[0][1] == CA_KEY][0]
    assert len(key) < 3 or \
        int.from_bytes(key[2][1], "big") == chip["cam"]["param"]
    prime, a, q = ec_key(key[1][2])
    ca_ic = int.from_bytes(base64.b64decode(chip["cam"]["ca_ic"]), "big")
    assert ec_times(ca_ic, q, a, prime) == \
        point(base64.b64decode(chip["cam"]["map_ic"]))


def check_signed(files, csca):
    """Passive Authentication (Doc 9303-11, 5.1)."""
    with open(csca, "rb") as f:
        anchor = f.read()
    signed = openssl("cms", "-verify", "-inform", "DER", "-in", "@sod",
                     "-CAfile", "@csca", "-purpose", "any", "-partial_chain",
                     "-attime", "1893456000",
                     sod=tlvs(files["SOD"])[0][1], csca=anchor)
    _, algorithm, hashes = [o[:2] for o in tlvs(tlvs(signed)[0][1])][:3]
    name = {b"\x01": "sha256", b"\x02": "sha384", b"\x03": "sha512",
            b"\x04": "sha224"}[tlvs(algorithm[1])[0][1][-1:]]
    listed = {int.from_bytes(tlvs(v)[0][1], "big"): tlvs(v)[1][1]
              for _, v, _ in tlvs(hashes[1])}
    for n in range(1, 17):
        if f"DG{n}" in files:
            assert hashlib.new(name, files[f"DG{n}"]).digest() == listed[n]


def main():
    chip = json.load(sys.stdin)["chip"]
    files = {k: base64.b64decode(v) for k, v in chip["files"].items()}
    words = []

    def proof(word, check, *args):
        check(*args)
        words.append(word)
    if "seal" in chip:
        proof("seal", check_seal, chip, bytes.fromhex(sys.argv[1]))
    if "sig" in chip.get("aa", {}):
        proof("bound", check_bound, chip, files)
        proof("aa", check_aa, chip, files)
    if "resp" in chip.get("ca", {}):
        proof("ca", check_ca, chip, files)
    if "ca_ic" in chip.get("cam", {}):
        proof("cam", check_cam, chip, files)
    if len(sys.argv) > 2:
        proof("signed", check_signed, files, sys.argv[2])
    print(*words)


if __name__ == "__main__":
    main()
