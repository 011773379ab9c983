import { Json } from '../../json';

/** One intrinsic function. `apply` throws an InvalidArgument for values that it does not take. */
export interface IntrinsicFunction {
  readonly name: string;
  /** How many arguments it takes. */
  readonly arity: { readonly min: number; readonly max: number };
  readonly apply: (...args: Json[]) => Json;
}

/** A value that an intrinsic function does not take, in words. */
export class InvalidArgument extends Error {}

/** Defines an intrinsic function of `min` to `max` arguments. */
export function intrinsic(name: string, min: number, max: number, apply: (...args: Json[]) => Json): IntrinsicFunction {
  return { name, arity: { min, max }, apply };
}

/** The argument if it is an array. */
export function arrayArgument(value: Json, position: number): Json[] {
  if (!Array.isArray(value)) {
    throw new InvalidArgument(`The value of argument ${position} must be an array`);
  }
  return value;
}

/** The argument if it is a string. */
export function stringArgument(value: Json, position: number): string {
  if (typeof value !== 'string') {
    throw new InvalidArgument(`The value of argument ${position} must be a string`);
  }
  return value;
}

/** The argument rounded to an integer, halves up (-1.5 becomes -1), if it is a number. */
export function integerArgument(value: Json, position: number): number {
  if (typeof value !== 'number') {
    throw new InvalidArgument(`The value of argument ${position} must be an integer`);
  }
  return Math.floor(value + 0.5) + 0;
}
