import { readFileSync } from 'node:fs';

/**
 * For how long a process has waited for a processor that others had, in milliseconds: a busy machine is not what a run is blamed for.
 *
 * @returns 0 where the system does not tell
 * @see https://docs.kernel.org/scheduler/sched-stats.html
 */
export function waitedForProcessor(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
