/* SPDX-License-Identifier: ISC */
/* Names and how often they are borne, and the provinces, for people.h. */
#ifndef BENCH_PEOPLE_NAMES_H
#define BENCH_PEOPLE_NAMES_H

#define PEOPLE_COUNT(a) (sizeof(a) / sizeof *(a))

/* About as published. */
static const struct {
	const char *name;
	unsigned weight;
} people_family[] = {
	{ "Nguyễn", 315 }, { "Trần", 109 }, { "Lê", 89 }, { "Phạm", 59 },
	{ "Hoàng", 30 }, { "Phan", 28 }, { "Huỳnh", 25 }, { "Trương", 22 },
	{ "Vũ", 22 }, { "Võ", 22 }, { "Bùi", 21 }, { "Đặng", 19 },
	{ "Đỗ", 19 }, { "Ngô", 17 }, { "Hồ", 15 }, { "Dương", 14 },
	{ "Đinh", 10 }, { "Đoàn", 9 }, { "Lâm", 8 }, { "Trịnh", 7 },
	{ "Mai", 7 }, { "Đào", 7 }, { "Cao", 6 }, { "Lý", 6 }, { "Hà", 6 },
	{ "Lưu", 5 }, { "Lương", 5 }, { "Thái", 4 }, { "Châu", 4 },
	{ "Tạ", 4 }, { "Phùng", 4 }, { "Tô", 4 }, { "Vương", 4 },
	{ "Văn", 3 }, { "Tăng", 3 }, { "Quách", 3 }, { "Chu", 3 },
	{ "Lại", 2 }, { "Hứa", 2 }, { "Thạch", 2 }, { "Diệp", 2 },
	{ "Từ", 2 }, { "La", 2 }, { "Đàm", 2 }, { "Tống", 2 }, { "Giang", 2 },
	{ "Triệu", 2 }, { "Nông", 2 }, { "Lò", 2 }, { "Chung", 1 },
	{ "Kiều", 1 }, { "Hồng", 1 }, { "Trang", 1 }, { "Bế", 1 },
	{ "Ksor", 1 }, { "Rơ Châm", 1 }, { "H'", 1 }, { "Quàng", 1 },
	{ "Giàng", 1 }, { "Sùng", 1 }, { "Thào", 1 }, { "Vàng", 1 },
	{ "Cầm", 1 }, { "Lường", 1 }, { "Kpă", 1 }, { "Siu", 1 }, { "Y", 1 },
};
#define PEOPLE_FAMILY_SUM 980	/* of the weights */

static const char *const people_middle_m[] = {
	"Văn", "Văn", "Văn", "Hữu", "Đức", "Minh", "Quốc", "Công", "Đình",
	"Xuân", "Ngọc", "Thanh", "Quang", "Trọng", "Tuấn", "Anh", "Duy",
	"Hoàng", "Bá", "Thế", "Mạnh", "Viết", "Gia", "Nhật", "Phúc", "Khánh",
	"Tấn", "Thành", "Hồng", "Huy", "Việt", "Bảo", "Chí", "Tiến", "Phước",
	"",
};

static const char *const people_middle_f[] = {
	"Thị", "Thị", "Thị", "Thị", "Thị Ngọc", "Thị Thu", "Thị Thanh",
	"Thị Kim", "Thị Mỹ", "Thị Bích", "Thị Hồng", "Ngọc", "Thanh", "Minh",
	"Phương", "Khánh", "Kim", "Hoàng", "Quỳnh", "Thùy", "Bảo", "Mai",
	"Diệu", "Thị Minh", "Thị Phương", "Thị Hoài", "Thị Tuyết", "Hải",
	"Như", "Tường", "Cẩm", "Ánh", "Thục", "Thị Lan", "",
};

static const char *const people_given_m[] = {
	"Hùng", "Dũng", "Tuấn", "Minh", "Anh", "Hải", "Nam", "Long", "Thành",
	"Sơn", "Đức", "Bình", "Hiếu", "Khánh", "Phúc", "Quân", "Trung",
	"Cường", "Tùng", "Kiên", "Việt", "Hoàng", "Huy", "Khoa", "Thắng",
	"Tâm", "Tài", "Đạt", "Tiến", "Lâm", "Vinh", "Phong", "Hậu", "Nghĩa",
	"Toàn", "Quang", "Thịnh", "Lộc", "Duy", "Bảo", "An", "Khang", "Nhân",
	"Trí", "Hưng", "Quý", "Tân", "Thiện", "Vũ", "Hòa", "Chiến", "Mạnh",
	"Công", "Đông", "Giang", "Hà", "Linh", "Luân", "Lợi", "Mỹ", "Nhật",
	"Phát", "Phước", "Sang", "Thái", "Thuận", "Tín", "Trường", "Tú",
	"Tuyên", "Văn", "Xuân", "Y", "Điền", "Đăng", "Đại", "Định", "Đồng",
};

static const char *const people_given_f[] = {
	"Hương", "Lan", "Hoa", "Mai", "Linh", "Trang", "Hà", "Thảo", "Nga",
	"Hằng", "Ngọc", "Thủy", "Yến", "Nhung", "Phương", "Anh", "Vân",
	"Hồng", "Huyền", "Dung", "Loan", "Oanh", "Quỳnh", "Tuyết", "Xuân",
	"Hạnh", "Nguyệt", "Liên", "Thanh", "Trâm", "Trinh", "Vy", "Nhi", "My",
	"Ngân", "Châu", "Diễm", "Diệp", "Giang", "Hiền", "Hòa", "Huệ",
	"Khánh", "Kiều", "Lệ", "Liễu", "Ly", "Mỹ", "Minh", "Nhàn", "Như",
	"Phúc", "Phượng", "Quyên", "Sương", "Tâm", "Thắm", "Thi", "Thơ",
	"Thu", "Thư", "Thương", "Tiên", "Trúc", "Tú", "Uyên", "Út", "Vui",
	"Ái", "Ánh", "Bích", "Cúc", "Đào", "Điệp",
};

/* Before July 2025, with the prefix of the number and the code (Decision
 * 19/2025/QD-TTg) of the province that holds it now. */
static const struct {
	const char *name;
	unsigned code, now;
} people_province[] = {
	{ "Hà Nội", 1, 1 }, { "Hà Giang", 2, 8 }, { "Cao Bằng", 4, 4 },
	{ "Bắc Kạn", 6, 19 }, { "Tuyên Quang", 8, 8 }, { "Lào Cai", 10, 15 },
	{ "Điện Biên", 11, 11 }, { "Lai Châu", 12, 12 }, { "Sơn La", 14, 14 },
	{ "Yên Bái", 15, 15 }, { "Hòa Bình", 17, 25 },
	{ "Thái Nguyên", 19, 19 }, { "Lạng Sơn", 20, 20 },
	{ "Quảng Ninh", 22, 22 }, { "Bắc Giang", 24, 24 },
	{ "Phú Thọ", 25, 25 }, { "Vĩnh Phúc", 26, 25 },
	{ "Bắc Ninh", 27, 24 }, { "Hải Dương", 30, 31 },
	{ "Hải Phòng", 31, 31 }, { "Hưng Yên", 33, 33 },
	{ "Thái Bình", 34, 33 }, { "Hà Nam", 35, 37 }, { "Nam Định", 36, 37 },
	{ "Ninh Bình", 37, 37 }, { "Thanh Hóa", 38, 38 },
	{ "Nghệ An", 40, 40 }, { "Hà Tĩnh", 42, 42 },
	{ "Quảng Bình", 44, 44 }, { "Quảng Trị", 45, 44 },
	{ "Thừa Thiên Huế", 46, 46 }, { "Đà Nẵng", 48, 48 },
	{ "Quảng Nam", 49, 48 }, { "Quảng Ngãi", 51, 51 },
	{ "Bình Định", 52, 52 }, { "Phú Yên", 54, 66 },
	{ "Khánh Hòa", 56, 56 }, { "Ninh Thuận", 58, 56 },
	{ "Bình Thuận", 60, 68 }, { "Kon Tum", 62, 51 }, { "Gia Lai", 64, 52 },
	{ "Đắk Lắk", 66, 66 }, { "Đắk Nông", 67, 68 }, { "Lâm Đồng", 68, 68 },
	{ "Bình Phước", 70, 75 }, { "Tây Ninh", 72, 80 },
	{ "Bình Dương", 74, 79 }, { "Đồng Nai", 75, 75 },
	{ "Bà Rịa - Vũng Tàu", 77, 79 }, { "Thành phố Hồ Chí Minh", 79, 79 },
	{ "Long An", 80, 80 }, { "Tiền Giang", 82, 82 }, { "Bến Tre", 83, 86 },
	{ "Trà Vinh", 84, 86 }, { "Vĩnh Long", 86, 86 },
	{ "Đồng Tháp", 87, 82 }, { "An Giang", 89, 91 },
	{ "Kiên Giang", 91, 91 }, { "Cần Thơ", 92, 92 },
	{ "Hậu Giang", 93, 92 }, { "Sóc Trăng", 94, 92 },
	{ "Bạc Liêu", 95, 96 }, { "Cà Mau", 96, 96 },
};
#define PEOPLE_PROVINCES PEOPLE_COUNT(people_province)

static const char *const people_place[] = {
	"Tân Lập", "Hòa Bình", "Phú Cường", "Yên Sở", "Đông Hưng",
	"Bình Minh", "Quang Trung", "Trần Phú", "Lê Lợi", "Tân Phú",
	"An Thạnh", "Vĩnh Hòa", "Xuân Lộc", "Thạnh Mỹ", "Long Bình",
	"Kim Liên", "Nghi Lộc", "Quỳnh Lưu", "Đức Hòa", "Châu Thành",
	"Cẩm Phả", "Ea Tul", "Krông Búk", "Mường Khương", "Sa Pa",
	"Phước Thạnh", "Đại Lộc", "Điện Bàn", "Nam Trực", "Ý Yên", "Gò Vấp",
	"Thủ Đức", "Ba Đình", "Đống Đa", "Thanh Xuân",
};

static const char *const people_hamlet[] = {
	"Thôn", "Xóm", "Ấp", "Tổ dân phố", "Khu phố", "Bản", "Số nhà",
};

#endif
