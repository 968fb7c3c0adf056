/* SPDX-License-Identifier: ISC */
/* Records with evidence, as a station makes them of cards in software. */
#ifndef TESTS_EVIDENCE_MADE_H
#define TESTS_EVIDENCE_MADE_H

#include "chip/evidence_read.h"
#include "issued.h"

/* The reader's name has what JSON escapes. */
#define MADE_READER "Đầu đọc \"1\" 00"

struct made {
	struct session_env env;
	struct session_result r;
	struct evidence e;
	struct buf line, sealed;
};

/* A whole read of the card, sealed where there is a sealer. False: no read. */
static inline bool
made_read(struct made *m, const struct issued *i, const struct sim_fault *f,
    const struct evidence_sealer *sealer)
{
	struct simcard card;
	struct password pw;
	enum err e;

	*m = (struct made){ 0 };
	simcard_init(&card, i->p, &i->files);
	card.short_reader = i->p->short_only;
	if (f != NULL)
		sim_card_fault(card.chip, f);
	simcard_env(&card, &m->env);
	simcard_password(i->p, true, &pw);
	e = session_read(&card.card, &pw, &m->env, &m->r);
	simcard_release(&card);
	m->e = (struct evidence){ &m->r, &m->env, MADE_READER, false, sealer };
	return e == ERR_OK;
}

/* The line and the sealed octets of what m->r and m->env say now. */
static inline bool
made_write(struct made *m)
{
	buf_reset(&m->line);
	buf_reset(&m->sealed);
	buf_add_str(&m->line, "{\"name\":\"Nguyễn Văn Mẫu\",\"chip\":");
	if (evidence_write(&m->e, &m->line) != ERR_OK)
		return false;
	buf_add_char(&m->line, '}');
	evidence_sealed(&m->e, &m->sealed);
	return true;
}

static inline void
made_release(struct made *m)
{
	session_result_release(&m->r);
	buf_release(&m->line);
	buf_release(&m->sealed);
}

/* The evidence of a line, as a verifier gets it. */
static inline enum err
made_take(struct slice line, struct record *r, struct evidence_given *g,
    const char **bad)
{
	size_t at;
	enum err e = record_parse(r, line, &at);

	*bad = "line";
	return e == ERR_OK ? evidence_read(r, g, bad) : e;
}

#endif
