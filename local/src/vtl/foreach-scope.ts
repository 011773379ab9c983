import type { JavaObject, Value } from './values';

/** `$foreach`: where a loop stands. */
export class ForeachScope implements JavaObject {
  /** Whether `$foreach.stop()` was called: the loop ends after this iteration. */
  public stopped = false;

  constructor(private readonly index: number, private readonly length: number, private readonly parent?: ForeachScope) {}

  public get hasNext(): boolean {
    return this.index < this.length - 1;
  }

  public property(name: string): Value {
    switch (name) {
      case 'index':
        return BigInt(this.index);
      case 'count':
        return BigInt(this.index + 1);
      case 'hasNext':
        return this.hasNext;
      case 'first':
        return this.index === 0;
      case 'last':
        return !this.hasNext;
      case 'parent':
        return this.parent ?? null;
      case 'topmost':
        return this.parent?.property('topmost') ?? this;
      default:
        return null;
    }
  }

  public invoke(name: string, args: readonly Value[]): Value | undefined {
    if (args.length > 0) {
      return undefined;
    }
    if (name === 'stop') {
      this.stopped = true;
      return null;
    }
    const getter = /^(?:get|is|has)([A-Z]\w*)$/.exec(name);
    return getter ? this.property(name === 'hasNext' ? name : getter[1][0].toLowerCase() + getter[1].slice(1)) ?? undefined : undefined;
  }

  public toString(): string {
    return '{}';
  }
}
