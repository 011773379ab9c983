import { JsonPath, Operand, Segment, Step, collects } from './ast';
import { Dialect } from './dialect';
import { Document, children } from './document';
import { JsonPathError, PathNotFound } from './errors';
import { FilterContext, meets } from './filter';
import { EARLY_FUNCTIONS, applyFunction } from './functions';
import { reasonOf } from './not-found';
import { Work } from './work';

/** What paths can start from. */
export interface PathRoots<V> {
  /** What `$` is. */
  readonly data: V;
  /** What `$name` is. */
  readonly variables?: { get(name: string): V | undefined };
  /** What `$$` is. */
  context?(): V;
}

/**
 * The value that a path leads to: for an indefinite path the list of matches, possibly empty.
 *
 * `work` is shared by paths that belong together.
 *
 * Throws a PathNotFound where the path leads nowhere, another JsonPathError where a function fails or the work is too much.
 */
export function evaluatePath<V>(path: JsonPath<V>, roots: PathRoots<V>, dialect: Dialect<V>, work = new Work()): V {
  const found = evaluate(path, roots, dialect, work);
  if (found instanceof DeadEnd) {
    throw new PathNotFound(found.reason(), found.found);
  }
  return found;
}

/** As evaluatePath, but undefined where the path leads nowhere. */
export function findPath<V>(path: JsonPath<V>, roots: PathRoots<V>, dialect: Dialect<V>): V | undefined {
  const found = evaluate(path, roots, dialect, new Work());
  return found instanceof DeadEnd ? undefined : found;
}

function evaluate<V>(path: JsonPath<V>, roots: PathRoots<V>, dialect: Dialect<V>, work: Work): V | DeadEnd {
  try {
    return new Evaluation(roots, dialect, work).follow(path);
  } catch (error) {
    // The engine's own limits: data that nests too deep to be printed, or makes too long a text.
    throw error instanceof RangeError ? new JsonPathError(`the JSONPath needs more than can be computed: ${error.message}`) : error;
  }
}

/** Where a path leads nowhere. No error: most who ask do not mind, and need no reason. */
class DeadEnd {
  constructor(public readonly found: PathNotFound['found'], public readonly reason: () => string) {}
}

class Evaluation<V> implements FilterContext<V> {
  public readonly document: Document<V>;

  constructor(private readonly roots: PathRoots<V>, private readonly dialect: Dialect<V>, public readonly work: Work) {
    this.document = dialect.document;
  }

  public value(operand: Operand<V>, item?: V): V | undefined {
    switch (operand.kind) {
      case 'literal': return operand.value;
      case 'regex': return undefined;
      case 'path': {
        const found = this.follow(operand.path, item);
        return found instanceof DeadEnd ? undefined : found;
      }
    }
  }

  /** @param item what `@` is, inside a filter */
  public follow(path: JsonPath<V>, item?: V): V | DeadEnd {
    const start = this.start(path, item);
    if (start === undefined) {
      return new DeadEnd('nothing', () => 'No results for path');
    }
    let values: readonly V[] = [start];
    let isOne = true;
    for (const [position, segment] of path.segments.entries()) {
      if (this.dialect.isEarly && isLater(segment)) {
        const [value] = values;
        return new DeadEnd('nothing', () => reasonOf(path, position, value, this.document));
      }
      if (segment.kind === 'function') {
        const all: boolean = collects(path.segments) && !isOne;
        values = (all ? [this.document.list([...values])] : values).map((value) => this.call(segment, value, item));
        isOne ||= all;
        continue;
      }
      const found = values.flatMap((value) => this.step(segment, value));
      const isLost: boolean = isOne && found.length === 0 && (isSingle(segment) || !this.applies(segment, values[0]));
      if (isLost && (path.definite || !this.dialect.findsEmptyList)) {
        const [value] = values;
        const where = segment.kind !== 'index' || value === null ? 'nothing' : this.document.items(value) === undefined ? 'no array' : 'past the end';
        return new DeadEnd(where, () => reasonOf(path, position, value, this.document));
      }
      isOne &&= isSingle(segment) && !isLost;
      values = found;
    }
    return isOne ? values[0] : this.document.list([...values]);
  }

  private start(path: JsonPath<V>, item: V | undefined): V | undefined {
    switch (path.root.kind) {
      case 'data': return this.roots.data;
      case 'context': return this.roots.context?.();
      case 'variable': return this.roots.variables?.get(path.root.name);
      case 'item': return item;
    }
  }

  private call({ name, args }: Segment<V> & { kind: 'function' }, value: V, item: V | undefined): V {
    this.work.count(this.document.items(value)?.length);
    const nothing = this.document.parse('null');
    return applyFunction(this.document, name, value, args.map((arg) => this.value(arg, item) ?? nothing));
  }

  private step(segment: Exclude<Segment<V>, { kind: 'function' }>, value: V): readonly V[] {
    this.work.count();
    if (segment.kind === 'descendants') {
      return this.descendants(value).flatMap((inner) => this.scan(segment.step, inner));
    }
    const found = this.select(segment, value);
    this.work.count(found.length);
    return found;
  }

  private select(step: Step<V>, value: V): readonly V[] {
    const { document } = this;
    switch (step.kind) {
      case 'name': return this.members([step.name], value);
      case 'names': return this.members(step.names, value);
      case 'selection': return document.names(value) === undefined ? [] : [this.selection(step.names, value)];
      case 'wildcard': return children(document, value);
      case 'index': return this.items([step.index], value);
      case 'indexes': return this.items(step.indexes, value);
      case 'slice': return this.items(sliced(step, document.items(value)?.length ?? 0), value);
      case 'filter': return (document.items(value) ?? (document.names(value) === undefined ? [] : [value])).filter((item) => meets<V>(step.filter, this, item));
    }
  }

  /** A step behind `..`, at one of the values that it is tried at. Objects are looked at for themselves, so that a filter leaves them out in lists. */
  private scan(step: Step<V>, value: V): readonly V[] {
    const isTaken = step.kind === 'filter' && this.document.items(value) !== undefined ? meets<V>(step.filter, this, value)
      : step.kind === 'selection' ? step.names.every((name) => this.document.member(value, name) !== undefined) : true;
    return isTaken ? this.step(step, value) : [];
  }

  private members(names: readonly string[], value: V): V[] {
    return names.map((name) => this.document.member(value, name)).filter((member): member is V => member !== undefined);
  }

  private selection(names: readonly string[], value: V): V {
    return this.document.object(names.flatMap((name): (readonly [string, V])[] => {
      const member = this.document.member(value, name);
      return member === undefined ? [] : [[name, member]];
    }));
  }

  private items(indexes: readonly number[], value: V): V[] {
    const items = this.document.items(value) ?? [];
    return indexes.map((index) => index < 0 ? items.length + index : index)
      .filter((index) => index >= 0 && index < items.length)
      .map((index) => items[index]);
  }

  /** A value, and every list and object inside it. */
  private descendants(value: V): V[] {
    const found: V[] = [];
    const waiting: V[] = [value];
    while (waiting.length > 0) {
      const next = waiting.pop() as V;
      const inside = children(this.document, next);
      this.work.count(1 + inside.length);
      found.push(next);
      for (let index = inside.length - 1; index >= 0; index--) {
        waiting.push(inside[index]);
      }
    }
    return found;
  }

  /** Whether a step has a meaning for a value, whatever it finds. */
  private applies(segment: Exclude<Segment<V>, { kind: 'function' }>, value: V): boolean {
    switch (segment.kind) {
      case 'descendants':
      case 'wildcard': return true;
      case 'index':
      case 'indexes':
      case 'slice': return this.document.items(value) !== undefined;
      case 'filter': return this.document.items(value) !== undefined || this.document.names(value) !== undefined;
      default: return this.document.names(value) !== undefined;
    }
  }
}

function isSingle<V>({ kind }: Segment<V>): boolean {
  return kind === 'name' || kind === 'index' || kind === 'selection';
}

/** The indexes of a slice. As in Jayway, only a single bound counts from the end; between two, negative indexes are themselves. */
function sliced({ start, end }: { readonly start?: number; readonly end?: number }, length: number): number[] {
  const fromEnd = (index: number): number => index < 0 ? Math.max(0, length + index) : index;
  const first = end === undefined ? fromEnd(start ?? 0) : Math.max(start ?? 0, -length);
  const last = Math.min(length, end === undefined ? length : start === undefined ? fromEnd(end) : end);
  return Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
}

/** Whether an early Jayway has not got a segment yet. */
function isLater<V>(segment: Segment<V>): boolean {
  return segment.kind === 'names' || (segment.kind === 'function' && !EARLY_FUNCTIONS.has(segment.name));
}
