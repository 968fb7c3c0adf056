/* SPDX-License-Identifier: ISC */
/* The text files of LDS 1 (Doc 9303-10): EF.COM, DG1, DG3, DG11, DG12, DG16. */
#include <stdio.h>
#include <string.h>

#include "make.h"

unsigned
make_tag(enum sim_file f)
{
	static const unsigned tag[] = { 0x61, 0x75, 0x63, 0x76, 0x65, 0x66,
		0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70 };

	return tag[f - SIM_DG1];
}

/* 4.6.1. The card has the groups in this order, with DG15 before DG14. */
void
make_com(const struct sim_profile *p, unsigned groups, struct sim_bytes *out)
{
	static const enum sim_file order[] = { SIM_DG1, SIM_DG2, SIM_DG3,
		SIM_DG11, SIM_DG12, SIM_DG13, SIM_DG15, SIM_DG14, SIM_DG16 };
	size_t all, list, i;

	if (p->com_differs)
		groups = (groups | 1u << 10) & ~(1u << 12);
	all = der_open(out, 0x60);
	der_text(out, 0x5f01, "0107");
	der_text(out, 0x5f36, "040000");
	list = der_open(out, 0x5c);
	for (i = 0; i < sizeof order / sizeof *order; i++)
		if ((groups >> (order[i] - SIM_DG1) & 1) != 0)
			der_octet(out, make_tag(order[i]));
	der_close(out, list);
	der_close(out, all);
}

void
make_dg1(const struct sim_profile *p, struct sim_bytes *out)
{
	size_t all = der_open(out, 0x61), zone = der_open(out, 0x5f1f), i;
	struct mrz m;

	mrz_make(p, &m);
	for (i = 0; i < m.lines; i++)
		sim_add(out, m.line[i], m.width);
	der_close(out, zone);
	der_close(out, all);
}

/* Behind Terminal Authentication: nobody here ever reads it, but the SOD has
 * its hash. */
void
make_dg3(const struct sim_profile *p, struct sim_bytes *out)
{
	size_t all = der_open(out, 0x63), group = der_open(out, 0x7f61);

	der_int(out, 0x02, 0);
	der_text(out, 0x53, p->person.id);
	der_close(out, group);
	der_close(out, all);
}

/* "Nguyễn Văn An" as NGUYỄN<<VĂN<AN would be: `<<` behind the surname, `<`
 * between the others. */
static void
national_name(const char *name, struct sim_bytes *out)
{
	size_t at = der_open(out, 0x5f0e);
	bool first = true;

	for (; *name != '\0'; name++) {
		if (*name != ' ') {
			sim_add(out, name, 1);
			continue;
		}
		sim_add(out, "<<", first ? 2 : 1);
		first = false;
	}
	der_close(out, at);
}

/* 4.7.11: the list of tags first, then each. */
void
make_dg11(const struct sim_profile *p, struct sim_bytes *out)
{
	const struct sim_person *who = &p->person;
	size_t all = der_open(out, 0x6b), others;

	der_tlv(out, 0x5c, "\x5f\x0e\x5f\x0f\x5f\x10\x5f\x2b\x5f\x11\x5f\x42"
	    "\x5f\x12\x5f\x13", 16);
	national_name(who->name, out);
	others = der_open(out, 0xa0);
	der_int(out, 0x02, 1);
	der_text(out, 0x5f0f, "Mẫu<<Bút<Danh");
	der_close(out, others);
	der_text(out, 0x5f10, who->id);
	der_text(out, 0x5f2b, who->born);
	der_text(out, 0x5f11, "Phường Mẫu<Hà Nội<VNM");
	der_text(out, 0x5f42, "Số 1 Đường Thử<Phường Mẫu<Hà Nội");
	der_text(out, 0x5f12, "0240000001");
	der_text(out, 0x5f13, "Kỹ sư thử nghiệm");
	der_close(out, all);
}

/* 4.7.12 */
void
make_dg12(const struct sim_profile *p, struct sim_bytes *out)
{
	size_t all = der_open(out, 0x6c);
	char made[15];

	snprintf(made, sizeof made, "%.8s101500", p->person.issued);
	der_tlv(out, 0x5c, "\x5f\x19\x5f\x26\x5f\x1b\x5f\x1c\x5f\x55\x5f\x56",
	    12);
	der_text(out, 0x5f19, "Cơ quan thử nghiệm");
	der_text(out, 0x5f26, p->person.issued);
	der_text(out, 0x5f1b, "Không có ghi chú");
	der_text(out, 0x5f1c, "Không");
	der_text(out, 0x5f55, made);
	der_text(out, 0x5f56, "MAY-THU-01");
	der_close(out, all);
}

/* 4.7.16: persons to notify, each in a template of its own. */
void
make_dg16(const struct sim_profile *p, struct sim_bytes *out)
{
	static const char *const who[] = { "Nguyễn<<Thị<Báo", "Lê<<Văn<Tin" };
	size_t all = der_open(out, 0x70), one, i;

	der_int(out, 0x02, 2);
	for (i = 0; i < 2; i++) {
		one = der_open(out, 0xa1 + (unsigned)i);
		der_text(out, 0x5f50, p->person.issued);
		der_text(out, 0x5f51, who[i]);
		der_text(out, 0x5f52, i == 0 ? "0240000002" : "0240000003");
		der_text(out, 0x5f53, "Số 3 Đường Thử<Phường Mẫu<Hà Nội");
		der_close(out, one);
	}
	der_close(out, all);
}
