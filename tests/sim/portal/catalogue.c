/* SPDX-License-Identifier: ISC */
/* The public catalogues, in the shape of the provider's document; a few rows
 * of each, with codes that are not ISO. */
#include <stddef.h>
#include <string.h>

#include "portal.h"

#define HEAD "{\"code\":\"200\",\"message\":\"Thành công\",\"data\":["

static const char *const nationalities[] = {
	"VNM", "D", "GBR", "RUS", "USA", "KOR", "LAO", "KHM", "UNO"
};

static const char *const documents[] = {
	"Thẻ CCCD", "Thẻ CMND", "Giấy phép lái xe", "Hộ chiếu",
	"Giấy khai sinh", "Thẻ BHYT", "Thông báo số định danh cá nhân",
	"Thẻ Căn Cước"
};

static const struct {
	const char *path, *body;
} list[] = {
	{ "dm-qt/3th/get-all", HEAD
	    "{\"maQT\":\"VNM\",\"tenQT\":\"Việt Nam\","
	    "\"tenQTEn\":\"VIET NAM\"},"
	    "{\"maQT\":\"D\",\"tenQT\":\"Đức\",\"tenQTEn\":\"GERMANY\"},"
	    "{\"maQT\":\"GBR\",\"tenQT\":\"Anh\","
	    "\"tenQTEn\":\"UNITED KINGDOM\"},"
	    "{\"maQT\":\"RUS\",\"tenQT\":\"Liên bang Nga\","
	    "\"tenQTEn\":\"RUSSIAN FEDERATION\"},"
	    "{\"maQT\":\"USA\",\"tenQT\":\"Hoa Kỳ\","
	    "\"tenQTEn\":\"UNITED STATES\"},"
	    "{\"maQT\":\"KOR\",\"tenQT\":\"Hàn Quốc\",\"tenQTEn\":\"KOREA\"},"
	    "{\"maQT\":\"LAO\",\"tenQT\":\"Lào\",\"tenQTEn\":\"LAOS\"},"
	    "{\"maQT\":\"KHM\",\"tenQT\":\"Campuchia\","
	    "\"tenQTEn\":\"CAMBODIA\"},"
	    "{\"maQT\":\"UNO\",\"tenQT\":\"Liên hợp quốc\","
	    "\"tenQTEn\":\"UNITED NATIONS\"}]}" },
	{ "dm-tinh-tp/get-all", HEAD
	    "{\"maTT\":\"101\",\"tenTT\":\"Hà Nội\",\"tenTTEn\":\"HA NOI\","
	    "\"maTTChu\":\"HN\"},"
	    "{\"maTT\":\"701\",\"tenTT\":\"TP.HCM\","
	    "\"tenTTEn\":\"HO CHI MINH\","
	    "\"maTTChu\":\"SG\"}]}" },
	{ "dm-phuong-xa", HEAD
	    "{\"maPhuongXa\":\"101900256\",\"tenPhuongXa\":\"Phường Mẫu\","
	    "\"tenPhuongXaEn\":\"MAU WARD\",\"trucThuocTinh\":\"101\"}]}" },
	{ "ly-do-cu-tru/get-all", HEAD
	    "{\"id\":1,\"name\":\"Du lịch\"},{\"id\":2,\"name\":\"Công tác\"},"
	    "{\"id\":3,\"name\":\"Học tập\"},"
	    "{\"id\":4,\"name\":\"Thăm viếng\"},"
	    "{\"id\":5,\"name\":\"Hội nghị\"},"
	    "{\"id\":6,\"name\":\"Thăm thân\"},"
	    "{\"id\":7,\"name\":\"Từ thiện\"},"
	    "{\"id\":8,\"name\":\"Tổ chức quốc tế\"},"
	    "{\"id\":9,\"name\":\"Kết hôn\"},"
	    "{\"id\":10,\"name\":\"Lãnh sự quán\"},"
	    "{\"id\":11,\"name\":\"Viện trợ\"},"
	    "{\"id\":12,\"name\":\"Đại sứ quán\"},"
	    "{\"id\":13,\"name\":\"Định cư\"},"
	    "{\"id\":14,\"name\":\"Tiếp thị\"},"
	    "{\"id\":15,\"name\":\"Báo chí, phóng viên\"},"
	    "{\"id\":16,\"name\":\"Thương mại\"},"
	    "{\"id\":17,\"name\":\"Gia hạn thị thực\"},"
	    "{\"id\":18,\"name\":\"Chữa bệnh\"},"
	    "{\"id\":19,\"name\":\"Lao động\"},"
	    "{\"id\":20,\"name\":\"Mục đích khác\"}]}" },
	{ "loai-giay-to/get-all", HEAD
	    "{\"id\":1,\"name\":\"Thẻ CCCD\"},{\"id\":2,\"name\":\"Thẻ CMND\"},"
	    "{\"id\":3,\"name\":\"Giấy phép lái xe\"},"
	    "{\"id\":4,\"name\":\"Hộ chiếu\"},"
	    "{\"id\":5,\"name\":\"Giấy khai sinh\"},"
	    "{\"id\":6,\"name\":\"Thẻ BHYT\"},"
	    "{\"id\":7,\"name\":\"Thông báo số định danh cá nhân\"},"
	    "{\"id\":8,\"name\":\"Thẻ Căn Cước\"}]}" },
	{ "noi-cu-tru/get-all", HEAD
	    "{\"id\":1,\"name\":\"Thường trú\"},"
	    "{\"id\":2,\"name\":\"Tạm trú\"},"
	    "{\"id\":3,\"name\":\"Khác\"}]}" },
};

const char *
catalogue_body(const char *path)
{
	size_t i;

	path += strlen("/cms-backend/public/");
	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strcmp(path, list[i].path) == 0)
			return list[i].body;
	return NULL;
}

bool
catalogue_has_nationality(const char *code)
{
	size_t i;

	for (i = 0; i < sizeof(nationalities) / sizeof(nationalities[0]); i++)
		if (strcmp(code, nationalities[i]) == 0)
			return true;
	return false;
}

const char *
catalogue_doc_name(long type)
{
	return type >= 1 && type <= 8 ? documents[type - 1] : "giấy tờ";
}
