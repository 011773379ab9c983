import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What the page may take, compressed, in bytes. */
const LARGEST = 60 * 1024;
const SOURCE = join(__dirname, '..', 'local', 'console');
const TARGET = join(__dirname, '..', 'local', 'lib', 'console', 'page');

/** Builds the console's page: a script, a style sheet, and what is copied as it is. Fails where it has become too large. */
async function main(): Promise<void> {
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  const { metafile } = await build({
    entryPoints: { console: join(SOURCE, 'main.tsx') },
    outdir: TARGET,
    bundle: true,
    minify: true,
    splitting: true,
    chunkNames: 'chunk-[hash]',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
  });
  await build({ entryPoints: [join(SOURCE, 'console.css')], outdir: TARGET, minify: true, target: 'chrome123' });
  ['index.html', 'icon.svg'].forEach((name) => copyFileSync(join(SOURCE, name), join(TARGET, name)));
  const size = readdirSync(TARGET).reduce((sum, name) => sum + gzipSync(readFileSync(join(TARGET, name)), { level: 9 }).length, 0);
  writeFileSync(join(TARGET, 'LICENSES.txt'), licences(Object.keys(metafile.inputs)));
  console.log(`console: ${(size / 1024).toFixed(1)} KiB compressed`);
  if (size > LARGEST) {
    throw new Error(`the console takes ${size} bytes compressed: at most ${LARGEST}`);
  }
}

/** The licences of the packages that are in the bundle, as they ask for. */
function licences(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  return [...folders].sort().map((folder) => {
    const licence = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (licence === undefined) {
      throw new Error(`${name} has no licence in ${dirname(join(folder, 'x'))}`);
    }
    return `${name}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}\n`;
  }).join('\n\n');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
