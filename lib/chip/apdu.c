/* SPDX-License-Identifier: ISC */
/* The forms of ISO/IEC 7816-4, 5.2, and a table of status words. */
#include <assert.h>

#include "chip/apdu.h"

#define MAX_DATA 65535
#define MAX_LE 65536

/* Lc or Le: one octet, or two; the largest value is written as zeros. */
static void
add_length(struct buf *out, size_t n, bool extended)
{
	if (extended)
		buf_add_char(out, (char)(n >> 8));
	buf_add_char(out, (char)n);
}

void
apdu_encode(const struct apdu *a, struct buf *out)
{
	const char head[] = { (char)a->cla, (char)a->ins, (char)a->p1,
	    (char)a->p2 };
	bool extended = a->extended || a->data.n > 255 || a->le > 256;

	assert(a->data.n <= MAX_DATA && a->le <= MAX_LE);
	buf_add(out, head, sizeof head);
	if (extended && (a->data.n > 0 || a->le > 0))
		buf_add_char(out, 0);
	if (a->data.n > 0) {
		add_length(out, a->data.n, extended);
		buf_add_slice(out, a->data);
	}
	if (a->le > 0)
		add_length(out, a->le, extended);
}

enum err
apdu_answer(struct slice raw, struct slice *data, uint16_t *sw)
{
	unsigned char sw1, sw2;

	if (raw.n < 2 || raw.n > APDU_MAX_ANSWER)
		return ERR_LINK;
	sw1 = (unsigned char)raw.p[raw.n - 2];
	sw2 = (unsigned char)raw.p[raw.n - 1];
	if (sw1 >> 4 != 6 && sw1 != 0x90)
		return ERR_LINK;
	*data = (struct slice){ raw.p, raw.n - 2 };
	*sw = (uint16_t)(sw1 << 8 | sw2);
	return ERR_OK;
}

struct row {
	uint16_t sw;
	const char *text;
};

/* ISO/IEC 7816-4, table 7; those that Doc 9303-11 gives another sense say so.
 * The general word of an SW1 is its row with SW2 00. */
static const struct row words[] = {
	{ 0x6281, N_("part of the data may be damaged") },
	{ 0x6282, N_("the file ended before the length asked for") },
	{ 0x6283, N_("the selected file is deactivated") },
	{ 0x6284, N_("the file control information is not well formed") },
	{ 0x6285, N_("the selected file is terminated") },
	{ 0x6286, N_("no data from a sensor of the card") },
	{ 0x6300, N_("the authentication failed") },
	{ 0x6381, N_("the file is full") },
	{ 0x6401, N_("the card wants a command first") },
	{ 0x6581, N_("the memory of the card failed") },
	{ 0x6881, N_("logical channels are not supported") },
	{ 0x6882, N_("secure messaging is not supported") },
	{ 0x6883, N_("the last command of the chain was expected") },
	{ 0x6884, N_("command chaining is not supported") },
	{ 0x6981, N_("the command does not fit the structure of the file") },
	{ 0x6982, N_("security status not satisfied") },
	{ 0x6983, N_("the authentication method is blocked") },
	{ 0x6984, N_("the reference data cannot be used") },
	{ 0x6985, N_("conditions of use not satisfied") },
	{ 0x6986, N_("the command is not allowed: no file is selected") },
	{ 0x6987, N_("objects of secure messaging are missing") },
	{ 0x6988, N_("objects of secure messaging are wrong") },
	{ 0x6a80, N_("wrong parameters in the data of the command") },
	{ 0x6a81, N_("the function is not supported") },
	{ 0x6a82, N_("file not found") },
	{ 0x6a83, N_("record not found") },
	{ 0x6a84, N_("not enough memory in the file") },
	{ 0x6a85, N_("the length does not fit the structure of the data") },
	{ 0x6a86, N_("wrong parameters P1 and P2") },
	{ 0x6a87, N_("the length does not fit P1 and P2") },
	{ 0x6a88, N_("the reference data was not found") },
	{ 0x6a89, N_("the file exists already") },
	{ 0x6a8a, N_("the name of the application exists already") },
	{ 0x9000, N_("all well") },
};

/* By SW1, for what has no row of its own. */
static const struct row general[] = {
	{ 0x61, N_("more data waits in the card") },
	{ 0x62, N_("a warning; nothing in the card changed") },
	{ 0x63, N_("a warning; something in the card changed") },
	{ 0x64, N_("the command failed; nothing in the card changed") },
	{ 0x65, N_("the command failed; something in the card changed") },
	{ 0x66, N_("a security matter in the card") },
	{ 0x67, N_("wrong length") },
	{ 0x68, N_("a function of the class is not supported") },
	{ 0x69, N_("the command is not allowed") },
	{ 0x6a, N_("wrong parameters") },
	{ 0x6b, N_("wrong parameters: the offset is outside the file") },
	{ 0x6c, N_("wrong length expected") },
	{ 0x6d, N_("the card does not know this command") },
	{ 0x6e, N_("the card does not know this class of command") },
	{ 0x6f, N_("the card gives no reason") },
};

static const char *
find(const struct row *rows, size_t n, unsigned sw)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (rows[i].sw == sw)
			return rows[i].text;
	return NULL;
}

const char *
apdu_sw_text(uint16_t sw)
{
	const char *text = find(words, sizeof words / sizeof *words, sw);

	/* 63Cx counts the tries that are left. */
	if (text == NULL && (sw & 0xfff0) == 0x63c0)
		return sw == 0x63c0 ? N_("wrong; no try is left") :
		    N_("wrong; tries are left");
	if (text == NULL)
		text = find(general, sizeof general / sizeof *general, sw >> 8);
	return text != NULL ? text : N_("an unknown status word");
}
