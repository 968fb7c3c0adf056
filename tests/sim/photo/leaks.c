/* SPDX-License-Identifier: ISC */
/* What fontconfig keeps until the end is not our leak: AddressSanitizer asks
 * these two for its settings. Nobody calls them elsewhere. */

const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}
