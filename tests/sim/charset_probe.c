/* SPDX-License-Identifier: ISC */
/* The charsets for shell tests: charset_probe decode NAME, undo, or vote [HINT];
 * a cell a line. A cell that cannot be decoded reads "?"; an empty line ends a
 * list of cells that vote together. */
#include <stdio.h>
#include <string.h>

#include "text/charset.h"

static struct buf line, out;
static struct charset_votes votes;

static bool
next_line(void)
{
	int c;

	buf_reset(&line);
	while ((c = getchar()) != EOF && c != '\n')
		buf_add_char(&line, (char)c);
	return c != EOF || line.n > 0;
}

static void
decode(enum charset c)
{
	buf_reset(&out);
	if (charset_decode(c, buf_slice(&line), &out) != ERR_OK)
		buf_add_char(&out, '?');
}

static void
tell(enum charset hint)
{
	bool sure;
	enum charset c = charset_winner(&votes, hint, &sure);
	bool legacy = c != CHARSET_UTF8 && c != CHARSET_VIQR;

	printf("%s%s%s\n", charset_name(c),
	    votes.disguised && legacy ? " disguised" : "", sure ? "" : " ?");
	votes = (struct charset_votes){ 0 };
}

int
main(int argc, char **argv)
{
	bool vote = argc > 1 && strcmp(argv[1], "vote") == 0;
	bool undo = argc == 2 && strcmp(argv[1], "undo") == 0;
	enum charset c = CHARSETS;

	if (argc < 2 || (argc == 2 && !vote && !undo) ||
	    (argc > 2 && !charset_by_name(slice_str(argv[2]), &c)))
		return 2;
	while (next_line()) {
		if (vote && line.n == 0)
			tell(c);
		else if (vote)
			charset_vote(&votes, buf_slice(&line));
		if (vote)
			continue;
		if (!undo)
			decode(c);
		else if (buf_reset(&out), !charset_undo(buf_slice(&line), &out))
			buf_add_char(&out, '?');
		buf_add_char(&out, '\n');
		fwrite(out.p, 1, out.n, stdout);
	}
	if (votes.cells > 0)
		tell(c);
	buf_release(&line);
	buf_release(&out);
	return 0;
}
