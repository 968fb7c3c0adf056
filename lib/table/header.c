/* SPDX-License-Identifier: ISC */
/* The names, in plain letters and digits, blanks and signs left out. */
#include <string.h>

#include "table/header.h"
#include "text/vi.h"

#define HEADER_MAX_NAME 200

static const struct {
	enum column column;
	const char *names;		/* divided by blanks */
	bool weak;			/* often something else */
} known[] = {
	{ COLUMN_ID, "cccd socccd cccdddcn socccdddcn ddcn soddcn maddcn "
	    "sodinhdanh madinhdanh sodinhdanhcanhan madinhdanhcanhan "
	    "madinhdanhcn sodinhdanhcn cancuoc socancuoc sothecancuoc "
	    "cancuoccongdan socancuoccongdan sothecancuoccongdan sothecccd "
	    "cmndcccd socmndcccd cccdcmnd socccdcmnd cmtcccd socmtcccd "
	    "cccdcmt socccdcmt cccdcc socccdcc cccccd soccccd "
	    "cmndcccdhochieu socmndcccdhochieu cccdcmndhochieu "
	    "socccdcmndhochieu cccdhochieu socccdhochieu sogiaytotuythan "
	    "giaytotuythan cmndcancuoc socmndcancuoc citizenid nationalid "
	    "personalid", false },
	{ COLUMN_ID, "id idno idnumber idcard", true },
	{ COLUMN_OLD_ID, "cmnd socmnd cmt socmt cmtnd socmtnd cmndcu socmndcu "
	    "cmnd9so socmnd9so chungminhnhandan sochungminhnhandan oldid", false },
	{ COLUMN_CANCELLED_ID, "sodahuy sodinhdanhdahuy socccddahuy "
	    "cancelledid", false },
	{ COLUMN_DOC_NO, "hochieu sohochieu passport passportno "
	    "passportnumber docno", false },
	{ COLUMN_NAME, "hoten hovaten hotendaydu hovatenkhaisinh "
	    "hotenkhaisinh hochudemvaten hochudemten hochudemvatenkhaisinh "
	    "hotennhanvien hovatennhanvien tennhanvien hotennv hotennld "
	    "hotenhocsinh hovatenhocsinh hotensinhvien hovatensinhvien "
	    "hotenthisinh hovatenthisinh hotenkhach hovatenkhach "
	    "hotenkhachhang tenkhachhang tenkhach hotencongdan "
	    "hovatencongdan hotencanbo fullname name", false },
	{ COLUMN_FAMILY, "ho hodem hovadem hovatendem hotendem hotenlot "
	    "holot hovatenlot hovachudem hochudem familyname lastname "
	    "surname", false },
	{ COLUMN_GIVEN, "ten givenname firstname", false },
	{ COLUMN_DOB, "ngaysinh ngaythangnamsinh ngaythangsinh ntns namsinh "
	    "sinhngay sinhnam ngaysinhnamsinh dob birthday birthdate "
	    "dateofbirth", false },
	{ COLUMN_SEX, "gioitinh gt phai namnu sex gender", false },
	{ COLUMN_FEMALE, "nu gioitinhnu", false },
	{ COLUMN_NATIONALITY, "quoctich nationality", false },
	{ COLUMN_ETHNICITY, "dantoc ethnicity", false },
	{ COLUMN_RELIGION, "tongiao religion", false },
	{ COLUMN_HOMETOWN, "quequan nguyenquan hometown", false },
	{ COLUMN_RESIDENCE, "diachi noithuongtru thuongtru diachithuongtru "
	    "hokhauthuongtru noicutru diachicutru residence address", false },
	{ COLUMN_ISSUED, "ngaycap ngaycapcccd ngaycapthe ngaycapcmnd "
	    "ngaycapcmndcccd issued dateofissue", false },
	{ COLUMN_EXPIRES, "ngayhethan cogiatriden ngayhethancccd "
	    "expires dateofexpiry", false },
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
