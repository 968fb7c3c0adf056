/* SPDX-License-Identifier: ISC */
/* A photocopied page of cards, as offices keep them. */
#include "damage.h"
#include "scene.h"
#include "shot.h"

/* A4 at 200 dots per inch; the copier has enlarged the cards a little. */
enum { PAGE_W = 1654, PAGE_H = 2339, COLUMNS = 2, ROWS = 4 };

void
shot_sheet(struct pic *page, int n, struct rng *r, struct buf *payloads)
{
	static const float paper[3] = { 250, 250, 250 };
	int i;

	pic_init(page, PAGE_W, PAGE_H);
	pic_fill(page, paper);
	for (i = 0; i < n; i++) {
		struct shot s = { 0 };
		double cx = PAGE_W * (i % COLUMNS + 0.5) / COLUMNS;
		double cy = PAGE_H * (i / COLUMNS + 0.5) / ROWS;

		/* a code of version 7 or 8 has 45 or 49 modules on 18 mm */
		shot_card(&s, 3.2, rng_chance(r, 0.3), r);
		scene_paste(page, &s.pic, rng_between(r, -4, 4),
		    cx + rng_between(r, -15, 15), cy + rng_between(r, -15, 15));
		buf_add_slice(payloads, buf_slice(&s.payload));
		buf_add_char(payloads, '\n');
		shot_release(&s);
	}
	pic_gray(page);
	damage_blur(page, 0.7);
	damage_grain(page, 10, r);
	damage_contrast(page, 128, 1.6f, 150);
	pic_clip(page);
}
