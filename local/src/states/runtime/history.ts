import type { HistoryBudget } from './history-budget';

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

/** Replaces data in the details of an event where there was too much to keep. */
export const DROPPED = Symbol('dropped');

/** The details of events that hold data. */
const DATA = ['input', 'output', 'parameters', 'assignedVariables'] as const;

/** What an event takes beside its texts, in characters. */
const EVENT_SIZE = 200;

/** The events of one execution. */
export class History {
  /** What the events take of the budget, in characters. */
  public size = 0;
  private kept: HistoryEvent[] = [];
  private count = 0;
  private latest = new Date(0);
  private latestText?: unknown;

  /**
   * @param now the time in milliseconds
   * @param limit how many events are kept
   * @param budget bounds this history together with others
   * @param onEvent told of each event as it happens
   */
  constructor(
    private readonly now: () => number,
    private limit: number,
    private readonly budget: HistoryBudget | undefined,
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
      this.grow(details);
    }
    this.tell(event);
    return event.id;
  }

  /** Forgets the data of the events so far. */
  public dropData(): void {
    this.kept = this.kept.map((event) => ({ ...event, details: withoutData(event.details) }));
    this.shrinkTo(this.kept.length * EVENT_SIZE);
  }

  /** Forgets the events so far and those to come: they are only counted. */
  public dropEvents(): void {
    this.kept = [];
    this.limit = 0;
    this.shrinkTo(0);
  }

  private grow(details: EventDetails): void {
    if (this.budget === undefined) {
      return;
    }
    if (this.size === 0) {
      this.budget.add(this);
    }
    const size = EVENT_SIZE + this.textSize(details);
    this.size += size;
    this.budget.grow(size);
  }

  private shrinkTo(size: number): void {
    this.budget?.shrink(this.size - size);
    this.size = size;
  }

  /** States often hand on the text that they were given: it is there once. */
  private textSize({ input, output, parameters, assignedVariables, cause }: EventDetails): number {
    const text = input ?? output;
    const size = text === this.latestText ? 0 : sizeOf(text);
    this.latestText = text;
    return size + sizeOf(parameters) + sizeOf(assignedVariables) + sizeOf(cause);
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

function withoutData(details: EventDetails): EventDetails {
  const dropped = DATA.filter((name) => details[name] !== undefined).map((name): [string, unknown] => [name, DROPPED]);
  return dropped.length === 0 ? details : { ...details, ...Object.fromEntries(dropped) };
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') {
    return value.length;
  }
  return typeof value === 'object' && value !== null ? Object.values(value).reduce((sum: number, member) => sum + sizeOf(member), 0) : 0;
}
