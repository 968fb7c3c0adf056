/* SPDX-License-Identifier: ISC */
/* The request bodies of calls 4 and 5; field names are the portal's, byte for
 * byte. Pictures are never sent: they are sensitive and optional. */
#include <stdio.h>

#include "record/json.h"
#include "stay/kbtt.h"
#include "stay/stay.h"

#define REASON_OTHER 20		/* lyDoChiTiet goes with it alone */

/* YYYY-MM-DD HH:mm:ss */
static void
put_moment(struct buf *b, const char *key, struct moment m)
{
	char day[DATE_MAX_TEXT], text[DATE_MAX_TEXT + 16];

	snprintf(text, sizeof(text), "%s %02d:%02d:%02d",
	    date_format(m.date, day), m.sec / 3600, m.sec / 60 % 60,
	    m.sec % 60);
	json_pair_str(b, key, text);
}

/* Digits as a JSON number, which may have no zero in front. */
static int
put_number(struct buf *b, const char *key, struct slice digits)
{
	int n = 0;
	size_t i;

	for (i = 0; i < digits.n && i < 9; i++)
		n = n * 10 + (digits.p[i] - '0');
	json_key(b, key);
	json_put_int(b, n);
	return n;
}

static void
put_vietnamese(const struct stay *s, struct buf *b)
{
	json_pair(b, "hoTen", s->f[STAY_NAME]);
	json_pair(b, "gioiTinh", s->f[STAY_SEX]);
	json_pair(b, "ngayThangNamSinhStr", s->f[STAY_DOB]);
	put_moment(b, "ngayDenCsltStr", s->arrive);
	put_moment(b, "ngayDiDuKienStr", s->leave);
	if (put_number(b, "lyDoCuTru", s->f[STAY_REASON]) == REASON_OTHER)
		json_pair(b, "lyDoChiTiet", s->f[STAY_REASON_TEXT]);
	put_number(b, "loaiGiayTo", s->f[STAY_DOC_TYPE]);
	json_pair(b, "soGiayTo", s->f[STAY_DOC_NO]);
	json_pair(b, "soPhong", s->f[STAY_ROOM]);
	json_pair(b, "soDienThoai", s->f[STAY_PHONE]);
	json_pair(b, "ghiChu", s->f[STAY_NOTE]);
}

static void
put_foreign(const struct stay *s, struct buf *b)
{
	struct moment until = { .sec = 86399 };
	struct date born = { 0, 0, 0 };
	char text[DATE_MAX_TEXT];
	bool full;

	if (date_parse(s->f[STAY_DOB], &born) != ERR_OK)
		born = (struct date){ 0, 0, 0 };
	full = born.d != 0;
	if (!full)
		born.m = born.d = 1;
	json_pair(b, "hoTen", s->f[STAY_NAME]);
	json_pair(b, "quocTich", s->f[STAY_NATIONALITY]);
	json_pair(b, "soHoChieu", s->f[STAY_DOC_NO]);
	json_pair(b, "gioiTinh", s->f[STAY_SEX]);
	json_pair_str(b, "loaiNgayThangNamSinh", full ? "D" : "Y");
	json_pair_str(b, "ngayThangNamSinhStr", date_format(born, text));
	put_moment(b, "ngayDenCsltStr", s->arrive);
	put_moment(b, "ngayDiDuKienStr", s->leave);
	/* two clients of the portal send a moment here, not a day */
	if (date_parse(s->f[STAY_PERMITTED], &until.date) == ERR_OK)
		put_moment(b, "thoiHanTamTruStr", until);
	json_pair(b, "soPhong", s->f[STAY_ROOM]);
}

void
kbtt_body(const struct stay *s, struct buf *out)
{
	json_open(out, '[');
	json_open(out, '{');
	if (s->foreign)
		put_foreign(s, out);
	else
		put_vietnamese(s, out);
	json_close(out, '}');
	json_close(out, ']');
}
