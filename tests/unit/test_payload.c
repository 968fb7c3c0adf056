/* SPDX-License-Identifier: ISC */
/* Codes of invented people into exact records. */
#include <stdlib.h>

#include "identity/payload.h"
#include "tap.h"

static void
record(const char *name, const char *raw, const char *want)
{
	const struct payload_origin o = { .from = "t:1" };
	struct buf out = { 0 };

	payload_record(slice_str(raw), &o, &out);
	tap_same(buf_slice(&out), want, name);
	buf_release(&out);
}

static void
test_clean(void)
{
	record("seven fields",
	    "001099000001|012345678|Nguyễn Văn Mẫu|01021999|Nam|"
	    "Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021",
	    "{\"id\":\"001099000001\",\"old_id\":\"012345678\","
	    "\"name\":\"Nguyễn Văn Mẫu\",\"dob\":\"1999-02-01\","
	    "\"sex\":\"M\","
	    "\"residence\":\"Số 1, Phường Mẫu, Quận Mẫu, Hà Nội\","
	    "\"issued\":\"2021-03-15\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"qr\":{\"raw\":\"001099000001|012345678|Nguyễn Văn Mẫu|"
	    "01021999|Nam|Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021\","
	    "\"model\":2021,\"expires_estimate\":{\"date\":\"2024-02-01\","
	    "\"rule\":\"Law 59/2014/QH13, art. 21: birthday at 25\"}}}\n");
	record("eleven fields of a child",
	    "052321000003||Lê Bé Mẫu|20112021|Nữ|Tổ 7, Xã Mẫu, Bình Định|"
	    "06112024||Lê Văn Cha|Phạm Thị Mẹ|",
	    "{\"id\":\"052321000003\",\"name\":\"Lê Bé Mẫu\","
	    "\"dob\":\"2021-11-20\",\"sex\":\"F\","
	    "\"residence\":\"Tổ 7, Xã Mẫu, Bình Định\","
	    "\"father\":\"Lê Văn Cha\",\"mother\":\"Phạm Thị Mẹ\","
	    "\"issued\":\"2024-11-06\",\"source\":\"qr\",\"from\":\"t:1\","
	    "\"qr\":{\"raw\":\"052321000003||Lê Bé Mẫu|20112021|Nữ|"
	    "Tổ 7, Xã Mẫu, Bình Định|06112024||Lê Văn Cha|Phạm Thị Mẹ|\","
	    "\"model\":2024,"
	    "\"extra\":[\"\",\"Lê Văn Cha\",\"Phạm Thị Mẹ\",\"\"],"
	    "\"expires_estimate\":{\"date\":\"2035-11-20\","
	    "\"rule\":\"Law 26/2023/QH15, art. 21: birthday at 14\"}}}\n");
}

int
main(void)
{
	test_clean();
	return tap_done();
}
