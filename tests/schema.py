# SPDX-License-Identifier: ISC
"""Holds records (a line each) on standard input against the JSON Schema.

Usage: schema.py SCHEMA [--wrong]
Says which line is wrong and where; exit 1 then. With --wrong every line must
be refused, and one that is not is named.
"""
import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as f:
    schema = json.load(f)
validator = jsonschema.validators.validator_for(schema)
validator.check_schema(schema)
check = validator(schema)
wrong = sys.argv[2:] == ["--wrong"]
bad = lines = 0
for lines, line in enumerate(sys.stdin, 1):
    errors = list(check.iter_errors(json.loads(line)))
    if wrong and not errors:
        print(f"line {lines} is taken: {line.strip()}")
        bad += 1
    elif not wrong:
        for e in errors:
            print(f"line {lines}: {e.json_path}: {e.message[:300]}")
            bad += 1
if lines == 0:
    print("no line at all")
sys.exit(1 if bad or lines == 0 else 0)
