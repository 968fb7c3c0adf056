# SPDX-License-Identifier: ISC
"""Vietnamese text for tests/charset.t: letters, syllables, lists of invented
people and places, in any charset that GNU recode or iconv can write.

usage: charset.py all FOLDER | charset.py differences CHARSET <units, decoded"""
import functools
import random
import subprocess
import sys
import unicodedata

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
ONSETS = """b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v
    x""".split() + [""]
RHYMES = """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây e ec em en eng eo ep et
    ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng
    oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm
    uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y ych yêm yên yêng yêt yêu ynh yt""".split()
FAMILIES = """Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô
    Dương Lý Đinh Trịnh Đoàn Lâm Mai Tạ Cao Hà""".split()
MIDDLES = """Văn Thị Hữu Đức Minh Ngọc Thanh Xuân Quốc Kim Công Đình Thùy
    Bảo Gia Như Phương Hồng""".split()
GIVEN = """Mẫu Thử Tưởng Hương Tượng Hoà Quý Lượng Ánh Hiếu Nghĩa Tuấn Dũng
    Huệ Bưởi Sáng Đạt Lễ Phúc Uyên Yến Khuê Thắm Kỳ Vĩ Nhẫn Ngọt Mạnh Trúc An
    Thuỷ Loan Oanh Cường Tám Bình""".split()
PLACES = """Phường Bến Nghé|Xã Đông Hội|Thị trấn Sóc Sơn|Quận Hoàn Kiếm|Huyện
    Củ Chi|Tỉnh Quảng Ngãi|Thành phố Hồ Chí Minh|Đường Lê Lợi|Ngõ 12 phố
    Huế|Tổ dân phố số 5|Ấp Mỹ Hoà|Thôn Thượng|Khu phố 3|Xã Tân Phú Trung|Huyện
    Đắk Lắk|Tỉnh Thừa Thiên Huế|Phường Cầu Ông Lãnh|Xã Ea Đrăng""".split("|")

# Names and places of elsewhere with letters that Latin-1 has, and a few that
# it has not.
FOREIGN = {
    "french": """René|Chloé Lefèvre|Hélène|François Côté|Zoé|Noël
        Benoît|Thérèse|Frédéric Gérard|Éloïse|Agnès|Anaïs Hervé|Jérôme
        Fabrègue|Orléans|Nîmes|Besançon|Rue de la Paix, 3ème étage|Île de
        Ré|Évêque|Né le 3 août|Saône-et-Loire|Père Lachaise|à côté|José
        Citroën|Desirée Râ|Thô|Dié""",
    "german": """Müller|Jörg Weiß|Größe|Bäcker|Schön|Köhn|Jürgen
        Groß|Schröder|Lüth|Höß|Günther Böhm|Käthe|Straße 5|Österreich|Fürth|Ü.
        Löw|Göthe|Möck|Hänsch|Rößler|Plön|Tür|Bär|Röhm|Süß|Töpper|Ähre""",
    "czech": """Dvořák|Nováková|Černý|Jiří Šimek|Svatošová|Křížek|Žižkov|Petr
        Malý|Bílá|Veselý|Kučera|Tomáš Říha|Novák|Horák|Tichá|Malá|Jana
        Králová|Šárka|Zdeněk|Plzeň""",
    "nordic": """Bø|Åse|Sørensen|Bjørn Ås|Håkan Sjöström|Göran Öberg|Rø|Tø|Lø
        Fjære|Tromsø|Åbo|Pär|Mårten|Jón Þórsson|Sigurður|Ærø|Hämäläinen|Yrjö
        Kylä-Töppö|Ålesund|Gävle|Sæbø|Målselv|Nærøy|Dagbø""",
    "iberian": """José Núñez|João|Conceição|Peña|Muñoz|Íñigo|María Ángeles|São
        Paulo|Inês|Luís Gonçalves|Simões|Antônio|Pão|Leão|Mãe|Ávila|Año|Cortés
        Ibáñez|Ramón|Sofía|Tomás|Andrés|Belém|Évora|Setúbal|Viseu|Águeda""",
    "others": """Tóth Sándor|Szabó Kálmán|Gül Yücel|Özgür|Ümit Çelik|Ólafur|Seán
        Ó Sé|Róisín|Niccolò|Forlì|città|Làn|Lü Bù|Nü|Táng Wéi|Hé Lù|Mù
        Lán|Tõnu Põder|Māra|Łukasz|Müjde|Père|Málaga|Ömer|Hébé|Bébé""",
    "signs": """12 m²|5 m³|25°C|n° 7|1º|2ª|£5|§ 3|© 2020|® A|½|5 µm|±3|×2|a·b
        |«ja»|¿Qué?|¡Olé!|10 €|…|“An”|Nº 5|100 ¥|1¼ l|30°|b²|x³|a²+b²|mº|hª""",
    "english": """O'Brien|John Smith|Eddie Todd|add.|daddy|see it?|C++|it's
        so.|a.m.|e.g. this|to-do. Hello?|you're|we're here.|No. 5|Mr. T.
        Lee|(a)|f(x)|Ada?|Sue.|Joe's|Ba+|o+|go!|~home|user_1@example.com""",
    "plain": """Nguyen Van Mau.|Tran Thi Hoa|P. 5, Q. 3|an.tran@example.vn
        |001099000001|0912 345 678|TP. HCM|Le. Thi. Hoa.|co?|khong.|Ha Noi.
        |mau: O+|A+|B-|AB+|d.|Tp. Hue|k/h: 3.5|ba. me. co. di. toi.|s/n 12'
        |lop 10A1|Hoc sinh gioi.|Ho so: da nop?""",
    "mojibake": [n.encode().decode("cp1252", "ignore") for n in
        ["Nguyễn Văn Mẫu", "Trần Thị Hoà", "Đỗ Đức", "Lê Tưởng", "Hồ Ngọc"]] +
        ["Nguy?n V?n M?u", "Nguyá»…n VÄƒn", "Nguy\ufffdn"],
}

HOLES_1258 = [bytes([b]) for b in b"\x81\x8a\x8d\x8e\x8f\x90\x9a\x9d\x9e"]
CHARSETS = ["tcvn3", "vni", "cp1258", "viscii", "vps", "viqr"]
PAGES = ["raw", "latin-1", "cp1252"]


def nfc(text):
    return unicodedata.normalize("NFC", text)


@functools.cache
def letters():
    small = [nfc(v + t) for v in VOWELS for t in TONES] + ["đ"]
    return [c for s in small if s > "z" for c in (s, s.upper())]


def toned(rhyme, tone):
    """The tone on the letter with a mark, else on the last vowel that is not
    at the end, as people write it more or less."""
    marked = [i for i, c in enumerate(rhyme) if c in "ăâêôơư"]
    vowels = [i for i, c in enumerate(rhyme) if c in VOWELS]
    at = marked[-1] if marked else vowels[0]
    return nfc(rhyme[:at + 1] + tone + rhyme[at + 1:])


@functools.cache
def syllables():
    out = []
    for r in RHYMES:
        stop = r[-1] in "cpt" or r.endswith("ch")
        for t in (TONES[2], TONES[5]) if stop else TONES:
            out += [o + toned(r, t) for o in ONSETS]
    return out + [s.capitalize() for s in out] + [s.upper() for s in out]


def run(args, data):
    return subprocess.run(args, input=data, stdout=subprocess.PIPE,
                          check=True).stdout


def has_tone(letter):
    return bool(set(unicodedata.normalize("NFD", letter)) & set(TONES[1:]))


def no_capitals(text):
    """What TCVN3 keeps: a capital with a tone is a small letter."""
    return "".join(c.lower() if has_tone(c) else c for c in text)


def encode(text, charset):
    """Bytes by a program that nobody here wrote."""
    if charset == "cp1258":
        return run(["iconv", "-f", "UTF-8", "-t", "CP1258"], text.encode())
    if charset == "tcvn3":
        return run(["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"],
                   no_capitals(text).encode())
    if charset == "vni":		# recode has these two for one another
        text = text.translate(str.maketrans("ẮẰ", "ẰẮ"))
    return run(["recode", "-f", "u8.." + charset], text.encode())


def units(charset):
    """What a decoder is asked one by one: every byte, and for those with marks
    every letter with every byte behind it."""
    high = [bytes([b]) for b in range(0x80, 0x100)]
    letters_ = [bytes([b]) for b in b"abdeinouyADEIOUY"]
    if charset == "vni":
        return [a + b for a in letters_ + [b"\xf4", b"\xf6", b"\xd4", b"\xd6"]
                for b in high]
    if charset == "cp1258":
        some = [h for h in high if h not in HOLES_1258]
        return high + [a + b for a in letters_ + some for b in
                       (b"\xcc", b"\xd2", b"\xde", b"\xec", b"\xf2")]
    return [bytes([b]) for b in range(1, 0x20) if b != 10] + high


def differences(charset, ours):
    """Units that the witness reads in another way, each with both readings."""
    lines = b"".join(u + b"\n" for u in units(charset))
    if charset in ("cp1258", "tcvn3", "viscii"):
        name = "TCVN5712-1" if charset == "tcvn3" else charset
        out = subprocess.run(["iconv", "-c", "-f", name, "-t", "UTF-8"],
                             input=lines, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL).stdout
    else:
        out = run(["recode", "-f", charset + "..u8"], lines)
    theirs = nfc(out.decode().replace("\ufffd", "?")).split("\n")
    for unit, our, their in zip(units(charset), ours, theirs):
        if charset == "vni" and len(their) > 1:
            continue			# not joined: recode reads on in VISCII
        if our != (their or "?"):
            yield "%s %s %s" % (unit.hex(), our, their)


def disguised(data, page):
    return "".join(bytes([b]).decode(page) if page == "latin-1" or
                   b not in b"\x81\x8d\x8f\x90\x9d" else chr(b)
                   for b in data).encode()


def person(rng):
    return " ".join([rng.choice(FAMILIES), rng.choice(MIDDLES),
                     rng.choice(GIVEN)])


def address(rng):
    return ", ".join(["Số %d" % rng.randrange(1, 300)] +
                     [" ".join(p.split()) for p in rng.sample(PLACES, 2)])


def cells(rng, n):
    make = rng.choice([person, address, lambda r: person(r).upper()])
    return [make(rng) for _ in range(n)]


def people_lists(rng, count):
    for n in (3, 10, 100):
        for _ in range(count):
            yield n, cells(rng, n)


def witness_lines(charset):
    """Lines that the charset can hold as they are."""
    lines = letters() + syllables()
    if charset == "vps":		# recode has no place for this one
        lines = [s for s in lines if "Ỗ" not in s]
    if charset == "tcvn3":
        lines = list(dict.fromkeys(no_capitals(s) for s in lines))
    return lines


def texts(charset):
    return ("\n".join(witness_lines(charset)) + "\n").encode()


def write_matrix(out, wanted, charset, page, seed):
    """Lists, and what is wanted of each."""
    rng = random.Random(seed)
    lists = list(people_lists(rng, 25))
    data = encode("\n\n".join("\n".join(c) for _, c in lists) + "\n", charset)
    out.write(data if page == "raw" else disguised(data, page))
    plain = page == "raw" or charset == "viqr"
    for n, _ in lists:
        wanted.write("%d %s%s\n" % (n, charset, "" if plain else
                                    " disguised"))


def composite(letter):
    apart = unicodedata.normalize("NFD", letter)
    tone = [c for c in apart if c in TONES[1:]][0]
    return nfc(apart.replace(tone, "")) + tone


def write_unicode(out, form, seed):
    rng = random.Random(seed)
    for _, c in people_lists(rng, 25):
        text = "\n".join(c)
        if form == "composite":		# tone apart, the rest composed
            text = "".join(composite(c) if has_tone(c) else c for c in text)
        else:
            text = unicodedata.normalize(form, text)
        out.write(text.encode() + b"\n\n")


def write_mixed(out, charset, seed):
    """Columns with disguised cells and Unicode of every form."""
    rng = random.Random(seed)
    for n, c in people_lists(rng, 10):
        legacy = encode("\n".join(c), charset)
        c = disguised(legacy, "cp1252").decode().split("\n")
        for _ in range(max(1, n // 5)):
            form = rng.choice(["NFC", "NFD"])
            c[rng.randrange(n)] = unicodedata.normalize(form, person(rng))
        out.write(("\n".join(c)).encode() + b"\n\n")


def foreign(kind):
    f = FOREIGN[kind]
    return f if isinstance(f, list) else [" ".join(w.split())
                                          for w in f.split("|")]


def write_foreign(out, raw, seed):
    """Foreign names of one country or of all, repeated or not."""
    rng = random.Random(seed)
    every = [w for k in FOREIGN for w in foreign(k)]
    for kind in list(FOREIGN) + ["all"]:
        words = every if kind == "all" else foreign(kind)
        if raw:
            words = [w for w in words if
                     w.encode("cp1252", "ignore").decode("cp1252") == w]
            words = [w for w in words if not w.isascii()] or ["é"]
        for w in words:			# one name, again and again
            yield_list(out, [w] * rng.choice([1, 3, 100]), raw)
        for n in (2, 3, 4, 5, 10, 100):
            for _ in range(30):
                yield_list(out, [rng.choice(words) for _ in range(n)], raw)
        yield_list(out, words, raw)


def yield_list(out, words, raw):
    text = "\n".join(words) + "\n\n"
    out.write(text.encode("cp1252" if raw else "utf-8"))


def write_all(folder):
    """Everything into a folder, by names that tests/charset.t knows."""
    def to(name):
        return open("%s/%s" % (folder, name), "wb")

    for c in CHARSETS:
        text = texts(c)
        with to("text." + c) as f, to("encoded." + c) as g:
            f.write(text)
            g.write(encode(text.decode(), c))
        for page in PAGES:
            with to("lists.%s.%s" % (c, page)) as f, \
                    open("%s/wanted.%s.%s" % (folder, c, page), "w",
                         encoding="utf-8") as g:
                write_matrix(f, g, c, page, 5)
        if c == "viqr":
            continue
        with to("units." + c) as f:
            f.write(b"".join(u + b"\n" for u in units(c)))
        with to("mixed." + c) as f:
            write_mixed(f, c, 7)
    for form in ("NFC", "NFD", "composite"):
        with to("unicode." + form) as f:
            write_unicode(f, form, 6)
    for kind in ("utf8", "raw"):
        with to("foreign." + kind) as f:
            write_foreign(f, kind == "raw", 8)


def main():
    if sys.argv[1] == "all":
        write_all(sys.argv[2])
        return
    ours = sys.stdin.buffer.read().decode().split("\n")
    print("\n".join(differences(sys.argv[2], ours)))


main()
