/* SPDX-License-Identifier: ISC */
/* The names, in plain letters and digits, blanks and signs left out. */
#include <string.h>

#include "table/header.h"
#include "text/vi.h"

#define HEADER_MAX_NAME 200
#define LONGEST 32			/* of the names below */

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
	{ COLUMN_MALE, true, "nam gioitinhnam" },
	{ COLUMN_NATIONALITY, false, "quoctich nationality" },
	{ COLUMN_ETHNICITY, false, "dantoc ethnicity" },
	{ COLUMN_RELIGION, false, "tongiao religion" },
	{ COLUMN_HOMETOWN, false, "quequan nguyenquan noidangkykhaisinh "
	    "noidkks noikhaisinh quequannoidangkykhaisinh hometown" },
	{ COLUMN_RESIDENCE, false, "diachi noithuongtru thuongtru "
	    "diachithuongtru hokhauthuongtru noicutru diachicutru residence "
	    "address" },
	{ COLUMN_ISSUED, false, "ngaycap ngaycapcccd ngaycapthe ngaycapcmnd "
	    "ngaycapcmndcccd issued dateofissue" },
	{ COLUMN_EXPIRES, false, "ngayhethan cogiatriden ngayhethancccd "
	    "expires dateofexpiry" },
	{ COLUMN_FATHER, false, "hotencha hovatencha tencha hotenbo "
	    "hovatenbo tenbo father fathername" },
	{ COLUMN_MOTHER, false, "hotenme hovatenme tenme mother mothername" },
	{ COLUMN_SPOUSE, false, "hotenvochong hotenvohoacchong tenvochong "
	    "spouse" },
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

bool
header_is_among(const char *names, struct slice k)
{
	const char *at = names;

	/* strncmp would end at it, and be content */
	if (memchr(k.p, '\0', k.n) != NULL)
		return false;
	while (at != NULL) {
		if (*at == *k.p && strncmp(at, k.p, k.n) == 0 &&
		    (at[k.n] == ' ' || at[k.n] == '\0'))
			return true;
		at = strchr(at, ' ');
		if (at != NULL)
			at++;
	}
	return false;
}

enum column
header_column(struct slice name, bool *weak)
{
	char key[HEADER_MAX_NAME];
	struct slice k;
	size_t i;

	/* seen at once in most cells that are no name */
	if (name.n == 0 || (name.p[0] >= '0' && name.p[0] <= '9'))
		return COLUMN_NONE;
	k = compact(name, key);
	/* "Năm" is a year, "Nam" are the men */
	if (slice_is(k, "nam") && vi_agree(slice_trim(name), SLICE("năm")) <=
	    VI_K2) {
		*weak = true;
		return COLUMN_DOB;
	}

	/* no name is so long, and none begins with a digit */
	if (k.n == 0 || k.n > LONGEST || k.p[0] < 'a')
		return COLUMN_NONE;
	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (header_is_among(known[i].names, k)) {
			*weak = known[i].weak;
			return known[i].column;
		}
	return COLUMN_NONE;
}

bool
header_running(struct slice name)
{
	struct slice rest = SLICE("stt tt sott sothutu thutu no sn"), one;
	char key[HEADER_MAX_NAME];
	struct slice k = compact(name, key);

	while (slice_split(&rest, ' ', &one))
		if (slice_eq(one, k))
			return true;
	return false;
}

static const char *const names[COLUMNS] = {
	[COLUMN_ID] = "id", [COLUMN_OLD_ID] = "old_id",
	[COLUMN_CANCELLED_ID] = "cancelled_id", [COLUMN_DOC_NO] = "doc_no",
	[COLUMN_NAME] = "name", [COLUMN_FAMILY] = "family",
	[COLUMN_GIVEN] = "given", [COLUMN_DOB] = "dob", [COLUMN_SEX] = "sex",
	[COLUMN_FEMALE] = "female", [COLUMN_MALE] = "male",
	[COLUMN_NATIONALITY] = "nationality",
	[COLUMN_ETHNICITY] = "ethnicity", [COLUMN_RELIGION] = "religion",
	[COLUMN_HOMETOWN] = "hometown", [COLUMN_RESIDENCE] = "residence",
	[COLUMN_ISSUED] = "issued", [COLUMN_EXPIRES] = "expires",
	[COLUMN_FATHER] = "father", [COLUMN_MOTHER] = "mother",
	[COLUMN_SPOUSE] = "spouse",
};

const char *
column_name(enum column c)
{
	return c < COLUMNS ? names[c] : NULL;
}

enum column
column_by_name(struct slice name)
{
	size_t i;

	for (i = 1; i < COLUMNS; i++)
		if (slice_is(name, names[i]))
			return (enum column)i;
	return COLUMN_NONE;
}
