/* SPDX-License-Identifier: ISC */
/* Names and places are combined by chance; nobody here exists. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "people.h"

static const char *const family[] = {
	"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ",
	"Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trương",
	"Đoàn", "Lương", "Mạc", "Tạ", "Quàng", "Ksor", "Giàng", "Nông"
};
static const char *const male_middle[] = {
	"Văn", "Hữu", "Đức", "Công", "Quốc", "Xuân", "Minh", "Thành", "Đình",
	"Trọng", "Ngọc", "Gia", "Thế", "Bảo", "Quang"
};
static const char *const female_middle[] = {
	"Thị", "Ngọc", "Thuỳ", "Bích", "Kim", "Mỹ", "Phương", "Hồng", "Diệu",
	"Thanh", "Như", "Ánh", "Tuyết", "Quỳnh", "Cẩm"
};
static const char *const male_given[] = {
	"Mẫu", "Dũng", "Tuấn", "Hiếu", "Phước", "Thịnh", "Đạt", "Khải",
	"Nghĩa", "Trường", "Vượng", "Kiệt", "Lưỡng", "Bền", "Ý", "Tưởng",
	"Thuận", "Huỳnh", "Sỹ", "Nhẫn"
};
static const char *const female_given[] = {
	"Mẫu", "Hương", "Thảo", "Nguyệt", "Trâm", "Yến", "Hạnh", "Phượng",
	"Uyên", "Thủy", "Liễu", "Ái", "Ơn", "Quyên", "Hằng", "Nhàn", "Duyên",
	"Sương", "Mỹ", "Huệ"
};
static const char *const detail[] = {
	"Thôn", "Ấp", "Tổ", "Khu phố", "Xóm", "Đội", "Buôn Ea", "Bản Nậm"
};
static const char *const street[] = {
	"Số nhà %d, ", "Tổ dân phố %d, ", "%d Đường Trần Hưng Đạo, ",
	"Số %d Ngõ 12, "
};
static const char *const commune[] = {
	"Tân Phước Hưng", "Mỹ Hòa Đông", "Hòa Bình", "Đông Thạnh", "Phú Lương",
	"Nghĩa Đô", "Vĩnh Thạnh Tây", "Ea Tiêu", "Lũng Cú", "Bình Trị Đông",
	"Quảng Phước", "Hoài Thanh Bắc", "Đại Đồng", "Chương Dương",
	"Thổ Châu", "Mường Khương", "Nhơn Lý", "Trà Vân", "Ngọc Lặc", "Cẩm Lĩnh"
};
static const char *const district[] = {
	"Thạch Thất", "Mỏ Cày Bắc", "Cư M'gar", "Tân Uyên", "Hải Lăng",
	"Đồng Văn", "Ninh Kiều", "Phú Vang", "Yên Mỹ", "Bình Tân", "Quế Võ",
	"Trà Bồng", "Gò Quao", "Sìn Hồ", "Hương Sơn", "Vĩnh Lợi", "Chợ Lách",
	"Đức Trọng", "Kim Động", "Lạc Dương"
};
static const struct {
	int prefix;
	const char *name;
} province[] = {
	{ 1, "Hà Nội" }, { 79, "TP. Hồ Chí Minh" }, { 46, "Thừa Thiên Huế" },
	{ 66, "Đắk Lắk" }, { 77, "Bà Rịa - Vũng Tàu" }, { 2, "Hà Giang" },
	{ 51, "Quảng Ngãi" }, { 83, "Bến Tre" }, { 92, "Cần Thơ" },
	{ 68, "Lâm Đồng" }, { 91, "Kiên Giang" }, { 27, "Bắc Ninh" },
	{ 33, "Hưng Yên" }, { 45, "Quảng Trị" }, { 42, "Hà Tĩnh" },
	{ 12, "Lai Châu" }, { 74, "Bình Dương" }, { 87, "Đồng Tháp" },
	{ 95, "Bạc Liêu" }, { 40, "Nghệ An" }
};

/* The length that real addresses have; it sets the size of the code. */
enum { ADDRESS_MIN = 55, ADDRESS_MAX = 84 };

static void
person_name(struct rng *r, bool female, struct buf *out)
{
	const char *middle = female ? RNG_PICK(r, female_middle) :
	    RNG_PICK(r, male_middle);
	const char *more = female ? RNG_PICK(r, female_middle) :
	    RNG_PICK(r, male_middle);

	buf_printf(out, "%s %s ", RNG_PICK(r, family), middle);
	if (rng_chance(r, 0.35) && more != middle)
		buf_printf(out, "%s ", more);
	buf_add_str(out, female ? RNG_PICK(r, female_given) :
	    RNG_PICK(r, male_given));
}

static void
address(struct rng *r, struct buf *out)
{
	char text[256];
	size_t n;

	do {
		n = 0;
		if (rng_chance(r, 0.7)) {
			const char *form = RNG_PICK(r, street);
			const char *number = strchr(form, '%');

			n = (size_t)snprintf(text, sizeof text, "%.*s%d%s",
			    (int)(number - form), form, rng_int(r, 1, 300),
			    number + 2);
		}
		n += (size_t)snprintf(text + n, sizeof text - n,
		    "%s %d, %s, %s, %s", RNG_PICK(r, detail),
		    rng_int(r, 1, 99), RNG_PICK(r, commune),
		    RNG_PICK(r, district), RNG_PICK(r, province).name);
	} while (n < ADDRESS_MIN || n > ADDRESS_MAX);
	buf_add(out, text, n);
}

static void
day(struct rng *r, int first_month, int year, struct buf *out)
{
	buf_printf(out, "%02d%02d%04d", rng_int(r, 1, 28),
	    rng_int(r, first_month, 12), year);
}

static void
compose(struct rng *r, bool card2024, long serial, struct buf *out)
{
	bool female = rng_chance(r, 0.5);
	bool child = card2024 && rng_chance(r, 0.4);
	int born = child ? rng_int(r, 2011, 2022) : rng_int(r, 1945, 2009);

	buf_printf(out, "%03d%d%02d%06ld|", RNG_PICK(r, province).prefix,
	    female + 2 * (born >= 2000), born % 100,
	    serial >= 0 ? serial % 1000000 : (long)rng_int(r, 0, 999999));
	if (!child && rng_chance(r, 0.65))
		buf_printf(out, "%09d", rng_int(r, 10000000, 999999999));
	buf_add_char(out, '|');
	person_name(r, female, out);
	buf_add_char(out, '|');
	day(r, 1, born, out);
	buf_add_str(out, female ? "|Nữ|" : "|Nam|");
	address(r, out);
	buf_add_char(out, '|');
	day(r, 7, card2024 ? rng_int(r, 2024, 2025) : rng_int(r, 2021, 2023),
	    out);
	if (!card2024)
		return;
	buf_add_str(out, "||");
	if (child)
		person_name(r, false, out);
	buf_add_char(out, '|');
	if (child)
		person_name(r, true, out);
	buf_add_char(out, '|');
}

void
people_payload(struct rng *r, bool card2024, long serial, struct buf *out)
{
	struct buf text = { 0 };
	utf8proc_uint8_t *nfd;

	compose(r, card2024, serial, &text);
	if (!rng_chance(r, 0.04)) {
		buf_add_slice(out, buf_slice(&text));
		buf_release(&text);
		return;
	}
	nfd = utf8proc_NFD((const utf8proc_uint8_t *)buf_cstr(&text));
	if (nfd == NULL)
		abort();
	buf_add_str(out, (const char *)nfd);
	free(nfd);
	buf_release(&text);
}
