import { isNumber } from './arithmetic';
import { COLLECTION_METHODS, LIST_METHODS } from './methods/list';
import { MAP_METHODS } from './methods/map';
import { NUMBER_METHODS } from './methods/number';
import type { MethodTable } from './methods/signature';
import { STRING_METHODS } from './methods/string';
import { print } from './print';
import { javaEquals, JavaList, JavaMap } from './values';
import type { JavaObject, Value } from './values';

const NO_METHODS: MethodTable<never> = new Map();

/** `$value.name`: the entry of a map, or what a getter such as `isEmpty()` or `getName()` of the value's type gives. */
export function getProperty(target: Value, name: string): Value {
  if (target instanceof JavaMap) {
    return target.get(name);
  }
  if (isJavaObject(target)) {
    return target.property(name);
  }
  const capitalized = name[0].toUpperCase() + name.slice(1);
  return methodsOf(target).get(`is${capitalized}`)?.(target as never, []) ?? null;
}

/** `$value[index]`; of a list, negative numbers count from the end. */
export function getIndex(target: Value, index: Value): Value {
  return invokeMethod(target, 'get', [fromEnd(target, index)]) ?? null;
}

/** `#set($target.name = value)`; of anything but a map it does nothing. */
export function setProperty(target: Value, name: string, value: Value): void {
  if (target instanceof JavaMap) {
    target.put(name, value);
  }
}

/** `#set($target[index] = value)`. */
export function setIndex(target: Value, index: Value, value: Value): void {
  invokeMethod(target, target instanceof JavaMap ? 'put' : 'set', [fromEnd(target, index), value]);
}

/** The result of a method; undefined when the value's type has no such method for these arguments. */
function invokeMethod(target: Value, name: string, args: readonly Value[]): Value | undefined {
  if (isJavaObject(target)) {
    return target.invoke(name, args);
  }
  const found = methodsOf(target).get(name)?.(target as never, args);
  return found !== undefined || target === null ? found : objectMethod(target, name, args);
}

/** As `invokeMethod`, with what is known of the name looked up once. */
export function methodCall(name: string): (target: Value, args: readonly Value[]) => Value | undefined {
  const ofString = STRING_METHODS.get(name);
  return (target, args) => (typeof target === 'string' ? ofString?.(target, args) : undefined) ?? invokeMethod(target, name, args);
}

/** What every Java object has. */
function objectMethod(target: Value, name: string, args: readonly Value[]): Value | undefined {
  if (name === 'toString' && args.length === 0) {
    return print(target);
  }
  return name === 'equals' && args.length === 1 ? javaEquals(target, args[0]) : undefined;
}

function methodsOf(value: Value): MethodTable<never> {
  if (typeof value === 'string') {
    return STRING_METHODS as MethodTable<never>;
  }
  if (value instanceof JavaMap) {
    return MAP_METHODS as MethodTable<never>;
  }
  if (value instanceof JavaList) {
    return (value.type === 'Collection' ? COLLECTION_METHODS : LIST_METHODS) as MethodTable<never>;
  }
  return isNumber(value) ? NUMBER_METHODS as MethodTable<never> : NO_METHODS;
}

function isJavaObject(value: Value): value is JavaObject {
  return typeof value === 'object' && value !== null && !(value instanceof JavaMap) && !(value instanceof JavaList) && !isNumber(value);
}

function fromEnd(target: Value, index: Value): Value {
  return target instanceof JavaList && typeof index === 'bigint' && index < 0n ? index + BigInt(target.items.length) : index;
}
