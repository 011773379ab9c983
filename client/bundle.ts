import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

const SRC = join(__dirname, 'src');

/**
 * Members of the client's own parts, of no type that a user sees: each bundle gives them short names, which no minifier could. None of them may be a member
 * of anything else, such as a frame, or a platform's object.
 */
export const INTERNAL_MEMBERS = [
  'abandon', 'accept', 'ask', 'cancel', 'cancelCheck', 'candidate', 'changed', 'complete', 'connection', 'current', 'down', 'ended', 'fail',
  'finish', 'fits', 'flush', 'fulfil', 'give', 'hear', 'heard', 'heardOver', 'held', 'hurry', 'isAccepted', 'isAwaited', 'isRepeat', 'json', 'knows',
  'leave', 'lives', 'mailbox', 'mayResend', 'missed', 'oneWayAt', 'opened', 'patience', 'probe', 'promise', 'refresh', 'repeats', 'reply',
  'requests', 'rest', 'resumed', 'sendPing', 'sent', 'sentOver', 'settings', 'succeed', 'take', 'toQuestion', 'toRoute', 'toService', 'unclaimed',
  'up', 'updates', 'uses',
];

const entries = (...names: string[]): BuildOptions => ({ entryPoints: names.map((name) => join(SRC, `${name}.ts`)) });

/** What the entries are bundled as: for `import` and for `require`; and what is another in browsers, for `import` there. */
const FORMATS: readonly BuildOptions[] = [
  { ...entries('index', 'delivery', 'sigv4'), format: 'esm', outExtension: { '.js': '.mjs' } },
  { ...entries('index', 'delivery', 'sigv4'), format: 'cjs' },
  {
    ...entries('index'),
    format: 'esm',
    outExtension: { '.js': '.browser.mjs' },
    plugins: [{
      name: 'browser',
      setup: ({ onResolve }) => onResolve({ filter: /^\.\/socket$/ }, () => ({ path: join(SRC, 'socket.browser.ts') })),
    }],
  },
];

/** Bundles each entry, for every platform. A bundle of one entry takes what one of another makes: their short names are the same. */
export async function bundle(outdir: string): Promise<void> {
  let mangleCache = {};
  for (const format of FORMATS) {
    const result = await build({
      ...format,
      outdir,
      bundle: true,
      minifySyntax: true,
      target: 'es2022',
      logLevel: 'warning',
      mangleProps: new RegExp(`^(${INTERNAL_MEMBERS.join('|')})$`),
      mangleCache,
    });
    mangleCache = { ...mangleCache, ...result.mangleCache };
  }
}
