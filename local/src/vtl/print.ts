import { BigDecimal } from './big-decimal';
import { TextLimit } from './limits';
import { RenderingError } from './template-error';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** How deep lists and maps may nest when they are printed: a template can put a list into itself. */
const MAX_DEPTH = 1000;

/** What `toString()` gives in Java; null prints as the empty text. */
export function print(value: Value): string {
  if (value instanceof JavaMap) {
    return printMap(value, 0, new TextLimit());
  }
  if (value instanceof JavaList) {
    return printList(value, 0, new TextLimit());
  }
  return value === null ? '' : printScalar(value);
}

function printScalar(value: Exclude<Value, JavaMap | JavaList | null>): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? printDouble(value) : String(value);
}

function printMap(map: JavaMap, depth: number, limit: TextLimit): string {
  if (map.printsEmpty) {
    return '';
  }
  checkDepth(depth);
  const inside = (item: Value): string => printInside(item, map, '(this Map)', depth, limit);
  return `{${[...map].map(([key, item]) => `${inside(key)}=${inside(item)}`).join(', ')}}`;
}

/** A `JSONArray` of json-smart prints as JSON, an `ArrayList` as `[a, b]`, an array as its identity. */
function printList(list: JavaList, depth: number, limit: TextLimit): string {
  checkDepth(depth);
  switch (list.type) {
    case 'JSONArray':
      return write(list, MUST_ESCAPE_AND_SLASH, depth, limit);
    case 'String[]':
      return '[Ljava.lang.String;@0';
    default:
      return `[${list.items.map((item) => printInside(item, list, '(this Collection)', depth, limit)).join(', ')}]`;
  }
}

function printInside(value: Value, container: Value, self: string, depth: number, limit: TextLimit): string {
  if (value instanceof JavaMap && value !== container) {
    return limit.part(printMap(value, depth + 1, limit));
  }
  if (value instanceof JavaList && value !== container) {
    return limit.part(printList(value, depth + 1, limit));
  }
  return limit.part(value === container ? self : value === null ? 'null' : printScalar(value as Exclude<Value, JavaMap | JavaList | null>));
}

/** `Double.toString`: always with a fraction, and with an exponent below 0.001 and from 10,000,000 on. */
export function printDouble(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  if (value === 0) {
    return Object.is(value, -0) ? '-0.0' : '0.0';
  }
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

const MUST_ESCAPE = /["\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;
/** `JSONArray.toString()` of json-smart also escapes the slash. */
const MUST_ESCAPE_AND_SLASH = /["\\/\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'], ['\\', '\\\\'], ['/', '\\/'], ['\b', '\\b'], ['\f', '\\f'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t'],
]);

/** Compact JSON, with the escapes of json-smart. */
export function writeJson(value: Value): string {
  return write(value, MUST_ESCAPE, 0, new TextLimit());
}

function write(value: Value, escapes: RegExp, depth: number, limit: TextLimit): string {
  if (value === null) {
    return limit.part('null');
  }
  if (typeof value === 'string') {
    return limit.part(quote(value, escapes));
  }
  if (value instanceof JavaMap) {
    checkDepth(depth);
    let members = '';
    for (const [key, item] of value) {
      members += `${members && ','}${limit.part(quote(print(key), escapes))}:${write(item, escapes, depth + 1, limit)}`;
    }
    return `{${members}}`;
  }
  if (value instanceof JavaList) {
    checkDepth(depth);
    let items = '';
    for (const item of value.items) {
      items += `${items && ','}${write(item, escapes, depth + 1, limit)}`;
    }
    return `[${items}]`;
  }
  if (typeof value === 'object' && !(value instanceof BigDecimal)) {
    return limit.part(quote(print(value), escapes));
  }
  return limit.part(print(value));
}

function quote(text: string, escapes: RegExp): string {
  const escaped = text.replace(escapes, (character) =>
    SHORT_ESCAPES.get(character) ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
  return `"${escaped}"`;
}

function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new RenderingError(`lists and maps nest deeper than ${MAX_DEPTH} levels`);
  }
}
