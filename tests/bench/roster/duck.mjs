// SPDX-License-Identifier: ISC
// duck.mjs LEFT RIGHT OUT THREADS: DuckDB's full outer comparison by number,
// one line a person with class and columns. The module is looked for from the
// folder ROSTER_NPM, and in NODE_PATH.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.ROSTER_NPM ?? process.cwd()}/`);
const { DuckDBInstance } = require('@duckdb/node-api');
const [left, right, out, threads] = process.argv.slice(2);
const cells = ['ho_ten', 'ngay_sinh', 'gioi_tinh', 'dia_chi'];
const id = 'so_dinh_danh';
const file = (f) => `read_csv('${f}', all_varchar = true, header = true)`;
const differ = (c) => `l.${c} IS DISTINCT FROM r.${c}`;

const db = await (await DuckDBInstance.create(':memory:')).connect();
await db.run(`SET threads = ${threads}`);
await db.run('SET preserve_insertion_order = false');
await db.run("SET temp_directory = 'duck.tmp'");
await db.run(`COPY (
	SELECT coalesce(l.${id}, r.${id}) AS id,
		CASE WHEN l.${id} IS NULL THEN 'added'
			WHEN r.${id} IS NULL THEN 'removed'
			WHEN ${cells.map(differ).join(' OR ')} THEN 'changed'
			ELSE 'same' END AS class,
		${cells.map((c) => `CASE WHEN l.${id} IS NOT NULL AND
		    r.${id} IS NOT NULL AND ${differ(c)}
		    THEN '${c} ' ELSE '' END`).join(' || ')} AS cells
	FROM ${file(left)} l FULL JOIN ${file(right)} r ON l.${id} = r.${id}
) TO '${out}' (HEADER false)`);
