import type { History } from './history';

/** How many characters the histories of a budget may have in all, where nobody says otherwise. */
const DEFAULT_SIZE = 32 * 1024 * 1024;

/** What remains of a budget that was exceeded, so that not every event has to make room for itself. */
const REMAINDER = 0.75;

/**
 * Bounds what histories take of the memory, all together.
 *
 * When it is exceeded, histories of executions that have ended are forgotten, the oldest first; then those that run lose the data of their events,
 * and what is no data when that is not enough, the largest first.
 */
export class HistoryBudget {
  private used = 0;
  private readonly running = new Set<History>();
  private readonly ended = new Map<History, () => void>();

  constructor(private readonly size = DEFAULT_SIZE) {}

  /** Counts the history of an execution that starts. */
  public add(history: History): void {
    this.running.add(history);
  }

  /** Counts the history of an execution that had ended and goes on. */
  public resume(history: History): void {
    this.release(history);
    this.running.add(history);
    this.grow(history.size);
  }

  /** Counts what a history of a running execution has grown by. */
  public grow(characters: number): void {
    this.used += characters;
    if (this.used > this.size) {
      this.makeRoom(this.size * REMAINDER);
    }
  }

  /** Counts what a history has shrunk by. */
  public shrink(characters: number): void {
    this.used -= characters;
  }

  /** Keeps the history of an execution that has ended, as long as there is room: `forget` is called when there is not. */
  public keep(history: History, forget: () => void): void {
    this.release(history);
    this.ended.set(history, forget);
    this.used += history.size;
  }

  /** Counts a history no more: its execution has ended, and whoever holds it answers for it. */
  public release(history: History): void {
    if (this.running.delete(history) || this.ended.delete(history)) {
      this.used -= history.size;
    }
  }

  private makeRoom(goal: number): void {
    for (const [history, forget] of this.ended) {
      if (this.used <= goal) {
        return;
      }
      this.release(history);
      forget();
    }
    for (const drop of ['dropData', 'dropEvents'] as const) {
      for (const history of [...this.running].sort((left, right) => right.size - left.size)) {
        if (this.used <= goal) {
          return;
        }
        history[drop]();
      }
    }
  }
}
