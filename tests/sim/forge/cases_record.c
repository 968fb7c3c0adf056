/* SPDX-License-Identifier: ISC */
/* The record's flat members against what is signed. */
#include "forge.h"

#define EDIT(name, settings, also) { "edited-" name, "record.equals-signed", \
	"broken", settings " record.mrz=-", also, "without-zone" }

const struct forge_case cases_record[] = {
	{ "without-zone", "record.equals-signed", "good", "record.mrz=-", NULL,
	    "without-zone" },
	{ "without-residence", "record.equals-signed", "odd",
	    "record.residence=-", NULL, NULL },
	{ "without-id", "record.equals-signed", "broken", "record.id=-",
	    "number.form=*", NULL },
	{ "without-name", "record.equals-signed", "broken", "record.name=-",
	    NULL, NULL },
	{ "without-dob", "record.equals-signed", "broken", "record.dob=-",
	    NULL, NULL },
	{ "without-expires", "record.equals-signed", "broken",
	    "record.expires=-", NULL, NULL },
	{ "edited-serial", "record.equals-signed", "broken",
	    "record.serial=00A1B2C3D4E5F608", NULL, NULL },
	EDIT("name", "record.name=Nguyễn_Văn_Khác", NULL),
	EDIT("name-mark", "record.name=Nguyễn_Văn_Mậu", NULL),
	EDIT("id", "record.id=001099000002", NULL),
	EDIT("dob", "record.dob=1999-01-03", "expiry.rule=*"),
	EDIT("sex", "record.sex=F", "number.sex=*"),
	EDIT("nationality", "record.nationality=LAO", NULL),
	EDIT("ethnicity", "record.ethnicity=Tày", NULL),
	EDIT("religion", "record.religion=Phật_giáo", NULL),
	EDIT("hometown", "record.hometown=Xã_Khác,_Hà_Nội", NULL),
	EDIT("residence", "record.residence=Số_2,_Hà_Nội", NULL),
	EDIT("father", "record.father=Trần_Văn_Cha", NULL),
	EDIT("mother", "record.mother=Lê_Thị_Má", NULL),
	EDIT("issued", "record.issued=2025-02-02", NULL),
	EDIT("expires", "record.expires=2040-01-02", "expiry.rule=*"),
	EDIT("expires-never", "record.expires=never", "expiry.rule=*"),
	{ "edited-mrz", "record.equals-signed", "broken", "record.mrz="
	    "IDVNM0990000013001099000001<<2\\n9901022M3901021VNM<<<<<<<<<<<0"
	    "\\nNGUYEN<<VAN<KHAC<<<<<<<<<<<<<<", "mrz.agrees=*,mrz.digits=*",
	    NULL },
	/* DG13 has these and leaves them empty: nobody signed them */
	{ "added-old-id", "record.unsigned", "odd", "record.old_id=123456789",
	    "old_id.valid=*", NULL },
	{ "added-marks", "record.unsigned", "odd", "record.marks=Sẹo_chấm",
	    NULL, NULL },
	{ "dg13-not-read", "record.unsigned", "odd",
	    "files.missing=DG13 absent.DG13=not-asked "
	    "record.name=NGUYEN_VAN_MAU", NULL, NULL },
	{ "dg13-number", "dg13.agrees", "broken", "dg13.id=001099000002",
	    NULL, NULL },
	{ "dg13-birth", "dg13.agrees", "forbidden", "dg13.born=19990103",
	    NULL, NULL },
	{ "dg13-sex", "dg13.agrees", "forbidden", "dg13.sex=F", NULL, NULL },
	{ "dg13-name", "dg13.agrees", "forbidden",
	    "dg13.name=Trần_Văn_Khác record.follow=dg13 record.mrz=-",
	    "record.equals-signed=odd", NULL },
	{ "read-in-future", "record.read-at", "odd",
	    "chip.read-at=2027-03-01T10:00:00+07:00", NULL, NULL },
	{ "card-expired", "card.current", "odd", "who.expires=20260110",
	    "expiry.rule=*", NULL },
	{ "card-lost", "card.lost", "not_done", "", NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL }
};
