/* SPDX-License-Identifier: ISC */
/* Who stays where. A stay closes by itself at 12:00 of the planned leave;
 * then nothing stops a second filing, which the ledger would show. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "portal.h"

static struct stay_row *rows;
static size_t count, room;

static bool
is_open(const struct stay_row *s, long long now)
{
	char noon[32];

	snprintf(noon, sizeof(noon), "%.10s 12:00:00", s->leave);
	return !s->left && now < second_of(noon);
}

static bool
same_person(const struct stay_row *a, const char *facility, long type,
    const char *doc)
{
	return a->type == type && strcmp(a->doc, doc) == 0 &&
	    strcmp(a->facility, facility) == 0;
}

struct stay_row *
stays_open(const char *facility, long type, const char *doc, long long now)
{
	size_t i;

	for (i = count; i-- > 0;)
		if (same_person(&rows[i], facility, type, doc) &&
		    is_open(&rows[i], now))
			return &rows[i];
	return NULL;
}

void
stays_check(const struct stay_row *s, int n, long long now, struct text *err)
{
	const struct stay_row *o = stays_open(s->facility, s->type, s->doc,
	    now);

	if (o == NULL)
		return;
	if (second_of(o->arrive) <= now) {
		if (s->type == 0)
			text_error(err, "Bản khai báo", n, "Số hộ chiếu '%s' "
			    "đang tạm trú tại CSLT và chưa checkout", s->doc);
		else
			text_error(err, "Bản khai báo", n, "Loại giấy tờ '%s' "
			    "và Số giấy tờ '%s' đang tạm trú tại CSLT và chưa "
			    "checkout", catalogue_doc_name(s->type), s->doc);
	}
	if (second_of(s->arrive) <= second_of(o->leave) &&
	    second_of(o->arrive) <= second_of(s->leave))
		text_error(err, "Bản khai báo", n, "Khách đã có khai báo tạm "
		    "trú từ %.10s đến %.10s tại cơ sở lưu trú này", o->arrive,
		    o->leave);
}

/* The ledger: facility, document type, number, arrival, leave, room. */
void
stays_add(const struct portal *p, const struct stay_row *s, long long now)
{
	char path[512];
	FILE *f;

	(void)now;
	if (count == room) {
		room = room == 0 ? 64 : room * 2;
		rows = realloc(rows, room * sizeof(*rows));
	}
	rows[count++] = *s;
	snprintf(path, sizeof(path), "%s/ledger", p->dir);
	f = fopen(path, "a");
	if (f == NULL)
		exit(2);
	fprintf(f, "%s\t%ld\t%s\t%s\t%s\t%s\n", s->facility, s->type, s->doc,
	    s->arrive, s->leave, s->room);
	fclose(f);
}
