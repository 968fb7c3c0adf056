/* SPDX-License-Identifier: ISC */
/* Small systems of linear equations. */
#ifndef IMAGE_SOLVE_H
#define IMAGE_SOLVE_H

#include <stdbool.h>

/* Solves a x = b for the n x n matrix a (rows of n), by elimination with
 * pivots; x stands in b afterwards and a is used up. False when singular. */
bool solve_linear(double *a, double *b, int n);

#endif
