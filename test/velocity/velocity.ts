import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The profiles of `pom.xml`, one an engine. */
export const ENGINES = ['velocity-1.7', 'velocity-2'] as const;

/** What the Java program makes of a case in one variant: either an output or an error is null. */
export interface Rendering {
  /** The JSON library behind `$input`. */
  readonly library: string;
  /** The method behind `$util.escapeJavaScript`. */
  readonly escape: string;
  readonly output: string | null;
  readonly error: string | null;
}

export function isMavenThere(): boolean {
  return spawnSync('mvn', ['--version']).status === 0;
}

/**
 * Compiles the Java program against an engine, unless that is done already.
 *
 * @throws Error with Maven's output
 */
export function build(engine: string): void {
  const done = join(__dirname, 'target', engine, 'built');
  if (existsSync(done) && statSync(done).mtimeMs > newestSource()) {
    return;
  }
  const { status, stdout, stderr } = spawnSync('mvn', ['--batch-mode', '--quiet', '-P', engine, 'process-classes'], { cwd: __dirname, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`mvn cannot build ${engine}:\n${stdout}${stderr}`);
  }
  writeFileSync(done, '');
}

/**
 * Renders cases in one JVM.
 *
 * @param cases - JSON objects of `template`, `body` and `context`
 * @returns for each case its renderings, one a variant
 * @throws Error when the JVM fails
 */
export async function* render(engine: string, cases: readonly string[]): AsyncGenerator<Rendering[]> {
  const built = join(__dirname, 'target', engine);
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const classPath = [join(built, 'classes'), join(built, 'dependency', '*')].join(delimiter);
  const jvm = spawn(java, ['-cp', classPath, 'mappingtemplates.Main'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(jvm, 'close');
  const sent = pipeline(Readable.from(lines(cases)), jvm.stdin);
  // Whether they fail is asked for at the end: a JVM that dies takes its input stream with it.
  ended.catch(() => undefined);
  sent.catch(() => undefined);
  for await (const line of createInterface({ input: jvm.stdout, crlfDelay: Infinity })) {
    yield JSON.parse(line) as Rendering[];
  }
  const [code] = await ended as [number | null];
  if (code !== 0) {
    throw new Error(`${engine}: the JVM has ended with ${code}`);
  }
  await sent;
}

function* lines(cases: readonly string[]): Generator<string> {
  for (const text of cases) {
    yield `${text}\n`;
  }
}

function newestSource(): number {
  const sources = readdirSync(join(__dirname, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => join('src', file));
  return Math.max(...['pom.xml', ...sources].map((file) => statSync(join(__dirname, file)).mtimeMs));
}
