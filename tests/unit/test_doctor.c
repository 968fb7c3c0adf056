/* SPDX-License-Identifier: ISC */
/* Every fault of a scanner is named on the test code, and the test code is
 * never taken for a person. */
#include <string.h>

#include "damage.h"
#include "identity/doctor.h"
#include "identity/payload.h"
#include "tap.h"

static void
diagnosed(const char *name, struct slice typed, const char *word,
    enum doctor_harm harm, const char *fault)
{
	const struct payload_origin o = { .from = "t:1", .typed = true };
	struct diagnosis d = { NULL, NULL, NULL, DOCTOR_WELL };
	struct buf out = { 0 };

	doctor_diagnose(typed, &d);
	OK(strcmp(d.word, word) == 0 && d.harm == harm &&
	    strstr(d.fault, fault) != NULL && d.setting[0] != '\0',
	    "%s: %s, %d: %s", name, d.word, d.harm, d.fault);
	if (harm != DOCTOR_NO_TEST) {
		OK(payload_record(typed, &o, &out) != PAYLOAD_CARD &&
		    out.n == 0, "%s: no person comes of it", name);
	}
	buf_release(&out);
}

static void
wide(const char *name, void (*one)(uint32_t cp, struct slice bytes,
    unsigned how, struct buf *out), unsigned how, const char *word,
    enum doctor_harm harm, const char *fault)
{
	struct buf b = { 0 };

	each_wide(doctor_payload(), how, &b, one);
	diagnosed(name, buf_slice(&b), word, harm, fault);
	buf_release(&b);
}

static void
whole(const char *name, void (*f)(struct slice in, unsigned how,
    struct buf *out), unsigned how, const char *word, enum doctor_harm harm,
    const char *fault)
{
	struct buf b = { 0 };

	f(doctor_payload(), how, &b);
	diagnosed(name, buf_slice(&b), word, harm, fault);
	buf_release(&b);
}

/* The test code with one part replaced. */
static void
swapped(const char *name, const char *from, const char *to,
    const char *fault)
{
	struct slice p = doctor_payload();
	const char *at = memmem(p.p, p.n, from, strlen(from));
	struct buf b = { 0 };

	OK(at != NULL, "%s: the test code has %s", name, from);
	buf_add(&b, p.p, (size_t)(at - p.p));
	buf_add_str(&b, to);
	at += strlen(from);
	buf_add(&b, at, (size_t)(p.p + p.n - at));
	diagnosed(name, buf_slice(&b), "unknown", DOCTOR_LOSSY, fault);
	buf_release(&b);
}

static void
affixed(const char *name, const char *prefix, const char *suffix,
    const char *word, enum doctor_harm harm, const char *fault)
{
	struct buf b = { 0 };

	buf_add_str(&b, prefix);
	buf_add_slice(&b, doctor_payload());
	buf_add_str(&b, suffix);
	diagnosed(name, buf_slice(&b), word, harm, fault);
	buf_release(&b);
}

static void
test_repaired(void)
{
	affixed("clean", "", "", "clean", DOCTOR_WELL, "all well");
	affixed("line end", "", "\r\n", "clean", DOCTOR_WELL, "all well");
	affixed("AIM", "]Q1", "\r", "framed", DOCTOR_REPAIRED, "prefix");
	affixed("AIM, ECI", "]Q2\\000026", "", "framed", DOCTOR_REPAIRED,
	    "prefix");
	affixed("TAB", "", "\t", "framed", DOCTOR_REPAIRED, "suffix");
	wide("alt", one_alt, 0, "alt-bytes", DOCTOR_REPAIRED, "ALT mode");
	wide("1252", one_1252, 0, "cp1252", DOCTOR_REPAIRED, "1252:");
	wide("Latin-1", one_1252, 1, "cp1252", DOCTOR_REPAIRED, "1252:");
	wide("HTML", one_html, 0, "html", DOCTOR_REPAIRED, "HTML");
	wide("HTML hex", one_html, 1, "html", DOCTOR_REPAIRED, "HTML");
	wide("HTML names", one_html, 3, "html", DOCTOR_REPAIRED, "HTML");
	wide("percent", one_percent, 0, "percent", DOCTOR_REPAIRED, "percent");
	wide("percent-u", one_percent, 1, "percent", DOCTOR_REPAIRED,
	    "percent");
	whole("caps", damage_caps, 0, "caps-lock", DOCTOR_REPAIRED, "caps");
	whole("caps, ASCII", damage_caps, 1, "caps-lock", DOCTOR_REPAIRED,
	    "caps");
	whole("hex", damage_hex, 0, "hex", DOCTOR_REPAIRED, "hex");
	whole("hex, capitals", damage_hex, 1, "hex", DOCTOR_REPAIRED, "hex");
}

static void
test_lossy(void)
{
	wide("points", one_point, 0, "code-points", DOCTOR_LOSSY, "number");
	wide("437", one_437, 0, "cp437", DOCTOR_LOSSY, "low byte");
	wide("437 pictures", one_437, 1, "cp437", DOCTOR_LOSSY, "low byte");
	wide("1252 lost", one_1252, 2, "cp1252", DOCTOR_LOSSY, "are lost");
	wide("1252 lost, NBSP", one_1252, 3, "cp1252", DOCTOR_LOSSY,
	    "are lost");
	wide("1252 NBSP", one_1252, 4, "cp1252", DOCTOR_LOSSY, "are lost");
	whole("keys", damage_keys, 0, "tcvn-keys", DOCTOR_LOSSY, "layout");
	whole("keys, composed", damage_keys, 1, "tcvn-keys", DOCTOR_LOSSY,
	    "layout");
	wide("no marks", one_lost, 0, "wedge", DOCTOR_LOSSY, "marks");
	wide("no letters", one_lost, 1, "unknown", DOCTOR_LOSSY,
	    "do not arrive at all");
	wide("question marks", one_lost, 2, "unknown", DOCTOR_LOSSY,
	    "do not arrive at all");
	swapped("Telex", "Ksor aa ee oo dd w", "Ksỏ â ê ô đ ư", "Telex");
	swapped("Telex, half", "aa ee oo dd w", "â ê ô đ ư", "Telex");
	swapped("VNI", "A1, Khu E2", "Á, Khu È", "VNI");
	swapped("other", "Hà Nội", "Hà Nôi", "not known");
	diagnosed("cut", (struct slice){ doctor_payload().p, 60 }, "unknown",
	    DOCTOR_LOSSY, "ends early");
	diagnosed("French keys", SLICE("àààààààààààà|&é\"'(-è_ç|Thử Máy|Ksor"),
	    "unknown", DOCTOR_LOSSY, "layouts");
}

int
main(void)
{
	const struct payload_origin o = { .from = "t:1" };
	struct buf out = { 0 };

	test_repaired();
	test_lossy();
	diagnosed("a card", SLICE("001099000001||Nguyễn Văn Mẫu|01021999|Nam|"
	    "Hà Nội|15032021"), "unknown", DOCTOR_NO_TEST, "not the test");
	diagnosed("nothing", SLICE(""), "unknown", DOCTOR_NO_TEST,
	    "not the test");
	OK(payload_kind(doctor_payload()) == PAYLOAD_TEST &&
	    payload_record(doctor_payload(), &o, &out) == PAYLOAD_TEST &&
	    out.n == 0, "a picture of the test code is no person");
	buf_release(&out);
	return tap_done();
}
