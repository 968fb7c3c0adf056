# SPDX-License-Identifier: ISC
"""A record with one letter changed, many times over, and whether each change was
noticed.

usage: changed.py make COUNT <record >records
       changed.py look RECORD <verified
RECORD has the verdict on the unchanged one. Prints what passed unnoticed."""
import json
import random
import re
import sys

LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "\\{}:,<'


def make(count):
    line = sys.stdin.readline().rstrip("\n")
    chance = random.Random(20261125)
    # mostly outside of the files, which are nine tenths of a record
    small = [i for m in re.finditer(r'"[^"]{400,}"|[^"]|"', line)
             if m.end() - m.start() == 1 for i in [m.start()]]
    for n in range(count):
        i = chance.choice(small) if n % 8 else chance.randrange(1, len(line))
        letter = chance.choice([c for c in LETTERS if c != line[i]])
        changed = line[:i] + letter + line[i + 1:]
        if changed.startswith("{"):
            print('{"n":%d,' % n + changed[1:])


# Nobody's proof: where it was written down, how long the reader took.
FREE = {("n",), ("verify",), ("from",), ("source",), ("chip", "timings")}


def leaves(value, path=()):
    """Every path to something that is no object, with it."""
    if path in FREE:
        return {}
    if not isinstance(value, dict):
        return {path: value}
    return {k: v for name, inside in value.items()
            for k, v in leaves(inside, path + (name,)).items()}


# These may be left out, or called what nobody knows: the files have them.
OPTIONAL = {("mrz",), ("chip", "extra", "dg13.16")}


# Digits of either case stand for the same octets.
HEX = {("chip", "nonce"), ("chip", "aa", "rnd"), ("chip", "aa", "sw"),
       ("chip", "ca", "sw"), ("chip", "access", "fallback", "sw")}


def may_go(path):
    return path in OPTIONAL or path[:2] == ("chip", "extra")


def differences(right, r):
    a, b = ({p: v.lower() if p in HEX and isinstance(v, str) else v
             for p, v in leaves(x).items()} for x in (right, r))
    return [p for p in a if b.get(p) != a[p] and
            not (may_go(p) and p not in b)]


def remarks(record):
    return {(c["check"], c["result"]) for c in record["verify"]["checks"]
            if c["result"] in ("warn", "fail")}


def look(original):
    with open(original, encoding="utf-8") as f:
        right = json.load(f)
    seen = same = bad = 0
    for line in sys.stdin:
        seen += 1
        r = json.loads(line)
        paths = differences(right, r)
        if not paths:
            same += 1
        elif (r["verify"]["verdict"], r["verify"]["assurance"]) == (
                right["verify"]["verdict"], right["verify"]["assurance"]) \
                and not remarks(r) - remarks(right):
            bad += 1
            print("unnoticed:", *(".".join(p) for p in paths))
    print(f"{seen} records, {same} of them with the same content, "
          f"{bad} unnoticed")
    sys.exit(1 if bad or seen == 0 else 0)


if sys.argv[1] == "make":
    make(int(sys.argv[2]))
else:
    look(sys.argv[2])
