/** One event of an execution, numbered and named as GetExecutionHistory does. */
export interface HistoryEvent {
  /** Counts from 1. */
  readonly id: number;
  /** The event that led to this one; 0 for the first ones. */
  readonly previousEventId: number;
  /** The kind of event, such as `TaskStateEntered`. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
  readonly type: string;
  readonly timestamp: Date;
  /** What the event tells; inputs and outputs are JSON text. */
  readonly details: EventDetails;
}

/** The details of an event, under the names that the service gives them. */
export type EventDetails = Readonly<Record<string, unknown>>;

/** How many events a Standard execution may have. */
export const MAX_EVENTS = 25_000;

/** How many events of an Express execution are kept. The service keeps none: they are told to a listener as they happen. */
export const MAX_EXPRESS_EVENTS = 1_000;

/** The events of one execution. */
export class History {
  private readonly kept: HistoryEvent[] = [];
  private count = 0;
  private latest = new Date(0);

  /**
   * @param now the time in milliseconds
   * @param limit how many events are kept
   * @param onEvent told of each event as it happens
   */
  public constructor(
    private readonly now: () => number,
    private readonly limit: number,
    private readonly onEvent?: (event: HistoryEvent) => void,
  ) {}

  /** The events so far, as far as they are kept. */
  public get events(): readonly HistoryEvent[] {
    return this.kept;
  }

  /** How many events there were. */
  public get length(): number {
    return this.count;
  }

  /** Adds an event and gives its id. */
  public record(type: string, previousEventId: number, details: EventDetails): number {
    const event: HistoryEvent = { id: ++this.count, previousEventId, type, timestamp: this.timestamp(), details };
    if (this.count <= this.limit) {
      this.kept.push(event);
    }
    this.tell(event);
    return event.id;
  }

  /** An error of the listener is the listener's own: it comes up as an uncaught one, and the execution goes on. */
  private tell(event: HistoryEvent): void {
    try {
      this.onEvent?.(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  /** Events of the same millisecond share a date: most do, and dates are a good part of an event's memory. */
  private timestamp(): Date {
    const now = this.now();
    if (now !== this.latest.getTime()) {
      this.latest = new Date(now);
    }
    return this.latest;
  }
}
