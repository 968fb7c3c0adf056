#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Workbooks for tests/xlsx.t.

xlsx_make.py random DIR SEED N: DIR/K.xlsx written by openpyxl or by hand, and
beside each of them, for every sheet S, DIR/K.S.want: its cells as openpyxl
reads them, in the form of tests/sim/xlsx_probe.c.
xlsx_make.py large FILE ROWS: a large one.
xlsx_make.py -- NAME ...: NAME.xlsx each; see the functions at the end.
"""
import datetime
import random
import sys
import zipfile
import struct

import openpyxl
from openpyxl.styles import Font

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Đặng Vũ".split()
MIDDLE = "Văn Thị Hữu Đức Ngọc Minh".split()
GIVEN = "Mẫu Thử Ví Dụ Nháp Mưa Ổi Ệch".split()
FONTS = ["Calibri", "Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times",
         "Arial"]
DATES = ["dd/mm/yyyy", "yyyy-mm-dd", "[$-42A]dd mmmm yyyy;@", "m/d/yy",
         "d/m/yyyy h:mm", "yyyy\"年\"m\"月\"d\"日\"", "mmm-yy"]
NUMBERS = ["General", "0", "000000000000", "0.00E+00", "#,##0;[Red]-#,##0",
           "@", "0\" ngày\"", "[$-42A]#,##0"]


def a_name(r):
    return " ".join([r.choice(FAMILY), r.choice(MIDDLE), r.choice(GIVEN)])


def a_text(r):
    return r.choice([
        a_name(r), a_name(r).upper(), "  " + a_name(r) + " ", "a<b>&\"c'",
        "dòng một\ndòng hai", "\t", "0%011d" % r.randrange(10**11), "31/12/1999",
        "x" * r.randrange(1, 300), "_x_", "😀 " + a_name(r), "TRUE", "=không",
        "%d" % r.randrange(10**9), "é", "-"])


def a_date(r):
    d = datetime.datetime(1904, 1, 2) + datetime.timedelta(
        days=r.randrange(58000))
    if r.random() < 0.2:
        d += datetime.timedelta(seconds=r.randrange(86400))
    return d


def column_name(n):
    s = ""
    while n:
        n, k = divmod(n - 1, 26)
        s = chr(65 + k) + s
    return s


# --- written by openpyxl

def set_value(r, cell):
    kind = r.randrange(10)
    if kind < 4:
        cell.value = a_text(r)
    elif kind < 6:
        cell.value = r.choice([
            r.randrange(10**r.randrange(1, 16)), -r.randrange(1000),
            r.randrange(10**6) / 100, r.random(), 0.1 + 0.2, 8.6, 1e-4])
        cell.number_format = r.choice(NUMBERS)
    elif kind < 8:
        cell.value = a_date(r)
        cell.number_format = r.choice(DATES)
    elif kind == 8:
        cell.value = r.choice([True, False, "#N/A", "#DIV/0!", "=A1&\"x\""])
    else:
        cell.value = datetime.time(r.randrange(24), r.randrange(60),
                                   r.randrange(60))
        cell.number_format = "h:mm:ss"
    if cell.value in ("=không", "=A1&\"x\"") and r.random() < 0.5:
        cell.value = a_name(r)
    cell.font = Font(name=r.choice(FONTS))


def by_openpyxl(r, path):
    wb = openpyxl.Workbook()
    if r.random() < 0.2:
        wb.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for i in range(r.randrange(1, 4)):
        ws = wb.active if i == 0 else wb.create_sheet("Tờ %d" % i)
        for _ in range(r.randrange(0, 200)):
            cell = ws.cell(r.choice([1, 2, 3, r.randrange(1, 60), 1048576]),
                           r.choice([1, 2, r.randrange(1, 30), 700, 16384]))
            set_value(r, cell)
            if r.random() < 0.05:
                ws.row_dimensions[cell.row].hidden = True
        if r.random() < 0.3:
            ws.merge_cells("B2:D4")
        if i > 0 and r.random() < 0.3:
            ws.sheet_state = r.choice(["hidden", "veryHidden"])
    wb.save(path)


# --- written by hand: what openpyxl reads, but does not write

def esc(s):
    return (s.replace("&", "&amp;").replace("<", "&lt;").replace("\t", "&#9;")
            .replace("\n", "&#10;"))


def rich(r, text):
    if r.random() < 0.5:
        return "<t xml:space=\"preserve\">%s</t>" % esc(text)
    k = r.randrange(len(text) + 1)
    font = r.choice(["", "<rPr><b/><rFont val=\"Arial\"/></rPr>"])
    sound = r.choice(["", "<rPh sb=\"0\" eb=\"1\"><t>âm</t></rPh>"
                      "<phoneticPr fontId=\"0\"/>"])
    return "".join("<r>%s<t xml:space=\"preserve\">%s</t></r>"
                   % (font, esc(t)) for t in (text[:k], text[k:])) + sound


def cell_by_hand(r, ref, strings):
    kind = r.randrange(9)
    style = r.choice(["", " s=\"1\"", " s=\"2\""])
    if kind < 3:
        strings.append(a_text(r))
        return "<c%s%s t=\"s\"><v>%d</v></c>" % (ref, style, len(strings) - 1)
    if kind == 3:
        return "<c%s%s t=\"inlineStr\"><is>%s</is></c>" % (
            ref, style, rich(r, a_text(r)))
    if kind == 4:
        f = r.choice(["<f>A1</f>", "<f t=\"shared\" si=\"0\"/>",
                      "<f t=\"shared\" ref=\"A1:A9\" si=\"0\">B1</f>"])
        return "<c%s t=\"str\">%s<v>%s</v></c>" % (ref, f, esc(a_name(r)))
    if kind == 5:
        return "<c%s><f>1</f><v>%s</v></c>" % (ref, r.choice(
            ["1.099000001E9", "7.9099012345678E13", "1099000001",
             "8.5999999999999996", "1E-3", "-12.50", "0"]))
    if kind == 6:
        return "<c%s s=\"1\"><v>%d</v></c>" % (ref, r.randrange(61, 60000))
    if kind == 7:
        return "<c%s%s/>" % (ref, style)
    return "<c%s t=\"b\"><v>%d</v></c>" % (ref, r.randrange(2))


def by_hand(r, path):
    strings, rows, row = [], "", 0
    for _ in range(r.randrange(60)):
        row += r.choice([1, 1, 1, 2, 7])
        cells, col = "", 0
        named = r.random() < 0.8
        for _ in range(r.randrange(12)):
            col += r.choice([1, 1, 3]) if named else 1
            ref = " r=\"%s%d\"" % (column_name(col), row) if named else ""
            cells += cell_by_hand(r, ref, strings)
        rows += "<row r=\"%d\"%s>%s</row>\r\n" % (
            row, r.choice(["", "", " hidden=\"1\""]), cells)
    sst = "".join("<si>%s</si>" % rich(r, s) for s in strings)
    write_parts(path, sheet_xml(rows), sst=sst, styles=STYLES,
                code=r.choice(["utf-8", "utf-16"]),
                method=r.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))


STYLES = ("<numFmts count=\"1\"><numFmt numFmtId=\"164\" "
          "formatCode=\"dd/mm/yyyy\"/></numFmts><fonts><font><name "
          "val=\"Arial\"/></font><font><name val=\".VnTime\"/></font></fonts>"
          "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
          "<cellStyleXfs><xf/></cellStyleXfs>"
          "<cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"164\" "
          "fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\"/></cellXfs>")


def xml(text, code="utf-8"):
    return ("<?xml version=\"1.0\" encoding=\"%s\"?>\r\n%s"
            % (code, text)).encode(code)


def sheet_xml(rows):
    return ("<worksheet xmlns=\"%s\"><sheetData>%s</sheetData></worksheet>"
            % (MAIN, rows))


def frame(sheets=1):
    """The parts that every workbook has."""
    listed = "".join("<sheet name=\"S%d\" sheetId=\"%d\" r:id=\"s%d\"/>"
                     % (i, i, i) for i in range(1, sheets + 1))
    rel = "<Relationship Id=\"%s\" Type=\"" + REL + "/%s\" Target=\"%s\"/>"
    rels = "".join(rel % ("s%d" % i, "worksheet",
                          "worksheets/sheet%d.xml" % i)
                   for i in range(1, sheets + 1))
    rels += rel % ("a", "sharedStrings", "sharedStrings.xml")
    rels += rel % ("b", "styles", "styles.xml")
    types = "".join("<Override PartName=\"%s\" ContentType=\"application/"
                    "vnd.openxmlformats-officedocument.spreadsheetml.%s+xml\""
                    "/>" % p for p in [
                        ("/xl/workbook.xml", "sheet.main"),
                        ("/xl/sharedStrings.xml", "sharedStrings"),
                        ("/xl/styles.xml", "styles")] + [
                            ("/xl/worksheets/sheet%d.xml" % i, "worksheet")
                            for i in range(1, sheets + 1)])
    return {
        "[Content_Types].xml": "<Types xmlns=\"http://schemas.openxmlformats."
        "org/package/2006/content-types\"><Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships"
        "+xml\"/>%s</Types>" % types,
        "_rels/.rels": "<Relationships xmlns=\"%s\">%s</Relationships>"
        % (PACK, rel % ("w", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": "<workbook xmlns=\"%s\" xmlns:r=\"%s\"><sheets>%s"
        "</sheets></workbook>" % (MAIN, REL, listed),
        "xl/_rels/workbook.xml.rels": "<Relationships xmlns=\"%s\">%s"
        "</Relationships>" % (PACK, rels)}


def write_parts(path, sheet, sst="", styles="", code="utf-8",
                method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as z:
        for name, text in frame().items():
            z.writestr(name, xml(text))
        z.writestr("xl/worksheets/sheet1.xml",
                   sheet if isinstance(sheet, bytes) else xml(sheet, code))
        z.writestr("xl/sharedStrings.xml", xml(
            "<sst xmlns=\"%s\">%s</sst>" % (MAIN, sst), code))
        z.writestr("xl/styles.xml", xml(
            "<styleSheet xmlns=\"%s\">%s</styleSheet>" % (MAIN, styles), code))


# --- what openpyxl reads

def number(v):
    if isinstance(v, int) or v == int(v) and abs(v) < 1e15:
        return str(int(v))
    s = repr(v)
    if "e" in s:
        s = ("%.20f" % v).rstrip("0") if abs(v) > 1e-4 else s
    return s


def shown(cell):
    v = cell.value
    if cell.data_type == "e":
        return "e", v
    if isinstance(v, bool):
        return "b", "TRUE" if v else "FALSE"
    if isinstance(v, (int, float)):
        return "n", number(v)
    if isinstance(v, datetime.datetime):
        v = v + datetime.timedelta(microseconds=500000)
        return "d", v.strftime("%Y-%m-%d" if not (
            v.hour or v.minute or v.second) else "%Y-%m-%d %H:%M:%S")
    if isinstance(v, datetime.time):
        return "d", v.strftime("%H:%M:%S")
    for a, b in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        v = v.replace(a, b)
    return "t", v


def font(cell):
    name = cell.font.name or ""
    if name.startswith(".Vn"):
        return "tcvn3" + ("^" if name.endswith("H") else "")
    return "vni" if name.startswith("VNI") else ""


def expect(path):
    wb = openpyxl.load_workbook(path, data_only=True)
    for i, ws in enumerate(wb.worksheets, 1):
        with open("%s.%d.want" % (path[:-5], i), "w") as out:
            for row in sorted({c[0] for c in ws._cells}):
                for col in sorted(c[1] for c in ws._cells if c[0] == row):
                    cell = ws._cells[row, col]
                    if cell.value is None or cell.value == "":
                        continue
                    kind, text = shown(cell)
                    hidden = ws.row_dimensions[row].hidden
                    out.write("%d%s\t%d\t%s\t%s\t%s\n" % (
                        row, "h" if hidden else "", col, kind, font(cell),
                        text))


def corpus(folder, seed, n):
    r = random.Random(int(seed))
    for k in range(int(n)):
        path = "%s/%d.xlsx" % (folder, k)
        (by_openpyxl if r.random() < 0.5 else by_hand)(r, path)
        expect(path)


# --- rosters, by what is special about them

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Lớp"]


def roster(path):
    """A title over merged cells, blank rows, eaten zeros, dates as serials and
    as text in one column, a hidden row, three sheets of which one is hidden."""
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.title = "Bìa"
    ws.sheet_state = "hidden"
    ws["A1"] = "không phải danh sách"
    ws = wb.create_sheet("Danh sách")
    ws["A1"] = "DANH SÁCH HỌC SINH"
    ws.merge_cells("A1:F2")
    for i, h in enumerate(HEADER, 1):
        ws.cell(4, i).value = h
    for i, row in enumerate([
            [1, "Nguyễn Văn Mẫu", datetime.date(1999, 1, 31), "Nam",
             1099000001, "10A1"],
            [2, "Trần Thị Thử", "15/02/1999", "Nữ", "001199000002", "10A1"],
            [3, "Lê Văn Ví Dụ", datetime.date(2005, 12, 1), "Nam",
             79205000003, "10A2"]]):
        for k, v in enumerate(row, 1):
            ws.cell(6 + 2 * i, k).value = v
        ws.cell(6 + 2 * i, 3).number_format = "dd/mm/yyyy"
        ws.cell(6 + 2 * i, 5).number_format = "0.00E+00"
    ws.row_dimensions[8].hidden = True
    ws = wb.create_sheet("Tờ khác")
    ws.append(["CCCD", "Tên"])
    ws.append(["001099000009", "Phạm Văn Khác"])
    wb.save(path)


def fonts(path):
    """Names in TCVN3 and places in VNI, told by their fonts alone; a header in
    capitals that are drawn so; one name in Unicode among them, which TCVN3
    could be, too; and all that behind the rows that a plan is made of."""
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.append(["CCCD", "hä vµ tªn", "Nơi sinh"])
    ws["B1"].font = Font(name=".VnTimeH")
    for i in range(2, 402):
        name, font = "NguyÔn V¨n MÉu", ".VnTime"
        if i % 100 == 3:
            name, font = "Lý Hồ Lý", "Arial"
        if i % 100 == 4:
            name, font = "trÇn thÞ thö", ".VnTimeH"
        ws.append(["001099%06d" % i, name, "Haø Noäi"])
        ws.cell(i, 2).font = Font(name=font)
        ws.cell(i, 3).font = Font(name="VNI-Times")
    wb.save(path)


def large(path, rows):
    """Many rows of what rosters have."""
    r = random.Random(1)
    strings, out = {}, []

    def text(ref, t):
        return "<c r=\"%s\" t=\"s\"><v>%d</v></c>" % (
            ref, strings.setdefault(t, len(strings)))

    out.append("<row r=\"1\">%s</row>" % "".join(
        text(c + "1", h) for c, h in zip("ABCDEF", HEADER)))
    for i in range(2, rows + 2):
        out.append(
            "<row r=\"%d\" spans=\"1:6\"><c r=\"A%d\"><v>%d</v></c>%s<c "
            "r=\"C%d\" s=\"1\"><v>%d</v></c>%s%s%s</row>" % (
                i, i, i, text("B%d" % i, a_name(r)), i,
                r.randrange(20000, 40000), text("D%d" % i, "Nam"),
                text("E%d" % i, "001099%06d" % i),
                text("F%d" % i, "10A%d" % (i % 9))))
    with_sheet(path, "".join(out), styles=STYLES,
               sst="".join("<si><t>%s</t></si>" % t for t in strings))


# --- made to harm

def with_sheet(path, rows, **more):
    write_parts(path, sheet_xml(rows), **more)


def bomb(path):
    with_sheet(path, "<row>" + " " * 100000000 + "</row>")


def laughs(path):
    ent = "".join("<!ENTITY l%d \"%s\">" % (i, "&l%d;" % (i - 1) * 10)
                  for i in range(1, 10))
    write_parts(path, "<!DOCTYPE x [<!ENTITY l0 \"ha\">%s]>%s" % (
        ent, sheet_xml("<row><c t=\"str\"><v>&l9;</v></c></row>")))


def outside(path):
    write_parts(path, "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" +
                sheet_xml(""))


def deep(path):
    with_sheet(path, "<row>" + "<c>" * 100000 + "</c>" * 100000 + "</row>")


def noise(n):
    """Text that does not pack well."""
    r = random.Random(1)
    return bytes(r.choices(b"abcdefghijklmnopqrstuvwxyz0123456789", k=n)
                 ).decode()


def long_text(path):
    with_sheet(path, "<row><c t=\"s\"><v>0</v></c></row>",
               sst="<si><t>%s</t></si>" % noise(200000))


def long_inline(path):
    with_sheet(path, "<row><c t=\"inlineStr\"><is><t>%s</t></is></c></row>"
               % noise(200000))


def long_tag(path):
    with_sheet(path, "<row x=\"%s\"/>" % (noise(300000) * 5))


def long_comment(path):
    with_sheet(path, "<!--%s-->" % (noise(300000) * 5))


def wide(path):
    """A cell at the far end of each of many rows."""
    with_sheet(path, "".join("<row r=\"%d\"><c r=\"XFD%d\"><v>1</v></c></row>"
                             % (i, i) for i in range(1, 100001)))


def indexes(path):
    with_sheet(path, "<row>" + "<c t=\"s\"><v>1000000</v></c>" * 9 +
               "</row>", sst="<si/>" * 1000000)


def many_parts(path):
    with zipfile.ZipFile(path, "w") as z:
        for i in range(17000):
            z.writestr(str(i), b"")


def many_sheets(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in frame(5000).items():
            z.writestr(name, xml(text))


def overlap(path):
    """Two sheets share their packed bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in frame(2).items():
            z.writestr(name, xml(text))
        z.writestr("xl/worksheets/sheet1.xml", xml(sheet_xml("<row/>")))
        one = z.infolist()[-1]
        two = zipfile.ZipInfo("xl/worksheets/sheet2.xml")
        two.compress_type = one.compress_type
        two.header_offset = one.header_offset
        two.CRC, two.file_size = one.CRC, one.file_size
        two.compress_size = one.compress_size
        z.filelist.append(two)
        z.NameToInfo[two.filename] = two


def locked(path):
    with_sheet(path, "<row/>")
    patch(path, b"\x01\x00", 8)


def wrong_crc(path):
    with_sheet(path, "<row><c><v>1</v></c></row>")
    patch(path, b"\x00\x00\x00\x00", 16)


def patch(path, new, at):
    """Changes every entry of the directory, and the local headers alike."""
    with open(path, "rb") as f:
        d = bytearray(f.read())
    i = d.find(b"PK\x01\x02")
    while i >= 0:
        d[i + at:i + at + len(new)] = new
        local = struct.unpack_from("<I", d, i + 42)[0]
        d[local + at - 2:local + at - 2 + len(new)] = new
        i = d.find(b"PK\x01\x02", i + 4)
    with open(path, "wb") as f:
        f.write(d)


if __name__ == "__main__":
    if sys.argv[1] == "random":
        corpus(*sys.argv[2:])
    if sys.argv[1] == "large":
        large(sys.argv[2], int(sys.argv[3]))
    for what in sys.argv[2:] if sys.argv[1] == "--" else []:
        globals()[what](what + ".xlsx")
