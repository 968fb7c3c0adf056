/* SPDX-License-Identifier: ISC */
/* The catalogue of findings: name, criterion, severity, what is wrong. The
 * names stand in man/cccd-roster.5. */
#ifndef LINT_LINT_RULES_H
#define LINT_LINT_RULES_H

#include "base/err.h"

#define LINT_TABLE(X) LINT_TABLE_CORRECT(X) LINT_TABLE_COMPLETE(X)	\
	LINT_TABLE_CLEAN(X) LINT_TABLE_CURRENT(X)

#define LINT_TABLE_CORRECT(X)						\
	X(LINT_NUMBER_FORM, "number.form", CORRECT, ERROR,		\
	    N_("a citizen number has twelve digits"))			\
	X(LINT_NUMBER_LENGTH, "number.length", CORRECT, ERROR,		\
	    N_("neither nine nor twelve digits"))			\
	X(LINT_NUMBER_UNREADABLE, "number.unreadable", CORRECT, ERROR,	\
	    N_("this is no number"))					\
	X(LINT_NUMBER_ROUNDED, "number.rounded", CORRECT, ERROR,	\
	    N_("a spreadsheet rounded digits away: take them from the "	\
	    "paper"))							\
	X(LINT_NUMBER_DIGITS, "number.digits", CORRECT, ERROR,		\
	    N_("digits are missing, and the row does not say which"))	\
	X(LINT_NUMBER_PHONE, "number.phone", CORRECT, ERROR,		\
	    N_("a telephone number, as it seems"))			\
	X(LINT_NUMBER_PLACEHOLDER, "number.placeholder", CORRECT, ERROR, \
	    N_("a stand-in, not somebody's number"))			\
	X(LINT_NUMBER_PREFIX, "number.prefix", CORRECT, WARNING,	\
	    N_("its first three digits are no place known here"))	\
	X(LINT_NUMBER_ERA, "number.era", CORRECT, ERROR,		\
	    N_("names a birth year that has not come"))			\
	X(LINT_NUMBER_PARENT, "number.parent", CORRECT, WARNING,	\
	    N_("is of somebody a generation older: a parent's number "	\
	    "given for the child?"))					\
	X(LINT_NUMBER_BIRTH, "number.birth", CORRECT, WARNING,		\
	    N_("names another birth year than the row"))		\
	X(LINT_NUMBER_SEX, "number.sex", CORRECT, WARNING,		\
	    N_("names the other sex than the row"))			\
	X(LINT_OLD_FORM, "old_id.form", CORRECT, WARNING,		\
	    N_("an old number has nine digits"))			\
	X(LINT_OLD_PLACEHOLDER, "old_id.placeholder", CORRECT, ERROR,	\
	    N_("a stand-in, not somebody's number"))			\
	X(LINT_CANCELLED_FORM, "cancelled_id.form", CORRECT, WARNING,	\
	    N_("a cancelled number has nine or twelve digits"))		\
	X(LINT_NAME_PLACEHOLDER, "name.placeholder", CORRECT, ERROR,	\
	    N_("a stand-in, not somebody's name"))			\
	X(LINT_NAME_DIGITS, "name.digits", CORRECT, WARNING,		\
	    N_("digits in a name"))					\
	X(LINT_NAME_BRACKETS, "name.brackets", CORRECT, WARNING,	\
	    N_("a remark in brackets in a name"))			\
	X(LINT_NAME_TWO, "name.two", CORRECT, WARNING,			\
	    N_("two people in one cell, as it seems"))			\
	X(LINT_NAME_SINGLE, "name.single", CORRECT, WARNING,		\
	    N_("one word only"))					\
	X(LINT_NAME_SHORT, "name.short", CORRECT, WARNING,		\
	    N_("a shortened name"))					\
	X(LINT_NAME_LETTERS, "name.letters", CORRECT, WARNING,		\
	    N_("signs that no name on a card has"))			\
	X(LINT_NAME_ORDER, "name.order", CORRECT, WARNING,		\
	    N_("the family name stands last, as in most others"))	\
	X(LINT_ROW_SPLIT, "row.split", CORRECT, WARNING,		\
	    N_("part of the row above, as it seems"))			\
	X(LINT_ROW_HIDDEN, "row.hidden", CURRENT, WARNING,		\
	    N_("hidden in the workbook: is the person still on the list?")) \
	X(LINT_NAME_TITLE, "name.title", CORRECT, NOTE,			\
	    N_("a title in front of the name, as it seems"))		\
	X(LINT_NAME_FOREIGN, "name.foreign", CORRECT, NOTE,		\
	    N_("not spelled as Vietnamese is: of a minority, or foreign?")) \
	X(LINT_DOB_UNREADABLE, "dob.unreadable", CORRECT, ERROR,	\
	    N_("not a day that can be read, or none of the calendar"))	\
	X(LINT_DOB_REAL, "dob.real", CORRECT, ERROR,			\
	    N_("no such day in the calendar"))				\
	X(LINT_DOB_FUTURE, "dob.future", CORRECT, ERROR,		\
	    N_("born in the future"))					\
	X(LINT_DOB_ERA, "dob.era", CORRECT, ERROR,			\
	    N_("born before 1900"))					\
	X(LINT_DOB_AGE, "dob.age", CORRECT, WARNING,			\
	    N_("older than 120 years"))					\
	X(LINT_DATE_ORDER, "date.order", CORRECT, WARNING,		\
	    N_("day and month may be exchanged: the column has both "	\
	    "orders"))							\
	X(LINT_SEX_UNCLEAR, "sex.unclear", CORRECT, WARNING,		\
	    N_("neither Nam nor Nữ"))					\
	X(LINT_ISSUED_UNREADABLE, "issued.unreadable", CORRECT, WARNING, \
	    N_("not a day that can be read"))				\
	X(LINT_ISSUED_REAL, "issued.real", CORRECT, ERROR,		\
	    N_("no such day in the calendar"))				\
	X(LINT_ISSUED_FUTURE, "issued.future", CORRECT, ERROR,		\
	    N_("issued in the future"))					\
	X(LINT_ISSUED_BIRTH, "issued.birth", CORRECT, ERROR,		\
	    N_("issued before the birth"))				\
	X(LINT_EXPIRES_UNREADABLE, "expires.unreadable", CORRECT, WARNING, \
	    N_("not a day that can be read"))				\
	X(LINT_EXPIRES_REAL, "expires.real", CORRECT, ERROR,		\
	    N_("no such day in the calendar"))				\
	X(LINT_EXPIRES_ORDER, "expires.order", CORRECT, ERROR,		\
	    N_("the end lies before birth or issue"))			\
	X(LINT_EXPIRES_RULE, "expires.rule", CORRECT, NOTE,		\
	    N_("the law sets another end for a card of this issue"))	\
	X(LINT_ROW_REJECT, "row.reject", CORRECT, ERROR,		\
	    N_("the row cannot be read"))				\
	X(LINT_ROW_UNCLEAR, "row.unclear", CORRECT, WARNING,		\
	    N_("what stands here was not understood"))

#define LINT_TABLE_COMPLETE(X)						\
	X(LINT_NUMBER_MISSING, "number.missing", COMPLETE, ERROR,	\
	    N_("no number of any kind"))				\
	X(LINT_NAME_MISSING, "name.missing", COMPLETE, ERROR,		\
	    N_("no name"))						\
	X(LINT_DOB_MISSING, "dob.missing", COMPLETE, ERROR,		\
	    N_("no birth date"))					\
	X(LINT_DOB_PART, "dob.part", COMPLETE, NOTE,			\
	    N_("the day of birth is not known"))			\
	X(LINT_DOB_JANUARY, "dob.january", COMPLETE, NOTE,		\
	    N_("1 January may stand for an unknown day"))		\
	X(LINT_SEX_MISSING, "sex.missing", COMPLETE, WARNING,		\
	    N_("no sex"))						\
	X(LINT_FIELD_MISSING, "field.missing", COMPLETE, WARNING,	\
	    N_("nothing in this column"))				\
	X(LINT_COLUMN_MISSING, "column.missing", COMPLETE, WARNING,	\
	    N_("the roster has no such column"))			\
	X(LINT_PERSON_MISSING, "person.missing", COMPLETE, ERROR,	\
	    N_("should be here and is not"))				\
	X(LINT_PERSON_PROBABLY, "person.probably", COMPLETE, WARNING,	\
	    N_("the number is not here, but somebody of this name and "	\
	    "birth date: look"))					\
	X(LINT_CARD_NONE, "card.none", COMPLETE, WARNING,		\
	    N_("14 years or older, and no citizen number: no card "	\
	    "yet"))							\
	X(LINT_CARD_CMND, "card.cmnd-only", COMPLETE, WARNING,		\
	    N_("14 years or older, and only a nine-digit card, which "	\
	    "ended with 2024"))						\
	X(LINT_CARD_NO_CHIP, "card.no-chip", COMPLETE, WARNING,		\
	    N_("14 years or older, and the card was issued before 2021, " \
	    "without a chip"))						\
	X(LINT_CARD_ENDED, "card.ended", COMPLETE, WARNING,		\
	    N_("14 years or older, and the card has expired"))

#define LINT_TABLE_CLEAN(X)						\
	X(LINT_NUMBER_SHARED, "number.shared", CLEAN, ERROR,		\
	    N_("one number for different people, or for one who is "	\
	    "written in two ways"))					\
	X(LINT_NUMBER_TWICE, "number.twice", CLEAN, WARNING,		\
	    N_("the same person by number in several rows"))		\
	X(LINT_OLD_SHARED, "old_id.shared", CLEAN, WARNING,		\
	    N_("one old number for different people (provinces gave some " \
	    "twice), or for one who is written in two ways"))		\
	X(LINT_PERSON_TWO_NUMBERS, "person.two-numbers", CLEAN, WARNING, \
	    N_("one person by the old and by the new number"))		\
	X(LINT_PERSON_TWICE, "person.twice", CLEAN, WARNING,		\
	    N_("one name, birth date and address in several rows"))	\
	X(LINT_PERSON_ALIKE, "person.alike", CLEAN, NOTE,		\
	    N_("one name and birth date in several rows: one person "	\
	    "or two?"))							\
	X(LINT_NUMBER_ZEROS, "number.zeros", CLEAN, WARNING,		\
	    N_("a spreadsheet took zeros away: make the column text"))	\
	X(LINT_NUMBER_SIGNS, "number.signs", CLEAN, NOTE,		\
	    N_("signs between or around the digits"))			\
	X(LINT_NUMBER_TWO, "number.two", CLEAN, NOTE,			\
	    N_("two numbers in one cell"))				\
	X(LINT_NUMBER_COLUMN, "number.column", CLEAN, NOTE,		\
	    N_("a passport's number in a column of citizen numbers"))	\
	X(LINT_DATE_SERIAL, "date.serial", CLEAN, WARNING,		\
	    N_("a spreadsheet's count of days in the place of a date"))	\
	X(LINT_DATE_YEAR, "date.year", CLEAN, NOTE,			\
	    N_("two digits of a year"))					\
	X(LINT_DATE_SWAPPED, "date.swapped", CLEAN, WARNING,		\
	    N_("day and month stood in the other order"))		\
	X(LINT_TEXT_CHARSET, "text.charset", CLEAN, WARNING,		\
	    N_("text of an old font (TCVN3, VNI): make it Unicode"))	\
	X(LINT_TEXT_FORM, "text.form", CLEAN, NOTE,			\
	    N_("marks apart from their letters: make it composed "	\
	    "Unicode"))							\
	X(LINT_TEXT_LOOKALIKE, "text.look-alike", CLEAN, WARNING,	\
	    N_("letters that only look like those of Vietnamese"))	\
	X(LINT_TEXT_HIDDEN, "text.hidden", CLEAN, WARNING,		\
	    N_("control or invisible characters"))			\
	X(LINT_TEXT_BLANKS, "text.blanks", CLEAN, NOTE,			\
	    N_("doubled blanks"))					\
	X(LINT_NAME_CASE, "name.case", CLEAN, NOTE,			\
	    N_("small and capital letters as they come"))		\
	X(LINT_ROW_REPAIRED, "row.repaired", CLEAN, NOTE,		\
	    N_("mended while it was read"))

#define LINT_TABLE_CURRENT(X)						\
	X(LINT_CARD_EXPIRED, "card.expired", CURRENT, WARNING,		\
	    N_("the card has expired"))					\
	X(LINT_CARD_EXPIRED_RULE, "card.expired-by-rule", CURRENT, WARNING, \
	    N_("the card has expired by the rule of the law: look at it")) \
	X(LINT_CARD_OLD, "card.cmnd-past", CURRENT, WARNING,		\
	    N_("known by a nine-digit card alone: none is valid since 1 " \
	    "January 2025"))						\
	X(LINT_CARD_SOON, "card.soon", CURRENT, NOTE,			\
	    N_("the card ends within 90 days: renew it"))		\
	X(LINT_CARD_AGE, "card.age", CURRENT, NOTE,			\
	    N_("reaches an age of exchange (14, 25, 40, 60) within 90 "	\
	    "days"))							\
	X(LINT_ADDRESS_OLD, "address.old", CURRENT, NOTE,		\
	    N_("written as before the merger of July 2025"))		\
	X(LINT_ADDRESS_DIVIDED, "address.divided", CURRENT, NOTE,	\
	    N_("written as before the merger of July 2025, and the "	\
	    "commune was divided: ask which part"))			\
	X(LINT_ADDRESS_UNKNOWN, "address.unknown", CURRENT, NOTE,	\
	    N_("names no unit that is known here"))

#endif
