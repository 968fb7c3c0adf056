/* SPDX-License-Identifier: ISC */
/* The child: waits for cards on one reader, reads each once. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/mem.h"
#include "base/sandbox.h"
#include "chip/card_pcsc.h"
#include "chip/card_record.h"
#include "chip/card_replay.h"
#include "chip/transcript.h"
#include "desk/entropy.h"
#include "desk/frame.h"
#include "desk/reader_priv.h"
#include "text/utf8.h"

#define LOOK_MS 200	/* for a card that goes while a key is awaited */
#define SLEEP_MS 60000
#define MAX_MEMORY (512u << 20)

struct child {
	const struct reader_start *s;
	const struct reader_job *job;
	struct pcsc *pcsc;
	void (*read)(struct child *c, const struct password *p,
	    struct slice key);
	struct frame_reader in, seals;
	int fd;
	unsigned percent;
	size_t answer_limit;
	bool unwritten;			/* the transcript has a gap */
};

/* One card, and all that comes of it. */
struct reading {
	const struct password *password;
	struct slice key;		/* the record of the key, or empty */
	const char *reader;
	bool replay;
	struct session_env env;
	struct session_result result;
	struct from_result head;
	struct buf line;
};

static void
finish(struct child *c, enum err e)
{
	int32_t why = (int32_t)e;
	struct slice part = { (char *)&why, sizeof why };

	pcsc_close(c->pcsc);
	(void)!frame_send(c->fd, FROM_END, &part, 1);
	_exit(0);
}

static void
tell(struct child *c, uint8_t kind, const void *p, size_t n)
{
	struct slice part = { p, n };

	if (frame_send(c->fd, kind, &part, 1) != ERR_OK)
		finish(c, ERR_EOF);
}

static long long
now_us(void *ctx)
{
	struct timespec t;

	(void)ctx;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
progress(void *ctx, enum lds_file f, size_t done, size_t total)
{
	struct child *c = ctx;
	struct from_progress p = { (int32_t)f, 0 };

	if (total > 0)
		p.percent = (uint32_t)(done < total ? done * 100 / total : 100);
	if (p.percent == c->percent)
		return;
	c->percent = p.percent;
	tell(c, FROM_PROGRESS, &p, sizeof p);
}

static enum err
environment(struct child *c, struct session_env *env)
{
	char text[DATE_MAX_TEXT];

	*env = (struct session_env){ .random = &entropy, .now_us = now_us,
	    .progress = progress, .ctx = c,
	    .no_portrait = c->job->no_portrait,
	    .answer_limit = c->answer_limit };
	moment_format(moment_from_unix((long long)time(NULL)), text);
	memcpy(env->read_at, text, sizeof text);
	if (c->job->nonce == NULL)
		return entropy.fill(NULL, env->nonce, sizeof env->nonce);
	memcpy(env->nonce, c->job->nonce, sizeof env->nonce);
	return ERR_OK;
}

/* The number in the name of a picture's file. */
static void
take_name(const struct person *p, char out[24])
{
	struct slice s = p->f[PERSON_ID].p != NULL ? p->f[PERSON_ID] :
	    p->f[PERSON_DOC_NO];

	if (s.n > 0 && s.n < 24)
		memcpy(out, s.p, s.n);
}

/* The parent has the station's key. It says nothing else while a card is
 * read. */
static enum err
ask_seal(void *ctx, struct slice message, uint8_t sig[SIGN_SIZE])
{
	struct child *c = ctx;
	struct slice s;
	uint8_t kind;
	enum err e;

	tell(c, FROM_SEAL, message.p, message.n);
	while ((e = frame_next(&c->seals, &kind, &s)) == ERR_AGAIN)
		if (frame_fill(&c->seals, c->fd) != ERR_OK)
			finish(c, ERR_EOF);
	if (e != ERR_OK || kind != TO_SEAL || s.n != SIGN_SIZE)
		return ERR_IO;
	memcpy(sig, s.p, SIGN_SIZE);
	return ERR_OK;
}

/* The record of a card that was read. */
static enum err
describe(struct child *c, struct reading *r)
{
	struct evidence_sealer sealer = { .seal = ask_seal, .ctx = c };
	struct evidence ev = { .result = &r->result, .env = &r->env,
	    .reader = r->reader, .replay = r->replay,
	    .sealer = c->job->station != NULL ? &sealer : NULL };
	struct slice files[LDS_FILES];
	struct record record = { 0 };
	struct holder h = { 0 };
	size_t i, at;
	enum err e = record_parse(&record, r->key.n > 0 ? r->key :
	    SLICE("{}"), &at);

	if (c->job->station != NULL)
		memcpy(sealer.public, c->job->station->public,
		    sizeof sealer.public);
	for (i = 0; i < LDS_FILES; i++)
		files[i] = buf_slice(&r->result.file[i]);
	if (e == ERR_OK)
		e = holder_read(files,
		    moment_from_unix((long long)time(NULL)).date, &h);
	if (e == ERR_OK)
		e = card_record(&record, &ev, &h, &r->line);
	if (e == ERR_OK)
		take_name(&h.person, r->head.name);
	holder_release(&h);
	record_release(&record);
	return e;
}

static void
send_result(struct child *c, struct reading *r, enum err e)
{
	struct from_result *head = &r->head;
	struct slice part[3] = { { (char *)head, sizeof *head } };
	struct face face;

	if (e == ERR_OK)
		part[1] = buf_slice(&r->line);
	if (e == ERR_OK && c->job->picture &&
	    face_parse(buf_slice(&r->result.file[LDS_DG2]), &face) == ERR_OK) {
		part[2] = face.picture;
		head->kind = (int32_t)face.kind;
	}
	head->err = (int32_t)e;
	head->line = (uint32_t)part[1].n;
	head->picture = (uint32_t)part[2].n;
	head->sw = r->result.sw;
	head->aa = (int32_t)r->result.aa;
	head->ca = (int32_t)r->result.ca;
	head->cam = (int32_t)r->result.cam;
	head->unwritten = c->unwritten;
	head->answer_limit = c->answer_limit;
	if (frame_send(c->fd, FROM_RESULT, part, 3) != ERR_OK)
		finish(c, ERR_EOF);
}

static void
finish_reading(struct child *c, struct reading *r, enum err e)
{
	if (e == ERR_OK)
		e = describe(c, r);
	send_result(c, r, e);
	buf_wipe(&r->line);
	session_result_release(&r->result);
	mem_wipe(r, sizeof *r);
}

static void
write_line(void *ctx, struct slice line)
{
	struct child *c = ctx;
	if (!c->unwritten && !fd_write_all(c->job->transcript, line))
		c->unwritten = true;
}

static enum err
read_session(struct child *c, struct card *card, struct reading *r)
{
	struct transcript t = { .write = write_line, .ctx = c };
	struct session_env env = r->env;
	enum err e;

	if (c->job->transcript < 0)
		return session_read(card, r->password, &env, &r->result);
	transcript_start(&t, card, &r->env, r->password, r->reader);
	env.random = &t.random;
	e = session_read(&t.card, r->password, &env, &r->result);
	transcript_end(&t, e);
	return e;
}

static enum err
talk(struct child *c, struct reading *r)
{
	struct card card;
	enum err e;

	tell(c, FROM_TAKING, NULL, 0);
	e = pcsc_connect(c->pcsc);
	if (e != ERR_OK)
		return e;
	tell(c, FROM_READING, NULL, 0);
	c->percent = 101;
	pcsc_card(c->pcsc, &card);
	e = read_session(c, &card, r);
	if (e == ERR_LINK && pcsc_is_gone(c->pcsc))
		e = ERR_CARD_LOST;
	pcsc_disconnect(c->pcsc);
	if (r->result.answer_limit > 0)
		c->answer_limit = r->result.answer_limit;
	return e;
}

static void
read_card(struct child *c, const struct password *p, struct slice key)
{
	struct buf reader = { 0 };
	struct reading r = { .password = p, .key = key };
	enum err e = environment(c, &r.env);

	utf8_add_shown(&reader, slice_str(c->s->name));
	r.reader = buf_cstr(&reader);
	if (e == ERR_OK)
		e = talk(c, &r);
	finish_reading(c, &r, e);
	buf_release(&reader);
	if (e == ERR_NO_SERVICE || e == ERR_READER_LOST)
		finish(c, e);
}

/* A transcript in the place of a reader; the password is in it. */
static void
replay_card(struct child *c, const struct password *unused, struct slice key)
{
	struct card_replay card;
	struct reading r = { .key = key, .replay = true };
	enum err e = card_replay_open(c->job->replay, &card);

	(void)unused;
	if (e == ERR_OK) {
		card_replay_env(&card, &r.env);
		r.env.progress = progress;
		r.env.ctx = c;
		r.reader = card.reader;
		r.password = &card.password;
		e = session_read(&card.card, r.password, &r.env, &r.result);
		finish_reading(c, &r, e);
		card_replay_release(&card);
	} else
		finish_reading(c, &r, e);
}

/* What the parent sent. True when it was for this card, which has had its
 * turn then; a key for one that went meanwhile is nothing. */
static bool
obey(struct child *c, unsigned count)
{
	struct to_read k;
	struct slice payload, part;
	uint8_t kind;
	bool mine = false;

	if (frame_fill(&c->in, c->fd) != ERR_OK)
		finish(c, ERR_EOF);
	while (!mine && frame_next(&c->in, &kind, &payload) == ERR_OK) {
		if (kind != TO_READ ||
		    buf_read(&payload, sizeof k, &part) != ERR_OK)
			finish(c, ERR_FORMAT);
		memcpy(&k, part.p, sizeof k);
		mine = k.count == count;
		if (mine)
			c->read(c, &k.password, payload);
		mem_wipe(&k, sizeof k);
	}
	return mine;
}

/* Waits for something new of the reader, or, with `key`, of the parent. */
static struct pcsc_state
wait_change(struct child *c, struct pcsc_state now, bool key, bool *had_turn)
{
	struct pollfd parent = { .fd = c->fd, .events = POLLIN };
	struct pcsc_state next = now;
	enum err e;

	if (key && poll(&parent, 1, LOOK_MS) > 0 && obey(c, now.count))
		*had_turn = true;
	e = pcsc_wait(c->pcsc, key && !*had_turn ? 0 : SLEEP_MS, &next);
	if (e != ERR_OK && e != ERR_AGAIN)
		finish(c, e);
	return next;
}

static void
watch(struct child *c)
{
	struct pcsc_state now = { 0 }, next;
	bool had_turn = false, started = false;

	for (;;) {
		next = wait_change(c, now, now.card && !had_turn, &had_turn);
		if (started && next.card == now.card &&
		    next.count == now.count)
			continue;
		if (next.card && started && now.card)
			tell(c, FROM_EMPTY, NULL, 0);
		had_turn = !started && next.card && c->s->skip &&
		    next.count == c->s->count;
		if (!next.card)
			tell(c, FROM_EMPTY, NULL, 0);
		else if (!had_turn)
			tell(c, FROM_CARD, &next.count, sizeof next.count);
		now = next;
		started = true;
	}
}

/* What is loaded at the first use has to be there before the fence. */
static void
fence(void)
{
	struct sandbox_limits l = { .memory = MAX_MEMORY };
	struct slice nothing = SLICE("");
	uint8_t digest[CRYPTO_HASH_MAX];

	crypto_digest(CRYPTO_SHA256, &nothing, 1, digest);
	(void)!sandbox_enter(SANDBOX_STDIO | SANDBOX_SOCKET, &l, NULL);
}

static void
replay(struct child *c)
{
	uint32_t count = 0;

	c->read = replay_card;
	tell(c, FROM_CARD, &count, sizeof count);
	for (;;)
		(void)obey(c, count);	/* until the parent ends it */
}

void
reader_child(const struct reader_start *s, int fd)
{
	struct child c = { .s = s, .job = s->job, .fd = fd,
	    .read = read_card, .answer_limit = s->answer_limit };
	enum err e = ERR_OK;

	if (s->job->replay.p == NULL)
		e = pcsc_open(s->name, s->job->limit_ms, &c.pcsc);
	if (e != ERR_OK)
		finish(&c, e);
	fence();
	if (s->job->replay.p != NULL)
		replay(&c);
	else
		watch(&c);
	_exit(0);
}
