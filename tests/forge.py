# SPDX-License-Identifier: ISC
"""What cccd-verify says of forged records, against what each was forged for.

usage: forge.py cases POLICY <verified      every case of forge --out
       forge.py drawn WITNESS <verified     forge --draw, under strict
       forge.py mutated WITNESS <verified   forge --draw --mutate, likewise
       forge.py covered CATALOGUE <records  every check has a case
WITNESS has what cms_witness printed. Prints what is wrong, a line each, and at
the end a line that begins with a number; ends with 1 where anything is."""
import collections
import json
import re
import sys

# lib/trust/policy.h
CLASSES = ["good", "not_done", "odd", "deviates", "forbidden", "broken"]
RESULTS = {
    "strict": ["pass", "skip", "warn", "fail", "fail", "fail"],
    "icao": ["pass", "skip", "warn", "warn", "fail", "fail"],
    "lenient": ["pass", "skip", "warn", "warn", "warn", "fail"],
}
# Every forged record is a card that proved nothing itself.
ALWAYS = {"evidence.fresh": "warn"}
# These need what only a chip, a station or a second run gives: other tests.
ELSEWHERE = re.compile(r"(aa|ca|cam|seal|evidence|chip|number|name|dob|issued|"
                       r"dates|expiry|mrz|qr|old_id|cancelled_id|roster|list|"
                       r"signature$|chain\.distrusted)")
# What cannot be passed: nobody knows it offline.
NEVER = {"card.lost"}

problems = []


def result(policy, cls):
    return RESULTS[policy][CLASSES.index(cls)]


def complain(name, what):
    problems.append(f"{name}: {what}")


def records():
    out = []
    for line in sys.stdin:
        r = json.loads(line)
        checks = r["verify"]["checks"]
        got = {c["check"]: c["result"] for c in checks}
        if len(got) != len(checks):
            complain(r["case"]["name"], "a check twice")
        out.append((r["case"], r["verify"], got,
                    {c["check"]: c["why"] for c in checks}))
    if not out:
        complain("records", "none")
    return out


def listed(text):
    """"check=class,..." as check: set of classes."""
    out = collections.defaultdict(set)
    for item in text.split(","):
        if item:
            check, cls = item.split("=")
            out[check].add(cls)
    return out


def sound(name, verify, got):
    """Whatever the policy: what a verdict must rest on."""
    failed = any(r == "fail" for r in got.values())
    if failed != (verify["verdict"] == "refused"):
        complain(name, f"{verify['verdict']} with"
                 f"{'' if failed else 'out'} a failed check")
    if verify["assurance"] in ("signed", "genuine-chip"):
        for check in ("cms.signature", "chain.anchor", "dg.hash", "dsc.key"):
            if got.get(check) != "pass":
                complain(name, f"signed, and {check} is {got.get(check)}")
    if verify["verdict"] == "verified" and verify["assurance"] not in (
            "signed", "genuine-chip"):
        complain(name, f"verified, and {verify['assurance']}")


def allowed(policy, check, got, also):
    """A result that is none of this case's business, or foreseen."""
    if got in ("pass", "skip") or ALWAYS.get(check) == got:
        return True
    classes = also.get(check, ())
    return "*" in classes or got in [result(policy, c) for c in classes
                                     if c != "*"]


def cases(policy):
    all_ = records()
    by_name = {c["name"]: (v, g) for c, v, g, _ in all_}
    if len(by_name) != len(all_):
        complain("cases", "a name twice")
    for case, verify, got, why in all_:
        name, check = case["name"], case["check"]
        want, also = result(policy, case["class"]), listed(case["also"])
        sound(name, verify, got)
        if got.get(check) != want:
            complain(name, f"{check} is {got.get(check)} "
                     f"({why.get(check)}), not {want}")
        for c, classes in also.items():
            if "*" not in classes and not allowed(policy, c, got.get(c),
                                                  also):
                complain(name, f"{c} is {got.get(c)} ({why.get(c)})")
        for c, r in got.items():
            if c != check and not allowed(policy, c, r, also):
                complain(name, f"{c} is {r} ({why[c]})")
        if case["class"] == "good" and (verify["verdict"], verify[
                "assurance"]) != ("verified", "signed"):
            complain(name, f"{verify['verdict']}, {verify['assurance']}")
        beside, beside_got = by_name[case["neighbour"]]
        if check not in NEVER and beside_got.get(check) != "pass":
            complain(name, f"{check} of its neighbour {case['neighbour']} is "
                     f"{beside_got.get(check)}")
        if beside["verdict"] == "refused":
            complain(name, "its neighbour is refused")
    return f"{len(all_)} cases under {policy}"


# An error of OpenSSL, and the checks of ours of which one has to be less than
# pass; or a word in the settings for which OpenSSL alone refuses.
REASONS = {
    "x509-94": (["dsc.key", "csca.key"], r"form=(explicit|no-cofactor)"),
    "x509-20": (["chain.anchor", "chain.name", "dsc.form"], None),
    # of two authorities of one name it tries the first alone
    "x509-7": (["chain.signature", "chain.anchor", "dsc.form"],
               r"links=1.*ds\.aki=none"),
    "x509-34": (["dsc.critical", "csca.critical"], None),
    "x509-10": (["dsc.valid-now", "csca.valid"], None),
    "x509-13": (["dsc.form"], None),
    "x509-79": (["csca.key-usage", "csca.constraints"], None),
    "verification-failure": (["cms.signature", "cms.encoding", "cms.signers",
                              "cms.digest-info"], None),
    "signer-certificate-not-found": (["cms.certificate", "cms.signers"], None),
    "attribute-error": (["cms.attributes"], None),
    "no-signers": (["cms.signers"], None),
    "content-verify-error": (["cms.digest", "cms.algorithms"], None),
    "certificate-verify-error": (["dsc.form", "dsc.key"], None),
    "internal-error": (["dsc.form", "dsc.key"], None),
    "nested-asn1-error": (["dsc.form", "dsc.serial", "sod.form"], None),
}


def explained(case, reason, got):
    checks, word = REASONS.get(reason, ([], None))
    return any(got.get(c, "skip") != "pass" for c in checks) or bool(
        word and re.search(word, case["settings"]))


def drawn(witness):
    with open(witness, encoding="ascii") as f:
        said = {w[0]: w[1:] for w in (line.split() for line in f)}
    tally = collections.Counter()
    all_ = records()
    for case, verify, got, why in all_:
        name, also = case["name"], listed(case["also"])
        label = f"{name} ({case['settings'].strip()})"
        sound(label, verify, got)
        ours = {c for c, r in got.items() if r in ("warn", "fail") and
                ALWAYS.get(c) != r}
        for c in sorted(ours):
            if not allowed("strict", c, got[c], also):
                complain(label, f"{c} is {got[c]} ({why[c]})")
        for what, reason in zip(("SOD", "signer"), said[name]):
            if reason != "ok" and not explained(case, reason, got):
                complain(label, f"OpenSSL refuses the {what}: {reason}")
        meant = {c for c, cls in also.items() if cls - {"*", "not_done"}}
        if meant and not ours and verify["verdict"] == "verified":
            complain(label, "nothing of " + " ".join(sorted(meant)))
        tally["OpenSSL " + ("takes" if said[name][0] == "ok" else
                            "refuses") + ", we " + (
                                "name" if ours else "pass")] += 1
    for what, n in sorted(tally.items()):
        print(f"{what}: {n}")
    return f"{len(all_)} drawn"


def mutated(witness):
    with open(witness, encoding="ascii") as f:
        said = {w[0]: w[1:] for w in (line.split() for line in f)}
    tally = collections.Counter()
    all_ = records()
    for case, verify, got, _ in all_:
        label = f"{case['name']} ({case['settings'].strip()})"
        sound(label, verify, got)
        ours = any(r in ("warn", "fail") and ALWAYS.get(c) != r
                   for c, r in got.items())
        taken = said[case["name"]][0] == "ok"
        if verify["verdict"] == "verified" and not ours:
            complain(label, "nobody noticed" if taken else
                     "OpenSSL alone noticed: " + said[case["name"]][0])
        elif verify["verdict"] == "verified" and not taken and not re.search(
                r"form=(explicit|no-cofactor)", case["settings"]) and (
                    got.get("cms.certificate") != "warn"):
            complain(label, "verified, and OpenSSL refuses: " +
                     said[case["name"]][0])
        tally["OpenSSL " + ("takes" if taken else "refuses") + ", we say " +
              verify["verdict"]] += 1
    for what, n in sorted(tally.items()):
        print(f"{what}: {n}")
    return f"{len(all_)} mutated"


def covered(catalogue):
    with open(catalogue, encoding="utf-8") as f:
        names = re.findall(r'^\t"([a-z0-9_]+\.[a-z0-9-]+)"', f.read(), re.M)
    bad, good = set(), set()
    for line in sys.stdin:
        case = json.loads(line)["case"]
        (good if case["class"] == "good" else bad).add(case["check"])
    for n in names:
        if n not in bad and not ELSEWHERE.match(n) and n != "chain.link":
            complain(n, "no case is wrong in it")
    return f"{len(names)} names"


def main():
    what = {"cases": cases, "drawn": drawn, "mutated": mutated,
            "covered": covered}[sys.argv[1]]
    said = what(*sys.argv[2:])
    for p in problems:
        print(p)
    print(f"{len(problems)} problems in {said}")
    sys.exit(1 if problems else 0)


main()
