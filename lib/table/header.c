/* SPDX-License-Identifier: ISC */
/* The names, in plain letters and digits, blanks and signs left out. */
#include <string.h>

#include "table/header.h"
#include "text/vi.h"

#define HEADER_MAX_NAME 200

static const struct {
	enum column column;
	bool weak;			/* often something else */
	const char *names;		/* divided by blanks */
} known[] = {
	{ COLUMN_ID, false, "cccd socccd cccdddcn socccdddcn ddcn soddcn "
	    "maddcn sodinhdanh madinhdanh sodinhdanhcanhan madinhdanhcanhan "
	    "madinhdanhcn sodinhdanhcn cancuoc socancuoc sothecancuoc "
	    "cancuoccongdan socancuoccongdan sothecancuoccongdan sothecccd "
	    "cmndcccd socmndcccd cccdcmnd socccdcmnd cmtcccd socmtcccd "
	    "cccdcmt socccdcmt cccdcc socccdcc cccccd soccccd "
	    "cmndcccdhochieu socmndcccdhochieu cccdcmndhochieu "
	    "socccdcmndhochieu cccdhochieu socccdhochieu sogiaytotuythan "
	    "giaytotuythan cmndcancuoc socmndcancuoc citizenid nationalid "
	    "personalid" },
	{ COLUMN_ID, true, "id idno idnumber idcard" },
	{ COLUMN_OLD_ID, false, "cmnd socmnd cmt socmt cmtnd socmtnd cmndcu "
	    "socmndcu cmnd9so socmnd9so chungminhnhandan sochungminhnhandan "
	    "oldid" },
	{ COLUMN_CANCELLED_ID, false, "sodahuy sodinhdanhdahuy socccddahuy "
	    "cancelledid" },
	{ COLUMN_DOC_NO, false, "hochieu sohochieu passport passportno "
	    "passportnumber docno" },
	{ COLUMN_NAME, false, "hoten hovaten hotendaydu hovatenkhaisinh "
	    "hotenkhaisinh hochudemvaten hochudemten hochudemvatenkhaisinh "
	    "hotennhanvien hovatennhanvien tennhanvien hotennv hotennld "
	    "hotenhocsinh hovatenhocsinh hotensinhvien hovatensinhvien "
	    "hotenthisinh hovatenthisinh hotenkhach hovatenkhach "
	    "hotenkhachhang tenkhachhang tenkhach hotencongdan "
	    "hovatencongdan hotencanbo fullname name" },
	{ COLUMN_FAMILY, false, "ho hodem hovadem hovatendem hotendem hotenlot "
	    "holot hovatenlot hovachudem hochudem familyname lastname "
	    "surname" },
	{ COLUMN_GIVEN, false, "ten givenname firstname" },
	{ COLUMN_DOB, false, "ngaysinh ngaythangnamsinh ngaythangsinh ntns "
	    "namsinh sinhngay sinhnam ngaysinhnamsinh dob birthday birthdate "
	    "dateofbirth" },
	{ COLUMN_SEX, false, "gioitinh gt phai namnu sex gender" },
	{ COLUMN_FEMALE, false, "nu gioitinhnu" },
	{ COLUMN_NATIONALITY, false, "quoctich nationality" },
	{ COLUMN_ETHNICITY, false, "dantoc ethnicity" },
	{ COLUMN_RELIGION, false, "tongiao religion" },
	{ COLUMN_HOMETOWN, false, "quequan nguyenquan hometown" },
	{ COLUMN_RESIDENCE, false, "diachi noithuongtru thuongtru "
	    "diachithuongtru hokhauthuongtru noicutru diachicutru residence "
	    "address" },
	{ COLUMN_ISSUED, false, "ngaycap ngaycapcccd ngaycapthe ngaycapcmnd "
	    "ngaycapcmndcccd issued dateofissue" },
	{ COLUMN_EXPIRES, false, "ngayhethan cogiatriden ngayhethancccd "
	    "expires dateofexpiry" },
};

/* Letters and digits up to a bracket, or {key, 0} where it is too long. */
static struct slice
compact(struct slice name, char key[HEADER_MAX_NAME])
{
	struct buf b = { 0 };
	struct slice out = { key, 0 };
	size_t i;

	if (name.n > HEADER_MAX_NAME ||
	    vi_key(name, VI_K4, &b) != ERR_OK || b.n > HEADER_MAX_NAME)
		goto out;
	for (i = 0; i < b.n && b.p[i] != '(' && b.p[i] != '['; i++)
		if ((b.p[i] >= 'a' && b.p[i] <= 'z') ||
		    (b.p[i] >= '0' && b.p[i] <= '9'))
			key[out.n++] = b.p[i];
out:
	buf_release(&b);
	return out;
}

enum column
header_column(struct slice name, bool *weak)
{
	char key[HEADER_MAX_NAME];
	struct slice k = compact(name, key), rest, one;
	size_t i;

	for (i = 0; k.n > 0 && i < sizeof known / sizeof *known; i++) {
		rest = slice_str(known[i].names);
		while (slice_split(&rest, ' ', &one))
			if (slice_eq(one, k)) {
				*weak = known[i].weak;
				return known[i].column;
			}
	}
	return COLUMN_NONE;
}
