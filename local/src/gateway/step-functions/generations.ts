/**
 * Values by key, of which the latest are kept. They are in two generations: to drop one whole costs far less than to forget one value for each
 * that comes.
 */
export class Generations<T> {
  private latest = new Map<string, T>();
  private earlier = new Map<string, T>();
  private latestWeight = 0;

  /**
   * @param minimum the weight that is kept at least, and about twice at most
   * @param onForget told of the values that are dropped
   */
  constructor(private readonly minimum: number, private readonly onForget?: (values: Iterable<T>) => void) {}

  get(key: string): T | undefined {
    return this.latest.get(key) ?? this.earlier.get(key);
  }

  add(key: string, value: T, weight = 1): void {
    if (this.latestWeight >= this.minimum) {
      this.onForget?.(this.earlier.values());
      this.earlier = this.latest;
      this.latest = new Map();
      this.latestWeight = 0;
    }
    this.latest.set(key, value);
    this.latestWeight += weight;
  }
}
