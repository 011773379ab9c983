import { readFileSync } from 'node:fs';

/** How often the parent is looked for, in milliseconds: no system tells of its end. */
const INTERVAL = 250;
/** The first process, to which those go whose parent has gone. */
const INIT = 1;

/**
 * Whether npx has started this process: it waits for it, so where it has gone somebody has ended it. Whatever npx starts hands its variables on,
 * so the command counts, too.
 */
export const isOfNpx = process.env.npm_lifecycle_event === 'npx' && /^["']?websocket-step-functions-local\b/.test(process.env.npm_lifecycle_script ?? '');

/** Calls back once when whoever has started this process has gone: its parent, or the parent of the shell in between. */
export function whenParentGone(gone: () => void): void {
  const starters = ancestors();
  if (isOfNpx && starters.at(-1) === INIT && !/\b(node|np[mx]|pnpm|yarn|bun)/.test(commandOf(INIT))) {
    gone();
    return;
  }
  const timer = setInterval(() => {
    if (ancestors().join() !== starters.join() || !isThere(process.ppid)) {
      clearInterval(timer);
      gone();
    }
  }, INTERVAL).unref();
}

/** The parent, and its own where it is a shell that does no more than start this process: npx starts one, which outlives it. */
function ancestors(): number[] {
  const { ppid } = process;
  const parentOfShell = /^\S*sh\0-c\0/.test(commandOf(ppid)) ? parentOf(ppid) : undefined;
  return parentOfShell === undefined ? [ppid] : [ppid, parentOfShell];
}

/** The command line, where the system has it as a file. */
function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`) ?? '';
}

function parentOf(pid: number): number | undefined {
  // `123 (name) S 1 …`, and the name may be anything.
  const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`) ?? '') ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** On Windows a process keeps the id of a parent that has ended. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
