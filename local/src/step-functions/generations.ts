/**
 * The latest of many values. They are in two generations: to drop one whole costs far less than to forget one value for each that comes.
 */
export class Generations<T> {
  private latest: T[] = [];
  private earlier: T[] = [];
  private latestWeight = 0;
  private latestSince = 0;
  /** How long values are kept at least, in milliseconds. */
  public age = 0;

  /**
   * @param minimum the weight that is kept at least
   * @param forget drops a value
   */
  constructor(private readonly minimum: number, private readonly forget: (value: T) => void) {}

  public add(value: T, weight = 1): void {
    if (this.latestWeight >= this.minimum && Date.now() - this.latestSince >= this.age) {
      this.earlier.forEach(this.forget);
      this.earlier = this.latest;
      this.latest = [];
      this.latestWeight = 0;
    }
    if (this.latestWeight === 0) {
      this.latestSince = Date.now();
    }
    this.latest.push(value);
    this.latestWeight += weight;
  }
}
