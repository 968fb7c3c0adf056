# SPDX-License-Identifier: ISC
"""vicc - the virtual passport of the vsmartcard project, which nobody here
wrote, so that it runs: vicc.py DIR [vicc's own options ...]

Debian's package is for Python 2 in parts and not on Python's path. DIR gets a
copy of it, mended by the table below; each line of it must find what it mends,
so that another version of the package is noticed and not half mended.
With $VICC_NPA_MODULES (a folder with openpace's modules eac and chat) its nPA
runs as well."""
import os
import pathlib
import re
import runpy
import shutil
import sys

PACKAGE = "/usr/lib/python3/site-packages/virtualsmartcard/virtualsmartcard"

# file, what stands there (a regular expression), what takes its place
TO_PYTHON_3 = [
    ("TLVutils.py", r'return b"".join\(result\)', "return result"),
    ("CryptoUtils.py", r"from Crypto\.Cipher", "from Cryptodome.Cipher"),
    ("CryptoUtils.py", r"    from Crypto\.Hash import HMAC.*",
     "    from Cryptodome.Hash import HMAC"),
    ("CryptoUtils.py", r"chr\(op\(ord\((.*?)\), ord\((.*?)\)\)\)",
     r"op(\1, \2)"),
    ("CryptoUtils.py", r'return "".join\(result\)', "return bytes(result)"),
    ("SEutils.py", r'\["", \]', '[b"", ]'),
    ("SEutils.py", r'data="".join', 'data=b"".join'),
    ("SEutils.py", r'to_authenticate = ""', 'to_authenticate = b""'),
    ("SEutils.py", r"stringtoint\(value\[0\]\)", "value[0]"),
    ("SEutils.py", r'return_data = ""\n', 'return_data = b""\n'),
    ("SEutils.py", r'if result != "":', 'if result != b"":'),
    ("SEutils.py", r'"\\x01" \+ encrypted', r'b"\\x01" + encrypted'),
    ("SEutils.py", r'config=""', 'config=b""'),
    ("SEutils.py", r"stringtoint\((self\.__config_string\[position\+1\])\)",
     r"\1"),
    ("CardGenerator.py", r"raw_input", "input"),
    ("CardGenerator.py", r"( MRZ = )(input\(.*\))", r"\1\2.encode()"),
    ("CardGenerator.py", r"dfname='\\xa0", r"dfname=b'\\xa0"),
    ("CardGenerator.py", r'= "\\x00\\x01" \+', r'= b"\\x00\\x01" +'),
    ("CardGenerator.py", r'(6 \* )"\\x00"', r'\1b"\\x00"'),
    ("CardGenerator.py", r'"FAC" \+ "\\x00" \+ "010" \+ "\\x00"',
     r'b"FAC\\x00010\\x00"'),
    ("CardGenerator.py", r'            DG2 = ""', '            DG2 = b""'),
    ("cards/ePass.py", r'walk\(mf, "', 'walk(mf, b"'),
]
TO_DOC_9303 = [
    # Part 11, 9.8.6.1: the counter of 3DES has eight octets, also while small
    ("CryptoUtils.py", r"inttostring\(ssc\)", "inttostring(ssc, 8)"),
    # Part 11, 9.8.2: every answer has the status in DO'99' under the MAC
    ("SEutils.py", r'        if sw == SW\["NORMAL"\]:',
     "        return_data += pack([(0x99, 2, inttostring(sw, 2))])\n"
     "        if True:"),
    # Part 10, 4.6.1: EF.COM lists tags, not their digits
    ("CardGenerator.py", r'b"6175"', r'b"\\x61\\x75"'),
    # Part 10, 4.7.2: all of DG2 stands in tag 75
    ("CardGenerator.py", r"(DG2 = pack\(\[\()0x7F61(, len\(DG2\), DG2\)\]\))",
     r"\g<1>0x7F61\2; \g<1>0x75\2"),
    # Part 10, 4.6.2: EF.SOD is 011D; 010D is DG13. Not signed, but a file.
    ("CardGenerator.py", r"fid=0x010D,", "fid=0x011D,"),
    ("CardGenerator.py", r'filedescriptor=0, data=""',
     r'filedescriptor=0, data=b"\\x77\\x02\\x30\\x00"'),
]
NPA = [
    ("CardGenerator.py", r"\((0x[01][0-9A-C]), 0, ([A-Z][A-Za-z]*[0-9]?)\)",
     r"(\1, 0, \2.encode())"),
    ("CardGenerator.py", r"(?m)(dg[0-9]+) = (dg[0-9]+_param)$",
     r"\1 = \2 if isinstance(\2, bytes) else \2.encode()"),
]


def mend(folder, table):
    for name, old, new in table:
        path = folder / name
        text, n = re.subn(old, new, path.read_text(encoding="utf-8"))
        if n == 0:
            sys.exit(f"vicc.py: {name}: no {old!r}: another version?")
        path.write_text(text, encoding="utf-8")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    copy = pathlib.Path(sys.argv[1]) / "virtualsmartcard"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    mend(copy, TO_PYTHON_3 + TO_DOC_9303)
    sys.path.insert(0, str(copy.parent))
    if "VICC_NPA_MODULES" in os.environ:
        mend(copy, NPA)
        sys.path.insert(0, os.environ["VICC_NPA_MODULES"])
    sys.argv = ["vicc"] + sys.argv[2:]
    runpy.run_path("/usr/bin/vicc", run_name="__main__")


main()
