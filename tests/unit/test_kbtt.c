/* SPDX-License-Identifier: ISC */
/* The pure parts of the portal's client: bodies, answers, settings. */
#include <string.h>

#include "stay/config.h"
#include "stay/kbtt_answer.h"
#include "stay/send.h"
#include "stay/stay.h"
#include "tap.h"

static struct stay
vietnamese(void)
{
	struct stay s = { .arrive = { { 2026, 9, 16 }, 14 * 3600 },
	    .leave = { { 2026, 9, 18 }, 12 * 3600 } };

	s.f[STAY_NAME] = SLICE("Nguyễn Văn \"Mẫu\"");
	s.f[STAY_SEX] = SLICE("M");
	s.f[STAY_DOB] = SLICE("1999-01-02");
	s.f[STAY_DOC_TYPE] = SLICE("8");
	s.f[STAY_DOC_NO] = SLICE("001099000001");
	s.f[STAY_REASON] = SLICE("06");
	return s;
}

static void
body(const struct stay *s, const char *want, const char *name)
{
	struct buf b = { 0 };

	kbtt_body(s, &b);
	tap_same(buf_slice(&b), want, name);
	buf_release(&b);
}

static void
test_vietnamese(void)
{
	struct stay s = vietnamese();

	body(&s, "[{\"hoTen\":\"Nguyễn Văn \\\"Mẫu\\\"\",\"gioiTinh\":\"M\","
	    "\"ngayThangNamSinhStr\":\"1999-01-02\","
	    "\"ngayDenCsltStr\":\"2026-09-16 14:00:00\","
	    "\"ngayDiDuKienStr\":\"2026-09-18 12:00:00\","
	    "\"lyDoCuTru\":6,\"loaiGiayTo\":8,"
	    "\"soGiayTo\":\"001099000001\"}]", "call 5, required fields");
	s.f[STAY_ROOM] = SLICE("203");
	s.f[STAY_PHONE] = SLICE("0900000000");
	s.f[STAY_NOTE] = SLICE("x");
	s.f[STAY_REASON] = SLICE("20");
	s.f[STAY_REASON_TEXT] = SLICE("thi");
	s.arrive.sec = 86399;
	body(&s, "[{\"hoTen\":\"Nguyễn Văn \\\"Mẫu\\\"\",\"gioiTinh\":\"M\","
	    "\"ngayThangNamSinhStr\":\"1999-01-02\","
	    "\"ngayDenCsltStr\":\"2026-09-16 23:59:59\","
	    "\"ngayDiDuKienStr\":\"2026-09-18 12:00:00\",\"lyDoCuTru\":20,"
	    "\"lyDoChiTiet\":\"thi\",\"loaiGiayTo\":8,"
	    "\"soGiayTo\":\"001099000001\",\"soPhong\":\"203\","
	    "\"soDienThoai\":\"0900000000\",\"ghiChu\":\"x\"}]",
	    "call 5, all fields");
}

static void
test_foreign(void)
{
	struct stay s = vietnamese();

	s.foreign = true;
	s.f[STAY_NAME] = SLICE("MUSTER ERIKA");
	s.f[STAY_NATIONALITY] = SLICE("D");
	s.f[STAY_DOC_NO] = SLICE("C01X00T47");
	s.f[STAY_PERMITTED] = SLICE("2026-12-31");
	s.f[STAY_ROOM] = SLICE("1");
	body(&s, "[{\"hoTen\":\"MUSTER ERIKA\",\"quocTich\":\"D\","
	    "\"soHoChieu\":\"C01X00T47\",\"gioiTinh\":\"M\","
	    "\"loaiNgayThangNamSinh\":\"D\","
	    "\"ngayThangNamSinhStr\":\"1999-01-02\","
	    "\"ngayDenCsltStr\":\"2026-09-16 14:00:00\","
	    "\"ngayDiDuKienStr\":\"2026-09-18 12:00:00\","
	    "\"thoiHanTamTruStr\":\"2026-12-31 23:59:59\","
	    "\"soPhong\":\"1\"}]", "call 4");
	s.f[STAY_DOB] = SLICE("1964");
	s.f[STAY_ROOM].p = NULL;
	body(&s, "[{\"hoTen\":\"MUSTER ERIKA\",\"quocTich\":\"D\","
	    "\"soHoChieu\":\"C01X00T47\",\"gioiTinh\":\"M\","
	    "\"loaiNgayThangNamSinh\":\"Y\","
	    "\"ngayThangNamSinhStr\":\"1964-01-01\","
	    "\"ngayDenCsltStr\":\"2026-09-16 14:00:00\","
	    "\"ngayDiDuKienStr\":\"2026-09-18 12:00:00\","
	    "\"thoiHanTamTruStr\":\"2026-12-31 23:59:59\"}]",
	    "call 4, only the year of birth");
}

#define M(code, text) "{\"code\":" code ",\"message\":\"" text \
	"\",\"data\":null}"
#define P "Bản khai báo 1: "
#define STAYING P "Loại giấy tờ 'Thẻ CCCD' và Số giấy tờ '001099000001' " \
	"đang tạm trú tại CSLT và chưa checkout"
#define OVERLAP P "Khách đã có khai báo tạm trú từ 2026-09-14 đến " \
	"2026-09-15 tại cơ sở lưu trú này"

static const struct {
	long http;
	enum outcome want;
	const char *body, *words;	/* words NULL: not compared */
} answers[] = {
	{ 200, OUTCOME_OK, M("\"200\"", "Thành công"), "Thành công" },
	{ 200, OUTCOME_OK, M("200", ""), "HTTP 200" },
	{ 201, OUTCOME_OK, M("\"200\"", "x"), "x" },
	/* body code over HTTP status */
	{ 200, OUTCOME_BAD, M("\"400\"", P "Số phòng là bắt buộc"),
	    P "Số phòng là bắt buộc" },
	{ 400, OUTCOME_BAD, M("\"400\"", P "Số phòng là bắt buộc"), NULL },
	{ 200, OUTCOME_AUTH, M("\"401\"", "x"), "x" },
	{ 200, OUTCOME_TEMP, M("\"500\"", "x"), "x" },
	{ 200, OUTCOME_TEMP, M("\"429\"", "x"), "x" },
	/* a yes under an HTTP status that says no */
	{ 500, OUTCOME_UNKNOWN, M("\"200\"", "x"), "x" },
	{ 401, OUTCOME_AUTH, M("\"401\"", "hết hạn"), "hết hạn" },
	{ 401, OUTCOME_AUTH, "<html>", NULL },
	{ 403, OUTCOME_AUTH, M("\"403\"", "x"), "x" },
	{ 403, OUTCOME_TEMP, "<html>", NULL },
	{ 429, OUTCOME_TEMP, M("\"429\"", "x"), "x" },
	{ 503, OUTCOME_TEMP, M("\"503\"", "x"), "x" },
	{ 502, OUTCOME_TEMP, "<html>", "HTTP 502, an answer that is not JSON" },
	{ 200, OUTCOME_TEMP, "<html>", "HTTP 200, an answer that is not JSON" },
	{ 200, OUTCOME_TEMP, "", "HTTP 200, an empty answer" },
	{ 200, OUTCOME_TEMP, "[]", NULL },
	{ 200, OUTCOME_TEMP, "{\"code\":\"2", NULL },
	{ 200, OUTCOME_TEMP, "{\"message\":\"x\"}", "x" },
	{ 200, OUTCOME_TEMP, "{\"code\":null}", NULL },
	{ 200, OUTCOME_TEMP, M("\"0x200\"", "x"), "x" },
	{ 200, OUTCOME_TEMP, M("\"20000000200\"", "x"), "x" },
	{ 302, OUTCOME_TEMP, "", NULL },
	{ 404, OUTCOME_TEMP, M("\"404\"", "x"), "x" },
	/* without a code the HTTP status speaks */
	{ 400, OUTCOME_BAD, "{\"status\":400,\"error\":\"Bad Request\"}",
	    "Bad Request" },
	{ 400, OUTCOME_BAD, "{\"code\":\"400\",\"message\":\"a\",\"data\":"
	    "{\"detail\":[\"b\",\"c\"]}}", "a; b; c; " },
	/* refusals of a second filing, as seen and nearly so */
	{ 400, OUTCOME_DUP, M("\"400\"", STAYING), STAYING },
	{ 200, OUTCOME_DUP, M("\"400\"", STAYING ", " OVERLAP), NULL },
	{ 400, OUTCOME_DUP, M("\"400\"", STAYING ", " OVERLAP ". Vui lòng "
	    "kiểm tra tại chức năng Quản lý khách đang tạm trú."), NULL },
	{ 400, OUTCOME_DUP, M("\"400\"", P "Số hộ chiếu đang tạm trú tại CSLT "
	    "và chưa checkout"), NULL },
	{ 400, OUTCOME_DUP, M("\"400\"",
	    "Đã tồn tại khai báo trùng thời gian tại CSLT"), NULL },
	{ 400, OUTCOME_DUP, M("\"400\"", P "KHÁCH ĐANG LƯU TRÚ, CHƯA TRẢ "
	    "PHÒNG"), NULL },
	/* the same in decomposed letters */
	{ 400, OUTCOME_DUP, M("\"400\"", "Kha\\u0301ch \\u0111ang ta\\u0323m "
	    "tru\\u0301"), NULL },
	/* not every part is one: another reason refuses, too */
	{ 400, OUTCOME_BAD, M("\"400\"", STAYING ", " P
	    "Số phòng là bắt buộc"), NULL },
	{ 400, OUTCOME_BAD, M("\"400\"", P "Số phòng là bắt buộc, " STAYING),
	    NULL },
	{ 400, OUTCOME_BAD, M("\"400\"", P "không đang tạm trú tại CSLT"),
	    NULL },
	{ 400, OUTCOME_BAD, M("\"400\"", P "Ngày đến Cslt phải là ngày hiện "
	    "tại hoặc hôm qua"), NULL },
	{ 400, OUTCOME_BAD, M("\"400\"", P "Thời hạn tạm trú phải lớn hoặc "
	    "bằng hôm nay"), NULL },
	{ 400, OUTCOME_BAD, M("\"400\"", P "Lý do lưu trú không tồn tại"),
	    NULL },
	{ 400, OUTCOME_BAD, M("\"400\"", ""), NULL },
};

static void
test_answers(void)
{
	struct buf w = { 0 };
	enum outcome got;
	size_t i;

	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		buf_reset(&w);
		got = kbtt_answer(answers[i].http, slice_str(answers[i].body),
		    &w);
		OK(got == answers[i].want, "%ld %.60s: %s, want %s",
		    answers[i].http, answers[i].body, outcome_word(got),
		    outcome_word(answers[i].want));
		if (answers[i].words != NULL)
			tap_same(buf_slice(&w), answers[i].words, "its words");
	}
	buf_release(&w);
}

#define TOKEN "\"AccessToken\":\"aa\",\"RefreshToken\":\"bb\"," \
	"\"Exp\":1775631277,\"CsltId\":\"1000227\""
#define RIGHT ",\"Authorities\":[\"CLIENT_API_CSLT\",\"kbtt:create-3th\"]"

static void
test_tokens(void)
{
	static const struct {
		long http;
		enum outcome want;
		const char *body;
	} t[] = {
		{ 200, OUTCOME_OK, "{\"code\":\"200\",\"data\":{" TOKEN RIGHT
		    "}}" },
		{ 200, OUTCOME_OK, "{" TOKEN RIGHT "}" },
		{ 200, OUTCOME_AUTH, "{" TOKEN "}" },
		{ 200, OUTCOME_AUTH, "{" TOKEN ",\"Authorities\":"
		    "[\"kbtt:create-3thx\"]}" },
		{ 200, OUTCOME_AUTH, M("\"400\"", "sai mật khẩu") },
		{ 400, OUTCOME_AUTH, M("\"400\"", "sai mật khẩu") },
		{ 401, OUTCOME_AUTH, M("\"401\"", "x") },
		{ 200, OUTCOME_TEMP, M("\"200\"", "x") },
		{ 200, OUTCOME_TEMP, "<html>" },
		{ 503, OUTCOME_TEMP, "<html>" },
		{ 429, OUTCOME_TEMP, "" },
	};
	struct kbtt_token k = { 0 };
	struct buf w = { 0 };
	enum outcome got;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		kbtt_token_release(&k);
		got = kbtt_token_answer(t[i].http, slice_str(t[i].body), &k,
		    &w);
		OK(got == t[i].want, "token, %ld %.50s: %s", t[i].http,
		    t[i].body, outcome_word(got));
		if (t[i].want == OUTCOME_OK)
			OK(slice_is(buf_slice(&k.access), "aa") &&
			    slice_is(buf_slice(&k.refresh), "bb") &&
			    slice_is(buf_slice(&k.facility), "1000227") &&
			    k.expires == 1775631277, "its members");
	}
	kbtt_token_release(&k);
	buf_release(&w);
}

static void
settings(struct kbtt_config c, const char *want)
{
	const char *what = "";
	struct kbtt *k = NULL;
	enum err e = kbtt_new(&c, &k, &what);

	OK(want == NULL ? e == ERR_OK : e == ERR_CONFIG &&
	    strcmp(what, want) == 0, "settings: %s", want ? want : "good");
	kbtt_free(k);
}

static void
test_settings(void)
{
	static const char *const urls[] = {
		"http://127.0.0.1", "HTTPS://x", "https://", "https://a/b",
		"https://a@b", "https://a?b", "https://a b", "file:///x", ""
	};
	const struct kbtt_config good = { .url = "https://[::1]:8443",
	    .username = "u", .password = "p", .token_client = "a",
	    .token_secret = "b", .session_client = "c",
	    .session_secret = "d:e" };
	struct kbtt_config c = good;
	size_t i;

	settings(good, NULL);
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		c.url = urls[i];
		settings(c, "url");
	}
	c = good;
	c.password = NULL;
	settings(c, "password");
	c = good;
	c.session_secret = "";
	settings(c, "session_secret");
	c = good;
	c.token_client = "a:b";
	settings(c, "token_client");
}

static void
test_clock(void)
{
	const struct kbtt_config c = { .url = "https://127.0.0.1:1",
	    .username = "u", .password = "p", .token_client = "a",
	    .token_secret = "b", .session_client = "c",
	    .session_secret = "d" };
	const char *what = "";
	struct kbtt *k = NULL;
	struct buf w = { 0 };

	if (!OK(kbtt_new(&c, &k, &what) == ERR_OK, "a session"))
		return;
	OK(kbtt_ready(k, 86400, &w) == OUTCOME_TEMP, "1970 is temporary");
	tap_same(buf_slice(&w), "the clock of this machine is wrong: set date "
	    "and time", "and the clock is named");
	OK(kbtt_facility(k)[0] == '\0', "no facility before a token");
	buf_release(&w);
	kbtt_free(k);
}

/* As in the files that people write: the key is named as it stands there. */
static void
connects(const char *settings, const char *credentials, const char *want)
{
	struct settings s = { 0 }, c = { 0 };
	struct kbtt *k = NULL;
	const char *key = "";
	unsigned line = 0;
	enum err e;

	buf_add_str(&s.text, settings);
	buf_add_str(&c.text, credentials);
	e = settings_parse(&s, &line);
	if (e == ERR_OK)
		e = settings_parse(&c, &line);
	if (e == ERR_OK)
		e = config_connect(&s, &c, &k, &key);
	OK(want == NULL ? e == ERR_OK && k != NULL : e == ERR_CONFIG &&
	    strcmp(key, want) == 0, "files: %s", want ? want : "good");
	kbtt_free(k);
	settings_release(&s);
	settings_release(&c);
}

static void
test_files(void)
{
#define USER "username = u\npassword = p\n"
#define CLIENTS "token_client = a\ntoken_secret = b\nsession_client = c\n"
	static const char url[] = "portal_url = https://[::1]:8443\n";

	connects(url, USER CLIENTS "session_secret = d\n", NULL);
	connects("", USER CLIENTS "session_secret = d\n", "portal_url");
	connects("portal_url = ftp://x\n", USER CLIENTS
	    "session_secret = d\n", "portal_url");
	connects(url, USER CLIENTS, "session_secret");
	connects(url, "", "username");
}

static void
test_pauses(void)
{
	OK(send_pause_ms(SEND_ALL) == 0, "no pause after a pass");
	OK(send_pause_ms(SEND_DOWN) >= 10000, "one after silence");
	OK(send_pause_ms(SEND_AUTH) >= 10 * send_pause_ms(SEND_DOWN),
	    "a long one where the account may be locked");
}

int
main(void)
{
	test_vietnamese();
	test_foreign();
	test_answers();
	test_tokens();
	test_settings();
	test_clock();
	test_files();
	test_pauses();
	return tap_done();
}
