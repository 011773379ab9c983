import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PageFiles } from '../../src/console/page-files';

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'page-'));
  Object.entries(files).forEach(([name, text]) => writeFileSync(join(path, name), text));
  return path;
}

test('files of the folder are there, under their types, and may load nothing of another origin', () => {
  const files = new PageFiles(folder({ 'index.html': '<!doctype html>', 'chunk-AB12.js': '1' }));
  expect(files.answer('index.html')).toMatchObject({ status: 200, body: '<!doctype html>', headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  expect(files.answer('chunk-AB12.js')).toMatchObject({ status: 200, headers: { 'Content-Type': 'text/javascript; charset=utf-8' } });
  expect(files.answer('index.html')!.headers!['Content-Security-Policy']).toMatch(/^default-src 'none'; script-src 'self';/);
});

test.each(['nothing.js', '../index.html', 'a/b.js', 'LICENSES.txt', '.html', ''])('%j is not there', (name) => {
  expect(new PageFiles(folder({ 'index.html': '', 'LICENSES.txt': '' })).answer(name)).toBeUndefined();
});

test('where the page is not built, it says how it is', () => {
  expect(new PageFiles(folder({})).answer('index.html')).toMatchObject({ status: 503, body: expect.stringContaining('npx projen compile:local') });
});
