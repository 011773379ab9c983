import { RenderingError } from '../template-error';
import { JavaList, JavaMap } from '../values';
import type { Value } from '../values';

/** A Java method: undefined when it cannot be called with these arguments, as Velocity then finds no method. */
export type Method<T> = (self: T, args: readonly Value[]) => Value | undefined;
export type MethodTable<T> = ReadonlyMap<string, Method<T>>;

interface Types {
  int: bigint;
  boolean: boolean;
  string: string;
  list: JavaList;
  map: JavaMap;
  object: Value;
}

type Arguments<P extends readonly (keyof Types)[]> = { -readonly [I in keyof P]: Types[P[I]] };

/** Of Java's parameter types, which values fit. */
const FITS: { readonly [K in keyof Types]: (value: Value) => boolean } = {
  int: (value) => typeof value === 'bigint' && value >= -2147483648n && value <= 2147483647n,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  list: (value) => value instanceof JavaList,
  map: (value) => value instanceof JavaMap,
  object: () => true,
};

/** A method with the types of its parameters. */
export function method<T, P extends readonly (keyof Types)[]>(
  parameters: readonly [...P],
  call: (self: T, ...args: Arguments<P>) => Value,
): Method<T> {
  const fits = parameters.map((type) => FITS[type]);
  return (self, args) => {
    if (args.length !== fits.length) {
      return undefined;
    }
    for (let index = 0; index < fits.length; index++) {
      if (!fits[index](args[index])) {
        return undefined;
      }
    }
    return call(self, ...args as Arguments<P>);
  };
}

/** A method with several signatures: the first that fits is called. */
export function overloaded<T>(...methods: readonly Method<T>[]): Method<T> {
  return (self, args) => {
    for (const candidate of methods) {
      const result = candidate(self, args);
      if (result !== undefined) {
        return result;
      }
    }
    return undefined;
  };
}

/**
 * A function of `$util` or `$input`. What API Gateway does with wrong arguments is not known, so the strictest thing is done.
 *
 * @throws RenderingError when there is no such function for these arguments
 */
export function callFunction<T>(owner: string, functions: MethodTable<T>, self: T, name: string, args: readonly Value[]): Value {
  const call = functions.get(name);
  if (!call) {
    throw new RenderingError(`${owner} has no function ${name}: there are ${[...functions.keys()].join(', ')}`);
  }
  const result = call(self, args);
  if (result === undefined) {
    throw new RenderingError(`${owner}.${name} cannot be called with (${args.map(typeName).join(', ')}): it takes a string`);
  }
  return result;
}

function typeName(value: Value): string {
  if (value instanceof JavaMap) {
    return 'a map';
  }
  return value instanceof JavaList ? 'a list' : value === null ? 'null' : typeof value === 'bigint' ? 'a number' : `a ${typeof value}`;
}

/**
 * An index into something of the given length.
 *
 * @throws RenderingError when it is outside
 */
export function checkedIndex(index: bigint, length: number): number {
  if (index < 0n || index >= BigInt(length)) {
    throw new RenderingError(`the index ${index} is out of bounds: the length is ${length}`);
  }
  return Number(index);
}
