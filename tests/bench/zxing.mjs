// SPDX-License-Identifier: ISC
// Reads a folder of code pictures (INDEX.tsv) with npm's zxing-wasm, whose
// core is zxing-cpp, and prints lines like those of qr_bench.
// Usage: node zxing.mjs NPM-FOLDER LUMA-PROGRAM DIR ...
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, luma, ...dirs] = process.argv.slice(2);
const zxing = join(folder, 'node_modules/zxing-wasm/dist');
const { prepareZXingModule, readBarcodes } = await import(
	pathToFileURL(join(zxing, 'es/reader/index.js')));

// its own program file, or it would be asked of a network
await prepareZXingModule({
	overrides: {
		wasmBinary: readFileSync(join(zxing, 'reader/zxing_reader.wasm')),
	},
	fireImmediately: true,
});

// Gray pixels of a file, or twice as large (cubic) and sharpened.
function picture(path, double) {
	const pgm = execFileSync(luma, double ? ['--double', path] : [path],
		{ maxBuffer: 1 << 30 });
	const head = /^P5\n(\d+) (\d+)\n255\n/.exec(
		pgm.toString('latin1', 0, 40));
	const width = +head[1], height = +head[2];
	const pixels = new Uint32Array(width * height);

	for (let i = 0, at = head[0].length; i < width * height; i++, at++)
		pixels[i] = pgm[at] * 0x01010101;
	return { data: new Uint8ClampedArray(pixels.buffer), width, height,
		colorSpace: 'srgb' };
}

const plain = { formats: ['QRCode'] };
const ladder = [
	['zxing-default', plain, false],
	['zxing-histogram', { ...plain, binarizer: 'GlobalHistogram' }, false],
	['zxing-x2-unsharp', plain, true],
];

function row(name) {
	return { name, right: 0, wrong: 0, lying: 0, total: 0, ms: [] };
}

const without = (text) => text.replace(/^\ufeff/, '');

function judge(t, codes, wanted, counts, ms) {
	const texts = codes.map((c) => [without(c.text),
		without(Buffer.from(c.bytes).toString('utf8'))]);
	const right = texts.some((two) => two.includes(wanted));

	t.ms.push(ms);
	t.total += counts;
	if (codes.length === 0)
		return false;
	if (wanted === '')
		t.lying++;
	else if (!right)
		t.wrong++;
	else
		t.right += counts;
	return true;
}

async function read(image, options) {
	const start = process.cpuUsage();
	const codes = (await readBarcodes(image, options)).filter((c) => c.isValid);
	const used = process.cpuUsage(start);

	return [codes, (used.user + used.system) / 1000];
}

const rows = ladder.map((step) => row(step[0]));
const best = row('zxing-ladder');

for (const dir of dirs)
	for (const line of readFileSync(join(dir, 'INDEX.tsv'), 'utf8')
		.split('\n').slice(1)) {
		const f = line.split('\t');
		let image = null, total = 0, done = false;

		if (f.length < 9)
			continue;
		const counts = f[1] === 'none' || f[1] === 'other' ? 0 : 1;
		for (let i = 0; i < ladder.length; i++) {
			const [, options, double] = ladder[i];

			if (image === null || double)
				image = picture(join(dir, f[0]), double);
			const [codes, ms] = await read(image, options);
			judge(rows[i], codes, f[8], counts, ms);
			total += done ? 0 : ms;
			if (!done && (codes.length > 0 || i === ladder.length - 1)) {
				judge(best, codes, f[8], counts, total);
				done = true;
			}
		}
	}

for (const t of [...rows, best]) {
	const ms = t.ms.sort((a, b) => a - b);
	const at = (q) => ms[Math.floor((ms.length - 1) * q)].toFixed(2);

	console.log([t.name, t.right, t.wrong, t.lying, t.total, at(0.5),
		at(0.95), at(1)].join('\t'));
}
