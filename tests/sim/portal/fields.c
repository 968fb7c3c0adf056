/* SPDX-License-Identifier: ISC */
/* Names and types of the two filing calls, byte for byte. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "portal.h"

struct known {
	const char *name;
	bool text, required;
};

static const struct known vn[] = {
	{ "hoTen", true, true }, { "gioiTinh", true, true },
	{ "ngayThangNamSinhStr", true, true },
	{ "ngayDenCsltStr", true, true }, { "ngayDiDuKienStr", true, true },
	{ "lyDoCuTru", false, true }, { "lyDoChiTiet", true, false },
	{ "loaiGiayTo", false, true }, { "soGiayTo", true, true },
	{ "soPhong", true, false }, { "soDienThoai", true, false },
	{ "ghiChu", true, false }, { "noiCuTru", false, false },
	{ "maTT", true, false }, { "maPX", true, false },
	{ "diaChi", true, false }, { "anhTruocB64", true, false },
	{ "anhSauB64", true, false }, { NULL, false, false }
};

static const struct known foreign_fields[] = {
	{ "hoTen", true, true }, { "quocTich", true, true },
	{ "soHoChieu", true, true }, { "gioiTinh", true, true },
	{ "loaiNgayThangNamSinh", true, true },
	{ "ngayThangNamSinhStr", true, true },
	{ "ngayDenCsltStr", true, true }, { "ngayDiDuKienStr", true, true },
	{ "thoiHanTamTruStr", true, true }, { "soPhong", true, false },
	{ "anhHoChieuB64", true, false }, { NULL, false, false }
};

void
text_error(struct text *t, const char *what, int n, const char *fmt, ...)
{
	char line[600];
	va_list ap;
	size_t len;
	int head;

	head = snprintf(line, sizeof(line), "%s%s %d: ",
	    t->n > 0 ? ", " : "", what, n);
	va_start(ap, fmt);
	vsnprintf(line + head, sizeof(line) - (size_t)head, fmt, ap);
	va_end(ap);
	len = strlen(line);
	t->p = realloc(t->p, t->n + len + 1);
	memcpy(t->p + t->n, line, len + 1);
	t->n += len;
}

const char *
field(const json_t *guest, const char *name)
{
	const char *s = json_string_value(json_object_get(guest, name));

	return s == NULL ? "" : s;
}

long
number(const json_t *guest, const char *name)
{
	return (long)json_integer_value(json_object_get(guest, name));
}

void
fields_check(const json_t *guest, bool foreign, int n, struct text *err)
{
	const struct known *list = foreign ? foreign_fields : vn, *k;
	const json_t *v;
	const char *key;
	json_t *value;

	for (k = list; k->name != NULL; k++) {
		v = json_object_get(guest, k->name);
		if (v == NULL || (k->text && json_is_string(v) &&
		    json_string_length(v) == 0)) {
			if (k->required)
				text_error(err, "Bản khai báo", n,
				    "%s là bắt buộc", k->name);
		} else if (k->text ? !json_is_string(v) : !json_is_integer(v))
			text_error(err, "Bản khai báo", n,
			    "%s sai kiểu dữ liệu", k->name);
	}
	json_object_foreach((json_t *)(size_t)guest, key, value) {
		for (k = list; k->name != NULL; k++)
			if (strcmp(k->name, key) == 0)
				break;
		if (k->name == NULL)
			text_error(err, "Bản khai báo", n,
			    "trường '%.60s' không được hỗ trợ", key);
	}
}
