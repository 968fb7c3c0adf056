# SPDX-License-Identifier: ISC
"""The classes of what each check finds, as the code says it.

Usage: classes.py LIB-FOLDER ...
A line for each check: its name, a tab, and the classes other than good in
rising order, divided by ", ". Read are FIND() and the table of
lib/trust/signer_judge.c; a class that is no literal ends the program.
"""
import pathlib
import re
import sys

RISING = ["GOOD", "NOT_DONE", "ODD", "DEVIATES", "FORBIDDEN", "BROKEN"]
FIND = re.compile(r'\bFIND\([^,"]*,\s*"([^"]*)",\s*(\w+)\s*,')
TABLE = re.compile(r'\bODD\(\w+,\s*(\w+),\s*"([^"]*)",\s*"([^"]*)",')

found = {}
for folder in sys.argv[1:]:
    for path in sorted(pathlib.Path(folder).rglob("*.c")):
        text = path.read_text(encoding="utf-8")
        pairs = FIND.findall(text)
        for class_, own, above in TABLE.findall(text):
            pairs += [(own, class_), (above, class_)]
        for name, class_ in pairs:
            if class_ not in RISING:
                sys.exit(f"{path}: {name}: no class: {class_}")
            found.setdefault(name, set()).add(class_)
        if len(re.findall(r"\bFIND\(", text)) != len(FIND.findall(text)):
            sys.exit(f"{path}: a FIND() of another form")
for name in sorted(found):
    wrong = [c for c in RISING[1:] if c in found[name]]
    print(name, ", ".join(wrong).lower().replace("_", "-"), sep="\t")
