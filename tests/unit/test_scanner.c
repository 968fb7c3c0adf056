/* SPDX-License-Identifier: ISC */
/* Scanner damage: exact examples, and the property that thousands of invented
 * codes come back as they were or ask for another scan. */
#include <stdlib.h>
#include <string.h>

#include "damage.h"
#include "identity/payload.h"
#include "record/record.h"
#include "tap.h"

#define ROUNDS 700		/* codes for each kind of damage */

static const char *const exact_members[] = { "id", "old_id", "cancelled_id",
    "dob", "sex", "issued" };
static const char *const text_members[] = { "name", "residence", "father",
    "mother" };

/* A record made of a code, parsed. */
struct made {
	struct buf out;
	struct record r;
	bool rescan, card;
	char transport[24];
};

static void
make(struct slice raw, bool typed, struct made *m)
{
	const struct payload_origin o = { .from = "t:1", .typed = typed };
	const struct json_value *qr;
	struct json_member x;
	struct slice rest;
	size_t at;

	buf_reset(&m->out);
	m->rescan = false;
	m->transport[0] = '\0';
	m->card = payload_record(raw, &o, &m->out) == PAYLOAD_CARD;
	if (!m->card)
		return;
	rest = buf_slice(&m->out);
	rest.n--;
	if (record_parse(&m->r, rest, &at) != ERR_OK)
		abort();
	qr = record_find(&m->r, "qr");
	rest = qr->raw;
	while (json_next_member(&rest, &x)) {
		if (slice_is(x.key, "needs_rescan"))
			m->rescan = true;
		if (slice_is(x.key, "transport"))
			snprintf(m->transport, sizeof m->transport, "%.*s",
			    (int)x.value.raw.n - 2, x.value.raw.p + 1);
	}
}

static void
made_release(struct made *m)
{
	record_release(&m->r);
	buf_release(&m->out);
}

static struct slice
member(struct made *m, const char *name)
{
	struct slice s = { NULL, 0 };

	if (m->card)
		(void)!record_text(&m->r, name, &s);
	return s;
}

/* How one damaged code came back. */
enum outcome { EXACT, RESCAN, WRONG };

static enum outcome
outcome(struct made *want, struct made *got)
{
	enum outcome o = got->rescan || !got->card ? RESCAN : EXACT;
	struct slice a, b;
	size_t i;

	for (i = 0; i < sizeof exact_members / sizeof *exact_members; i++) {
		a = member(want, exact_members[i]);
		b = member(got, exact_members[i]);
		if (slice_eq(a, b))
			continue;
		if (b.p != NULL || o == EXACT)
			return WRONG;
	}
	for (i = 0; i < sizeof text_members / sizeof *text_members; i++)
		if (o == EXACT && !slice_eq(member(want, text_members[i]),
		    member(got, text_members[i])))
			return WRONG;
	return o;
}

static bool
keeps_numbers(struct made *want, struct made *got)
{
	size_t i;

	for (i = 0; i < sizeof exact_members / sizeof *exact_members; i++)
		if (!slice_eq(member(want, exact_members[i]),
		    member(got, exact_members[i])))
			return false;
	return true;
}

typedef void wide_fn(uint32_t cp, struct slice bytes, unsigned how,
    struct buf *out);
typedef void whole_fn(struct slice in, unsigned how, struct buf *out);

/* A kind of damage; the least shares, in percent, of codes that come back
 * whole and of those that keep number, dates and sex. */
struct damage {
	const char *name;
	wide_fn *wide;
	whole_fn *whole;
	unsigned how;
	const char *prefix, *suffix;
	unsigned least, numbers;
	const char *transport;
};

static const struct damage damages[] = {
	{ "clean", NULL, NULL, 0, "", "", 95, 100, "clean" },
	{ "AIM prefix", NULL, NULL, 0, "]Q1", "", 95, 100, "framed" },
	{ "AIM prefix, ECI", NULL, NULL, 0, "]Q2\\000026", "", 95, 100,
	    "framed" },
	{ "prefix STX", NULL, NULL, 0, "\002", "\003", 95, 100, "framed" },
	{ "suffix CR", NULL, NULL, 0, "", "\r", 95, 100, "clean" },
	{ "suffix TAB", NULL, NULL, 0, "", "\t", 95, 100, "framed" },
	{ "alt bytes", one_alt, NULL, 0, "", "", 95, 100, "alt-bytes" },
	{ "alt bytes, prefix", one_alt, NULL, 0, "]Q1", "\t", 95, 100,
	    "alt-bytes" },
	{ "code points", one_point, NULL, 0, "", "", 27, 100, "code-points" },
	{ "437, controls", one_437, NULL, 0, "", "", 0, 100, "cp437" },
	{ "437, pictures", one_437, NULL, 1, "", "", 0, 100, "cp437" },
	{ "1252", one_1252, NULL, 0, "", "", 95, 100, "cp1252" },
	{ "Latin-1", one_1252, NULL, 1, "", "", 95, 100, "cp1252" },
	{ "1252, lost", one_1252, NULL, 2, "", "", 0, 100, "cp1252" },
	{ "1252, lost, NBSP", one_1252, NULL, 3, "", "", 0, 100, "cp1252" },
	{ "1252, NBSP", one_1252, NULL, 4, "", "", 0, 100, "cp1252" },
	{ "HTML decimal", one_html, NULL, 0, "", "", 95, 100, "html" },
	{ "HTML hex", one_html, NULL, 1, "", "", 95, 100, "html" },
	{ "HTML beyond Latin-1", one_html, NULL, 2, "", "", 90, 100, "html" },
	{ "HTML names", one_html, NULL, 3, "", "", 95, 100, "html" },
	{ "percent", one_percent, NULL, 0, "", "", 95, 100, "percent" },
	{ "percent-u", one_percent, NULL, 1, "", "", 95, 100, "percent" },
	{ "no marks", one_lost, NULL, 0, "", "", 0, 100, "wedge" },
	{ "letters lost", one_lost, NULL, 1, "", "", 0, 30, "unknown" },
	{ "question marks", one_lost, NULL, 2, "", "", 0, 30, "unknown" },
	{ "caps lock", NULL, damage_caps, 0, "", "", 70, 100, "caps-lock" },
	{ "caps lock, ASCII", NULL, damage_caps, 1, "", "", 70, 100,
	    "caps-lock" },
	{ "TCVN keys", NULL, damage_keys, 0, "", "", 0, 97, "tcvn-keys" },
	{ "TCVN keys, prefix", NULL, damage_keys, 0, "]Q1", "", 0, 97,
	    "tcvn-keys" },
	{ "TCVN keys, composed", NULL, damage_keys, 1, "", "", 0, 5,
	    "tcvn-keys" },
	{ "hex", NULL, damage_hex, 0, "", "", 95, 100, "hex" },
	{ "hex, capitals", NULL, damage_hex, 1, "]Q1", "\r\n", 95, 100, "hex" },
};

static void
spoil(const struct damage *d, struct slice raw, struct buf *out)
{
	struct buf b = { 0 };

	buf_reset(out);
	buf_add_str(&b, d->prefix);
	buf_add_slice(&b, raw);
	buf_add_str(&b, d->suffix);
	if (d->wide != NULL)
		each_wide(buf_slice(&b), d->how, out, d->wide);
	else if (d->whole != NULL)
		d->whole(buf_slice(&b), d->how, out);
	else
		buf_add_slice(out, buf_slice(&b));
	buf_release(&b);
}

static void
test_property(const struct damage *d)
{
	struct buf raw = { 0 }, bad = { 0 };
	struct made want = { .card = false }, got = { .card = false };
	unsigned count[3] = { 0 }, i, named = 0, kept = 0;
	enum outcome o;

	for (i = 0; i < ROUNDS; i++) {
		buf_reset(&raw);
		add_person(&raw);
		spoil(d, buf_slice(&raw), &bad);
		make(buf_slice(&raw), false, &want);
		make(buf_slice(&bad), true, &got);
		o = outcome(&want, &got);
		count[o]++;
		kept += keeps_numbers(&want, &got);
		named += strcmp(got.transport, d->transport) == 0;
		if (o == WRONG)
			printf("# %.*s\n# %.*s\n# %.*s\n", (int)raw.n, raw.p,
			    (int)bad.n, bad.p, (int)got.out.n, got.out.p);
	}
	OK(count[WRONG] == 0, "%s: nothing else comes back", d->name);
	OK(count[EXACT] * 100 >= d->least * ROUNDS, "%s: %u%% exact, %u%% "
	    "named %s", d->name, count[EXACT] * 100 / ROUNDS,
	    named * 100 / ROUNDS, d->transport);
	OK(kept * 100 >= d->numbers * ROUNDS, "%s: %u%% keep their numbers",
	    d->name, kept * 100 / ROUNDS);
	buf_release(&raw);
	buf_release(&bad);
	made_release(&want);
	made_release(&got);
}

/* What arrives for "Nguyễn Văn Hùng", and how it is read. `name` is NULL where
 * another scan is asked for and the name is among the candidates. */
static const struct example {
	const char *name_typed, *sex_typed, *transport, *name;
} examples[] = {
	{ "Nguy022501870133n V01960131n H01950185ng", "Nam", "alt-bytes",
	    "Nguyễn Văn Hùng" },
	{ "Nguy7877n V259n H249ng", "Nam", "code-points", "Nguyễn Văn Hùng" },
	{ "Nguy\342\224\274n V\003n H\342\210\231ng", "Nam", "cp437", NULL },
	{ "Nguy\342\224\274n V\342\231\245n H\342\210\231ng", "Nam", "cp437",
	    NULL },
	{ "Nguy\303\241\302\273\342\200\246n V\303\204\306\222n "
	    "H\303\203\302\271ng", "Nam", "cp1252", "Nguyễn Văn Hùng" },
	{ "Nguy&#7877;n V&#259;n H&ugrave;ng", "Nam", "html",
	    "Nguyễn Văn Hùng" },
	{ "Nguy%E1%BB%85n V%C4%83n H%C3%B9ng", "Nam", "percent",
	    "Nguyễn Văn Hùng" },
	{ "nGUYỄN vĂN hÙNG", "nAM", "caps-lock", "Nguyễn Văn Hùng" },
	{ "nGUYễN văN hùNG", "nAM", "caps-lock", "Nguyễn Văn Hùng" },
	{ "Nguyễn Văn Hùng", "Nam", "clean", "Nguyễn Văn Hùng" },
	{ "NGUYỄN VĂN HÙNG", "Nam", "clean", "NGUYỄN VĂN HÙNG" },
	{ "\303\203nh", "Nam", "cp1252", NULL },	/* Ánh, a byte lost */
	{ "Nguy\303\241\302\273n \303\204\303\264", "Nam", "unknown",
	    NULL },
};

static void
test_example(const struct example *e)
{
	struct buf raw = { 0 };
	struct made m = { .card = false };

	buf_printf(&raw, "001099000001||%s|01021999|%s|%s|15032021",
	    e->name_typed, e->sex_typed,
	    e->sex_typed[0] == 'n' ? "kon tum" : "Kon Tum");
	make(buf_slice(&raw), true, &m);
	OK(strcmp(m.transport, e->transport) == 0, "%s: %s", e->name_typed,
	    m.transport);
	OK(m.rescan == (e->name == NULL) && slice_is(member(&m, "id"),
	    "001099000001") && slice_is(member(&m, "dob"), "1999-02-01") &&
	    slice_is(member(&m, "sex"), "M"), "its numbers are kept");
	tap_same(member(&m, "name"), e->name != NULL ? e->name : "", "name");
	if (strcmp(e->transport, "cp437") == 0)
		OK(memmem(m.out.p, m.out.n, "\"Nguyễn Văn Hùng\"",
		    strlen("\"Nguyễn Văn Hùng\"")) != NULL,
		    "the name is a candidate");
	buf_release(&raw);
	made_release(&m);
}

/* Places between bars, with a name that tells of damage or does not.
 * `want`: the place, or what is among the candidates where it is in doubt. */
static const struct place_case {
	const char *name, *typed, *transport, *want;
	bool doubt;
} places[] = {
	/* no letter that was damaged: all stays as it is */
	{ "Nguyen Van Mau", "So 1, Xom 253, Xa Mau", "wedge",
	    "So 1, Xom 253, Xa Mau", false },
	{ "Nguyen Van Mau", "Lo225, To 193, Khu 234, Xa Mau", "wedge",
	    "Lo225, To 193, Khu 234, Xa Mau", false },
	{ "Nguyen Van Mau", "So 5, B225 Khu 3, Xa Mau", "wedge",
	    "So 5, B225 Khu 3, Xa Mau", false },
	{ "Nguyen Van Mau", "TDP225, Duong 225K, Khu C225, Xa Mau", "wedge",
	    "TDP225, Duong 225K, Khu C225, Xa Mau", false },
	/* numbers among damaged letters */
	{ "Nguy7877n", "S7889 1, X243m 253, X227 M7851u", "code-points",
	    "Số 1, Xóm 253, Xã Mẫu", true },
	{ "Nguy7877n", "TDP225, X227 M7851u, H224 N7897i", "code-points",
	    "TDP225, Xã Mẫu, Hà Nội", true },
	{ "Nguy7877n", "S7889 1, Khu C225, X227 M7851u", "code-points",
	    "Số 1, Khu C225, Xã Mẫu", true },
	{ "Nguy7877n", "S7889 1, 221 Y234n, H224 N7897i", "code-points",
	    "Số 1, Ý Yên, Hà Nội", true },
	/* every mixture is a candidate */
	{ "Nguy7877n", "Khu 225, 221 Y234n, H224 N7897i", "code-points",
	    "Khu 225, Ý Yên, Hà Nội", true },
	{ "Nguy7877n", "S7889 193/225T, X227 M7851u, H224 N7897i",
	    "code-points", "Số 193/225T, Xã Mẫu, Hà Nội", true },
	{ "Nguy7877n", "Ng245193, X227 M7851u, H224 N7897i", "code-points",
	    "Ng245193, Xã Mẫu, Hà Nội", true },
	{ "Nguy7877n", "Ng245225a, X227 M7851u, H224 N7897i", "code-points",
	    "Ng245225a, Xã Mẫu, Hà Nội", true },
	{ "Nguy7877n", "x243m3, X227 M7851u, H224 N7897i", "code-points",
	    "xóm3, Xã Mẫu, Hà Nội", true },
	{ "Nguy7877n", "TDP 12, X227 M7851u, Huy7879n A, H224 N7897i",
	    "code-points", "TDP 12, Xã Mẫu, Huyện A, Hà Nội", false },
	{ "Nguyen Van Mau", "TDP 12, X227 Mau, Huyen A, Ha Noi", "wedge",
	    "TDP 12, X227 Mau, Huyen A, Ha Noi", false },
	{ "Nguy7877n", "S7889 1, H224, H224 N7897i", "code-points",
	    "Số 1, H224, Hà Nội", true },
	{ "Nguy7877n", "Th244n 3, C432 M'gar, 2727855k L7855k",
	    "code-points", "Thôn 3, Cư M'gar, Đắk Lắk", false },
	{ "Nguy7877n", "Xu226n 272i7873n, X227 A, TP. H7891 Ch237 Minh",
	    "code-points", "Xuân Điền, Xã A, TP. Hồ Chí Minh", false },
	{ "Nguy7877n", "Th244n 12, Kr244ng P7855c, H224 N7897i",
	    "code-points", "Thôn 12, Krông Pắc, Hà Nội", false },
	/* three repairs, three sound places */
	{ "An", "X 01950161, &#x0000041;, %u0042", "alt-bytes",
	    "X á, &#x0000041;, %u0042", true },
	{ "An", "X 01950161, &#x0000041;, %u0042", "alt-bytes",
	    "X 01950161, A, %u0042", true },
	{ "An", "X 01950161, &#x0000041;, %u0042", "alt-bytes",
	    "X 01950161, &#x0000041;, B", true },
	/* one makes eleven fields of it, another seven: neither is believed */
	{ "An", "X&#x0000041;%u007C01012021%u007C%u007C%u007C", "wedge",
	    "X&#x0000041;%u007C01012021%u007C%u007C%u007C", false },
};

static void
test_place(const struct place_case *c)
{
	struct buf raw = { 0 }, quoted = { 0 };
	struct made m = { .card = false };

	buf_printf(&raw, "001099000001||%s|01021999|Nam|%s|15032021", c->name,
	    c->typed);
	buf_printf(&quoted, "\"%s\"", c->want);
	make(buf_slice(&raw), true, &m);
	OK(strcmp(m.transport, c->transport) == 0, "%s: %s", c->typed,
	    m.transport);
	tap_same(member(&m, "residence"), c->doubt ? "" : c->want, "place");
	OK(!c->doubt || (m.rescan && memmem(m.out.p, m.out.n, quoted.p,
	    quoted.n) != NULL), "%s is a candidate", c->want);
	OK(m.rescan || strcmp(c->transport, "wedge") != 0,
	    "and what has no marks is to be scanned again");
	buf_release(&raw);
	buf_release(&quoted);
	made_release(&m);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof places / sizeof *places; i++)
		test_place(&places[i]);
	for (i = 0; i < sizeof examples / sizeof *examples; i++)
		test_example(&examples[i]);
	for (i = 0; i < sizeof damages / sizeof *damages; i++)
		test_property(&damages[i]);
	return tap_done();
}
