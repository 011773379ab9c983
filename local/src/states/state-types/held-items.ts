import { getHeapStatistics } from 'node:v8';
import { Json } from '../../json';
import { runtimeError } from '../errors';

/** How many bytes the inputs of a Map state's iterations may take together: a quarter of what Node.js has. */
export const MOST_BYTES = Math.floor(getHeapStatistics().heap_size_limit / 4);

/** A number, or a reference to whatever else. */
const SLOT_BYTES = 8;

/** An array or an object, beside its members. */
const OBJECT_BYTES = 64;

/** Counts what the inputs of a Map state take: a selector of a few words can make more of them than there is memory. Objects that they share count once. */
export class HeldItems {
  private readonly known = new Set<object>();
  private bytes = 0;

  constructor(private readonly most = MOST_BYTES) {}

  /** @throws EvaluationError when they take too much */
  public add(input: Json): void {
    const waiting: Json[] = [input];
    while (waiting.length > 0) {
      const value = waiting.pop() as Json;
      const isNew = typeof value === 'object' && value !== null && !this.known.has(value);
      this.bytes += SLOT_BYTES + (typeof value === 'string' ? value.length : 0) + (isNew ? OBJECT_BYTES : 0);
      if (this.bytes > this.most) {
        throw runtimeError(`The local run holds no more than ${this.most} bytes of a Map state's items, a quarter of Node.js's memory: select less of each`);
      }
      if (isNew) {
        this.known.add(value);
        Object.values(value).forEach((member) => waiting.push(member as Json));
      }
    }
  }
}
