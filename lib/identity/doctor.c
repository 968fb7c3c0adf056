/* SPDX-License-Identifier: ISC */
/* The test code, each fault's way with it, and what to set otherwise. */
#include <string.h>

#include "identity/doctor.h"
#include "identity/scanner.h"
#include "text/codepage.h"
#include "text/utf8.h"
#include "text/vi.h"

/* All digits; letters whose UTF-8 holds the bytes that Windows-1252 has no
 * letter for (Á Í Đ Ý ề ọ ỏ Ố ờ) or shows as blanks (à Ạ í ậ); ĩ ũ, whose low
 * bytes are ASCII; what Telex (Ksor aa ee oo dd w) and VNI (A1 E2) take for
 * commands; both cases. */
#define TEST_CODE "000000000000|123456789|Thử Máy Quét Không Phải Người|" \
	"01021999|Nữ|Lô A1, Khu E2, Ksor aa ee oo dd w, " \
	"Á Í Đ Ý ề ọ ỏ Ố ờ à Ạ í ậ ĩ ũ đ ă ư, Hà Nội|15032021"

struct slice
doctor_payload(void)
{
	return SLICE(TEST_CODE);
}

/* A character as some host or scanner leaves it. */
typedef void spoil_fn(uint32_t cp, struct slice bytes, struct buf *out);

static bool
is_spoiled(struct slice typed, spoil_fn *spoil)
{
	struct slice rest = doctor_payload(), bytes = rest;
	struct buf b = { 0 };
	uint32_t cp;
	bool same;

	while (utf8_next(&rest, &cp)) {
		bytes.n = (size_t)(rest.p - bytes.p);
		spoil(cp, bytes, &b);
		bytes.p = rest.p;
	}
	same = slice_eq(buf_slice(&b), typed);
	buf_release(&b);
	return same;
}

static void
as_number(uint32_t cp, struct slice bytes, struct buf *out)
{
	if (cp < 0x80)
		buf_add_slice(out, bytes);
	else
		buf_printf(out, "%u", (unsigned)cp);
}

static void
as_low_byte(uint32_t cp, struct slice bytes, struct buf *out)
{
	(void)bytes;
	utf8_add(out, codepage_char(CODEPAGE_437, cp & 0xff));
}

/* As before, where the host swallows control characters. */
static void
as_low_byte_seen(uint32_t cp, struct slice bytes, struct buf *out)
{
	if ((cp & 0xff) >= ' ')
		as_low_byte(cp, bytes, out);
}

static void
without_marks(uint32_t cp, struct slice bytes, struct buf *out)
{
	const struct vi_letter *v = vi_letter(cp);

	if (v != NULL)
		buf_add_char(out, (char)(v->base - (v->upper ? 32 : 0)));
	else
		buf_add_slice(out, bytes);
}

static void
without_letters(uint32_t cp, struct slice bytes, struct buf *out)
{
	if (cp < 0x80)
		buf_add_slice(out, bytes);
}

static void
with_question_marks(uint32_t cp, struct slice bytes, struct buf *out)
{
	if (cp < 0x80)
		buf_add_slice(out, bytes);
	else
		buf_add_char(out, '?');
}

/* True when the repair gives the test code back. */
static bool
reads_back(struct slice typed,
    enum scanner_fit (*run)(struct slice in, struct scanner_try *t))
{
	struct scanner_try t = { { 0 }, { 0 }, 0 };
	struct slice prefix, suffix;
	bool good = run(typed, &t) == SCANNER_EXACT &&
	    slice_eq(scanner_frame(buf_slice(&t.text), &prefix, &suffix),
	    doctor_payload());

	scanner_try_release(&t);
	return good;
}

static bool
is_whole(struct slice s)
{
	return slice_eq(s, doctor_payload());
}

static bool
has(struct slice s, const char *text)
{
	return s.n > 0 && memmem(s.p, s.n, text, strlen(text)) != NULL;
}

static bool
is_points(struct slice s)
{
	return is_spoiled(s, as_number);
}

static bool
is_437(struct slice s)
{
	struct scanner_try t = { { 0 }, { 0 }, 0 };
	bool good = is_spoiled(s, as_low_byte) ||
	    is_spoiled(s, as_low_byte_seen) ||
	    (scanner_cp437(s, &t) == SCANNER_PARTLY &&
	    has(s, "|N\342\210\251|"));

	scanner_try_release(&t);
	return good;
}

static bool
is_alt(struct slice s)
{
	return reads_back(s, scanner_alt_bytes);
}

static bool
is_1252(struct slice s)
{
	return reads_back(s, scanner_cp1252);
}

/* Nữ is complete in this damage, and nowhere else is it written so. */
static bool
is_1252_lost(struct slice s)
{
	return has(s, "|N\303\241\302\273\302\257|");
}

static bool
is_html(struct slice s)
{
	return reads_back(s, scanner_html);
}

static bool
is_percent(struct slice s)
{
	return reads_back(s, scanner_percent);
}

static bool
is_hex(struct slice s)
{
	return reads_back(s, scanner_hex);
}

static bool
is_caps(struct slice s)
{
	return reads_back(s, scanner_caps) || reads_back(s, scanner_caps_ascii);
}

/* The first two numbers as the row of digits of that layout gives them. */
static bool
is_keys(struct slice s)
{
	return has(s, "\304\221\304\221\304\221|\304\203\303\242\303\252");
}

/* Another layout: bars may have moved too, so only the numbers are judged. */
static bool
is_layout(struct slice s)
{
	return !has(s, "123456789") && !has(s, "000000000000");
}

static bool
is_bare(struct slice s)
{
	return is_spoiled(s, without_marks);
}

static bool
is_dropped(struct slice s)
{
	return is_spoiled(s, without_letters) ||
	    is_spoiled(s, with_question_marks);
}

static bool
is_telex(struct slice s)
{
	return has(s, "000000000000|") && (!has(s, "aa ee oo dd w") ||
	    !has(s, "Ksor")) && has(s, "123456789|");
}

static bool
is_vni(struct slice s)
{
	return has(s, "123456789|") && has(s, "aa ee oo dd w") &&
	    (!has(s, "A1,") || !has(s, "E2,"));
}

static bool
is_cut(struct slice s)
{
	struct slice whole = doctor_payload();

	return s.n < whole.n && s.n >= 12 && memcmp(s.p, whole.p, s.n) == 0;
}

#define SERIAL								\
	N_("set the scanner to USB-COM (virtual serial port) and read that" \
	    " port")

struct fault {
	bool (*is)(struct slice typed);
	struct diagnosis d;
};

/* These are certain: what arrived is the test code with this fault. */
static const struct fault certain[] = {
	{ is_whole, { "clean", N_("all well: every letter arrived"),
	    N_("nothing to change"), DOCTOR_WELL } },
	{ is_alt, { "alt-bytes",
	    N_("ALT mode: each byte is typed as Alt and a number, and"
	    " nothing puts it together"),
	    SERIAL, DOCTOR_REPAIRED } },
	{ is_points, { "code-points",
	    N_("each letter beyond ASCII is typed as its number"),
	    SERIAL, DOCTOR_LOSSY } },
	{ is_1252, { "cp1252",
	    N_("UTF-8 is read as Windows-1252: two or three signs for"
	    " a letter"),
	    N_("set the scanner's or the terminal's character set to UTF-8"),
	    DOCTOR_REPAIRED } },
	{ is_html, { "html", N_("letters arrive as HTML escapes"),
	    N_("switch HTML or XML output off in the scanner's data format"),
	    DOCTOR_REPAIRED } },
	{ is_percent, { "percent", N_("letters arrive as percent escapes"),
	    N_("switch URL encoding off in the scanner's data format"),
	    DOCTOR_REPAIRED } },
	{ is_hex, { "hex", N_("hex-dump mode: each byte as two digits"),
	    N_("switch the hex-dump (test) mode of the scanner off"),
	    DOCTOR_REPAIRED } },
	{ is_caps, { "caps-lock", N_("caps lock is on"),
	    N_("switch caps lock off, or set the scanner to ignore it"),
	    DOCTOR_REPAIRED } },
	{ is_bare, { "wedge", N_("all marks are lost from the letters"),
	    SERIAL, DOCTOR_LOSSY } },
	{ is_dropped, { "unknown",
	    N_("letters beyond ASCII do not arrive at all"),
	    SERIAL, DOCTOR_LOSSY } },
	{ is_cut, { "unknown", N_("the code ends early"),
	    N_("slow the scanner down (inter-character delay), and let"
	    " it send Enter only at the end"),
	    DOCTOR_LOSSY } },
};

/* These only point to a fault, in the order of asking. */
static const struct fault likely[] = {
	{ is_keys, { "tcvn-keys",
	    N_("the host has the Vietnamese keyboard layout: its digit"
	    " keys are letters"),
	    N_("choose the US keyboard layout on this computer while scanning"),
	    DOCTOR_LOSSY } },
	{ is_437, { "cp437",
	    N_("Alt and a number: only the low byte of each letter arrives"),
	    SERIAL, DOCTOR_LOSSY } },
	{ is_1252_lost, { "cp1252",
	    N_("UTF-8 is read as Windows-1252, and some bytes are lost"),
	    N_("set the scanner's or the terminal's character set to UTF-8"),
	    DOCTOR_LOSSY } },
	{ is_layout, { "unknown",
	    N_("the digits do not arrive: the keyboard layouts of"
	    " scanner and computer differ"),
	    N_("choose the US keyboard layout on both"), DOCTOR_LOSSY } },
	{ is_telex, { "unknown",
	    N_("a Telex input method changes what the scanner types"),
	    N_("switch UniKey or IBus off (English mode) while scanning"),
	    DOCTOR_LOSSY } },
	{ is_vni, { "unknown",
	    N_("a VNI input method takes digits behind vowels for tones"),
	    N_("switch UniKey or IBus off (English mode) while scanning"),
	    DOCTOR_LOSSY } },
};

static const struct diagnosis no_test = { "unknown",
    N_("this is not the test code"),
    N_("scan the code that cccd-qr --doctor shows"), DOCTOR_NO_TEST };
static const struct diagnosis framed = { "framed",
    N_("the scanner adds a prefix or suffix to the code"),
    N_("switch symbology (AIM) identifier, prefix and suffix"
    " off, but for Enter at the end"),
    DOCTOR_REPAIRED };
static const struct diagnosis unknown = { "unknown",
    N_("letters change in a way that is not known"), SERIAL, DOCTOR_LOSSY };

/* Some of the test code is there: its numbers or its odd words. */
static bool
is_test(struct slice s)
{
	return has(s, "|123456789|") || has(s, "000000000000") ||
	    has(s, "Ksor") || has(s, "kSOR") || has(s, "aa ee oo");
}

static bool
ask(const struct fault *f, size_t n, struct slice typed, struct diagnosis *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (f[i].is(typed)) {
			*out = f[i].d;
			return true;
		}
	return false;
}

void
doctor_diagnose(struct slice typed, struct diagnosis *out)
{
	struct slice prefix, suffix, bare;

	while (typed.n > 0 && (typed.p[typed.n - 1] == '\n' ||
	    typed.p[typed.n - 1] == '\r'))
		typed.n--;
	bare = scanner_frame(typed, &prefix, &suffix);
	if (!is_whole(typed) && is_whole(bare))
		*out = framed;
	else if (ask(certain, sizeof certain / sizeof *certain, bare, out))
		return;
	else if (!is_test(typed))
		*out = no_test;
	else if (!ask(likely, sizeof likely / sizeof *likely, bare, out))
		*out = unknown;
}
