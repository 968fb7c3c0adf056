/* SPDX-License-Identifier: ISC */
/* Gauss's elimination. */
#include <math.h>

#include "image/solve.h"

static void
swap_rows(double *a, double *b, int n, int i, int j)
{
	double t;
	int k;

	for (k = 0; k < n; k++) {
		t = a[i * n + k];
		a[i * n + k] = a[j * n + k];
		a[j * n + k] = t;
	}
	t = b[i];
	b[i] = b[j];
	b[j] = t;
}

bool
solve_linear(double *a, double *b, int n)
{
	int i, j, k, best;

	for (i = 0; i < n; i++) {
		for (best = i, j = i + 1; j < n; j++)
			if (fabs(a[j * n + i]) > fabs(a[best * n + i]))
				best = j;
		if (fabs(a[best * n + i]) < 1e-12)
			return false;
		if (best != i)
			swap_rows(a, b, n, i, best);
		for (j = i + 1; j < n; j++) {
			double f = a[j * n + i] / a[i * n + i];

			for (k = i; k < n; k++)
				a[j * n + k] -= f * a[i * n + k];
			b[j] -= f * b[i];
		}
	}
	for (i = n - 1; i >= 0; i--) {
		for (k = i + 1; k < n; k++)
			b[i] -= a[i * n + k] * b[k];
		b[i] /= a[i * n + i];
	}
	return true;
}
