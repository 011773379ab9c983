import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpAnswer } from '../aws/http-answer';

/** Where the page's files are: beside what is compiled of this package. */
const PAGE_FOLDER = join(__dirname, '..', '..', 'lib', 'console', 'page');

const TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
]);
/** A file of the folder itself. */
const NAME = /^[\w-]+\.([a-z]+)$/;

/** The page may load only what is of this origin, nothing may frame it, and no text of a user's can run in it. */
const HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The files of the page, read when they are first asked for. */
export class PageFiles {
  private readonly read = new Map<string, string>();

  constructor(private readonly folder = PAGE_FOLDER) {}

  /** Answers with a file; undefined for one that there is not. */
  public answer(name: string): HttpAnswer | undefined {
    const type = TYPES.get(NAME.exec(name)?.[1] ?? '');
    if (type === undefined || (name !== 'index.html' && this.isBuilt && !existsSync(join(this.folder, name)))) {
      return undefined;
    }
    try {
      const body = this.read.get(name) ?? readFileSync(join(this.folder, name), 'utf8');
      this.read.set(name, body);
      return { status: 200, headers: { ...HEADERS, 'Content-Type': type }, body };
    } catch {
      const body = 'the console is not built: npx projen compile:local builds it\n';
      return { status: 503, headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }, body };
    }
  }

  private get isBuilt(): boolean {
    return existsSync(join(this.folder, 'index.html'));
  }
}
