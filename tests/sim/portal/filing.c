/* SPDX-License-Identifier: ISC */
/* Calls 4, 5 and 12: an array, judged as a whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "portal.h"

#define LONGEST_STAY (30 * 86400LL)

static void
fill_row(struct stay_row *s, const char *facility, const json_t *g,
    bool foreign)
{
	memset(s, 0, sizeof(*s));
	snprintf(s->facility, sizeof(s->facility), "%s", facility);
	snprintf(s->doc, sizeof(s->doc), "%.39s",
	    field(g, foreign ? "soHoChieu" : "soGiayTo"));
	snprintf(s->room, sizeof(s->room), "%.39s", field(g, "soPhong"));
	s->type = foreign ? 0 : number(g, "loaiGiayTo");
	snprintf(s->arrive, sizeof(s->arrive), "%.23s",
	    field(g, "ngayDenCsltStr"));
	snprintf(s->leave, sizeof(s->leave), "%.23s",
	    field(g, "ngayDiDuKienStr"));
}

static void
check_guests(const struct control *c, const char *facility,
    const json_t *list, bool foreign, struct text *err)
{
	struct stay_row row;
	const json_t *g;
	size_t i, before;
	int n;

	json_array_foreach(list, i, g) {
		n = (int)i + 1;
		before = err->n;
		if (!json_is_object(g)) {
			text_error(err, "Bản khai báo", n,
			    "không phải đối tượng");
			continue;
		}
		fields_check(g, foreign, n, err);
		if (err->n > before)
			continue;
		rules_check(g, foreign, n, control_now(c), c->room_required,
		    err);
		fill_row(&row, facility, g, foreign);
		if (err->n == before)
			stays_check(&row, n, control_now(c), err);
	}
}

static void
change_one(const struct control *c, const char *facility, const json_t *g,
    int n, bool apply, struct text *err)
{
	const char *kind = field(g, "loai"), *when = field(g, "thoiGianStr");
	long type = number(g, "loaiGiayTo");
	struct stay_row *s = stays_open(facility, type, field(g, "soGiayTo"),
	    control_now(c));

	if (type < 1 || type > 8)
		text_error(err, "Bản ghi", n, "loại giấy tờ phải từ 1 đến 8");
	else if (strcmp(kind, "TS") != 0 && strcmp(kind, "GH") != 0)
		text_error(err, "Bản ghi", n, "loai phải là GH hoặc TS");
	else if (s == NULL)
		text_error(err, "Bản ghi", n,
		    "Số giấy tờ không đang tạm trú tại CSLT");
	else if (kind[0] == 'G' && second_of(when) < 0)
		text_error(err, "Bản ghi", n, "thoiGianStr là bắt buộc");
	else if (kind[0] == 'G' &&
	    second_of(when) > second_of(s->arrive) + LONGEST_STAY)
		text_error(err, "Bản ghi", n, "gia hạn không quá 30 ngày");
	else if (apply && kind[0] == 'G')
		snprintf(s->leave, sizeof(s->leave), "%.23s", when);
	else if (apply)
		s->left = true;
}

static void
check_changes(const struct control *c, const char *facility,
    const json_t *list, bool apply, struct text *err)
{
	const json_t *g, *o;
	size_t i, j;

	json_array_foreach(list, i, g) {
		change_one(c, facility, g, (int)i + 1, apply, err);
		for (j = 0; j < i; j++) {
			o = json_array_get(list, j);
			if (strcmp(field(o, "soGiayTo"),
			    field(g, "soGiayTo")) == 0)
				text_error(err, "Bản ghi", (int)i + 1,
				    "trùng số giấy tờ trong danh sách");
		}
	}
}

static void
accept(struct portal *p, const struct control *c, const char *facility,
    const json_t *list, enum call call)
{
	struct stay_row row;
	struct text none = { NULL, 0 };
	const json_t *g;
	size_t i;

	if (call == CALL_CHANGE) {
		check_changes(c, facility, list, true, &none);
		return;
	}
	json_array_foreach(list, i, g) {
		fill_row(&row, facility, g, call == CALL_FOREIGN);
		stays_add(p, &row, control_now(c));
	}
}

void
filing_handle(struct portal *p, const struct control *c, struct request *q,
    struct reply *r)
{
	const char *facility = auth_facility(c, q, r);
	struct text err = { NULL, 0 };
	json_t *list;

	if (facility == NULL)
		return;
	if (strncmp(q->type, "application/json", 16) != 0) {
		reply_set(r, 415, "415", "Content-Type không hợp lệ", NULL);
		return;
	}
	list = json_loadb(q->body, q->n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_array(list) || json_array_size(list) == 0)
		reply_set(r, (int)c->refusal_http, "400",
		    "Danh sách trống hoặc không hợp lệ", NULL);
	else {
		if (q->call == CALL_CHANGE)
			check_changes(c, facility, list, false, &err);
		else
			check_guests(c, facility, list,
			    q->call == CALL_FOREIGN, &err);
		if (err.n > 0)
			reply_set(r, (int)c->refusal_http, "400", err.p, NULL);
		else {
			accept(p, c, facility, list, q->call);
			reply_set(r, 200, "200", "Thành công", NULL);
		}
	}
	free(err.p);
	json_decref(list);
}
