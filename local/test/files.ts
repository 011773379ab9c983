import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folders: string[] = [];

/** A temporary folder with these files; what is not text is written as JSON. It goes away after the test. */
export function folder(files: Record<string, unknown>): string {
  const path = mkdtempSync(join(tmpdir(), 'local-run-'));
  folders.push(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return path;
}

/** A temporary file. */
export function file(content: unknown, name = 'Test.template.json'): string {
  return join(folder({ [name]: content }), name);
}

afterEach(() => {
  for (const path of folders.splice(0)) {
    rmSync(path, { recursive: true });
  }
});
