/* SPDX-License-Identifier: ISC */
/* What the provider's document refuses: dates and document numbers. Its own
 * calendar, so that a mistake in the library's cannot hide. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "portal.h"

#define ZONE (7 * 3600)

static bool
shape(const char *s, const char *want)
{
	for (; *want != '\0'; s++, want++)
		if (*want == '0' ? !isdigit((unsigned char)*s) : *s != *want)
			return false;
	return *s == '\0';
}

static long
days(int y, int m, int d)
{
	static const int before[] =
	    { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	long n = (y - 1970) * 365L + (y - 1969) / 4 - (y - 1901) / 100 +
	    (y - 1601) / 400 + before[m - 1] + d - 1;
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return n + (leap && m > 2);
}

long
day_of(const char *date)
{
	static const int most[] =
	    { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	char ten[11];
	int y, m, d;
	bool leap;

	snprintf(ten, sizeof(ten), "%.10s", date);
	if (!shape(ten, "0000-00-00") ||
	    sscanf(ten, "%d-%d-%d", &y, &m, &d) != 3 || y < 1900 || m < 1 ||
	    m > 12 || d < 1 || d > most[m - 1])
		return -1;
	leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	if (m == 2 && d == 29 && !leap)
		return -1;
	return days(y, m, d) + 100000;	/* before 1970 must not be -1 */
}

long long
second_of(const char *moment)
{
	int h, m, s;

	if (!shape(moment, "0000-00-00 00:00:00") || day_of(moment) < 0 ||
	    sscanf(moment + 11, "%d:%d:%d", &h, &m, &s) != 3 || h > 23 ||
	    m > 59 || s > 59)
		return -1;
	return (day_of(moment) - 100000) * 86400LL + h * 3600 + m * 60 + s -
	    ZONE;
}

long
today(long long now)
{
	return (long)((now + ZONE) / 86400) + 100000;
}

static bool
alnum_upto(const char *s, size_t most)
{
	size_t n = strlen(s), i;

	for (i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]))
			return false;
	return n >= 1 && n <= most;
}

static bool
digits(const char *s, size_t a, size_t b)
{
	size_t n = strlen(s);

	return strspn(s, "0123456789") == n && (n == a || n == b);
}

static void
check_document(const json_t *g, bool foreign, int n, struct text *err)
{
	const char *no = field(g, foreign ? "soHoChieu" : "soGiayTo");
	long type = foreign ? 4 : number(g, "loaiGiayTo");

	if (type < 1 || type > 8)
		text_error(err, "Bản khai báo", n,
		    "loại giấy tờ phải từ 1 đến 8");
	else if ((type == 1 || type == 8) && !digits(no, 12, 12))
		text_error(err, "Bản khai báo", n,
		    "%s phải gồm đúng 12 chữ số", catalogue_doc_name(type));
	else if (type == 2 && !digits(no, 9, 12))
		text_error(err, "Bản khai báo", n,
		    "Thẻ CMND phải gồm 9 hoặc 12 chữ số");
	else if (type == 4 && !alnum_upto(no, 10))
		text_error(err, "Bản khai báo", n,
		    "Số hộ chiếu tối đa 10 ký tự chữ và số");
	else if (!alnum_upto(no, type == 3 || type == 6 ? 20 : 64))
		text_error(err, "Bản khai báo", n,
		    "Số giấy tờ tối đa 20 ký tự chữ và số");
}

static void
check_dates(const json_t *g, int n, long long now, struct text *err)
{
	const char *arrive = field(g, "ngayDenCsltStr"),
	    *leave = field(g, "ngayDiDuKienStr"),
	    *birth = field(g, "ngayThangNamSinhStr");
	long t = today(now);

	if (strlen(birth) != 10 || day_of(birth) < 0 || day_of(birth) > t)
		text_error(err, "Bản khai báo", n, "Ngày sinh không hợp lệ");
	if (second_of(arrive) < 0 || second_of(leave) < 0) {
		text_error(err, "Bản khai báo", n,
		    "ngày đến, ngày đi phải theo định dạng YYYY-MM-DD"
		    " HH:mm:ss");
		return;
	}
	if (day_of(arrive) != t && day_of(arrive) != t - 1)
		text_error(err, "Bản khai báo", n,
		    "Ngày đến Cslt phải là ngày hiện tại hoặc hôm qua");
	if (second_of(leave) < second_of(arrive))
		text_error(err, "Bản khai báo", n,
		    "Ngày đi dự kiến phải lớn hoặc bằng ngày đến");
	if (day_of(leave) < t - 1)
		text_error(err, "Bản khai báo", n,
		    "Ngày đi dự kiến phải lớn hoặc bằng ngày hôm qua");
}

static void
check_foreign(const json_t *g, int n, long long now, struct text *err)
{
	const char *kind = field(g, "loaiNgayThangNamSinh"),
	    *until = field(g, "thoiHanTamTruStr"),
	    *birth = field(g, "ngayThangNamSinhStr");

	if (!catalogue_has_nationality(field(g, "quocTich")))
		text_error(err, "Bản khai báo", n,
		    "quốc tịch %.8s không tồn tại trong hệ thống",
		    field(g, "quocTich"));
	if (strcmp(kind, "D") != 0 && strcmp(kind, "Y") != 0)
		text_error(err, "Bản khai báo", n,
		    "loaiNgayThangNamSinh phải là D hoặc Y");
	else if (kind[0] == 'Y' && (strlen(birth) != 10 ||
	    strcmp(birth + 4, "-01-01") != 0))
		text_error(err, "Bản khai báo", n,
		    "chỉ có năm sinh thì gửi YYYY-01-01");
	if (second_of(until) < 0)
		text_error(err, "Bản khai báo", n,
		    "Thời hạn tạm trú không đúng định dạng");
	else if (day_of(until) < today(now))
		text_error(err, "Bản khai báo", n,
		    "Thời hạn tạm trú phải lớn hoặc bằng hôm nay");
}

void
rules_check(const json_t *g, bool foreign, int n, long long now, bool room,
    struct text *err)
{
	const char *sex = field(g, "gioiTinh");
	long reason = number(g, "lyDoCuTru"), home = number(g, "noiCuTru");

	if (strcmp(sex, "M") != 0 && strcmp(sex, "F") != 0)
		text_error(err, "Bản khai báo", n,
		    "Giới tính phải là M hoặc F");
	check_document(g, foreign, n, err);
	check_dates(g, n, now, err);
	if (room && field(g, "soPhong")[0] == '\0')
		text_error(err, "Bản khai báo", n, "Số phòng là bắt buộc");
	if (foreign) {
		check_foreign(g, n, now, err);
		return;
	}
	if (reason < 1 || reason > 20)
		text_error(err, "Bản khai báo", n,
		    "Lý do cư trú không tồn tại trong hệ thống");
	else if (reason == 20 && field(g, "lyDoChiTiet")[0] == '\0')
		text_error(err, "Bản khai báo", n,
		    "Lý do chi tiết là bắt buộc khi lý do là 20");
	if (json_object_get(g, "noiCuTru") != NULL && (home < 1 || home > 3))
		text_error(err, "Bản khai báo", n, "Nơi cư trú không hợp lệ");
}
