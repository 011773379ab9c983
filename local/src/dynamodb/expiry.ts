import type { RowExpiry } from './table-thread';

/** The run's clock, which may run faster than real time. */
export interface RunClock {
  /** Calls back when so many milliseconds of the clock are over. */
  after(milliseconds: number, callback: () => void): { cancel(): void };
}

/** Rows whose time passed longer ago than this are left alone, in milliseconds. */
const FIVE_YEARS = 5 * 365.25 * 86_400_000;

/**
 * The times to live of rows. A row lives as long as it was to live when it was written, on the run's clock: where that runs a hundred times
 * faster, an hour takes 36 seconds.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export class Expiry {
  private readonly alarms = new Map<string, { cancel(): void }>();

  /** @param expire deletes a row */
  constructor(private readonly clock: RunClock, private readonly expire: (row: RowExpiry) => void) {}

  /** Takes note of a row as it has been written. */
  public note(row: RowExpiry): void {
    const id = `${row.tableName}/${row.key}`;
    this.alarms.get(id)?.cancel();
    this.alarms.delete(id);
    const remaining = row.at === undefined ? undefined : row.at * 1000 - Date.now();
    if (remaining !== undefined && remaining > -FIVE_YEARS && Number.isFinite(remaining)) {
      this.alarms.set(id, this.clock.after(Math.max(0, remaining), () => {
        this.alarms.delete(id);
        this.expire(row);
      }));
    }
  }

  public close(): void {
    this.alarms.forEach((alarm) => alarm.cancel());
    this.alarms.clear();
  }
}
