/* SPDX-License-Identifier: ISC */
/* Which file of a chip something on disk is: by its octets, and by its name. */
#ifndef SHELF_DUMP_NAME_H
#define SHELF_DUMP_NAME_H

#include "chip/lds.h"

/* By the tag it begins with, and for those that share one by what is inside.
 * *whole: one object with nothing but padding (00, FF) behind it. False: none
 * of a chip's files begins so. */
bool dump_by_content(struct slice octets, enum lds_file *out, bool *whole);

/* Whether the name says that it is `f`, or that it is one of a chip's at all:
 * "EF_SOD.bin", "EF.SOD", "sod", "DG1", "EF_DG01.bin", "Datagroup1.bin",
 * "0101.bin" (the file identifier; 011D is two files'), "CardAccess". */
enum dump_saying { DUMP_SAYS_NOTHING, DUMP_SAYS_THIS, DUMP_SAYS_ANOTHER };
enum dump_saying dump_by_name(const char *name, enum lds_file f);

#endif
