import { BigDecimal } from './big-decimal';
import { EvaluationError } from './template-error';
import { JavaList, JavaMap } from './values';
import type { Value } from './values';

/** How deep lists and maps may nest when they are printed: a template can put a list into itself. */
const MAX_DEPTH = 1000;

/** What `toString()` gives in Java; null prints as the empty text. */
export function print(value: Value): string {
  return value === null ? '' : printValue(value, 0);
}

function printValue(value: NonNullable<Value>, depth: number): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return printDouble(value);
  }
  if (value instanceof JavaMap) {
    return value.printsEmpty ? '' : printMap(value, depth);
  }
  if (value instanceof JavaList) {
    return printList(value, depth);
  }
  return String(value);
}

function printMap(map: JavaMap, depth: number): string {
  checkDepth(depth);
  const inside = (item: Value): string => printInside(item, map, '(this Map)', depth);
  return `{${[...map].map(([key, item]) => `${inside(key)}=${inside(item)}`).join(', ')}}`;
}

/** A `JSONArray` of json-smart prints as JSON, an `ArrayList` as `[a, b]`, an array as its identity. */
function printList(list: JavaList, depth: number): string {
  checkDepth(depth);
  switch (list.type) {
    case 'JSONArray':
      return write(list, MUST_ESCAPE_AND_SLASH, depth);
    case 'String[]':
      return '[Ljava.lang.String;@0';
    default:
      return `[${list.items.map((item) => printInside(item, list, '(this Collection)', depth)).join(', ')}]`;
  }
}

function printInside(value: Value, container: Value, self: string, depth: number): string {
  if (value === container) {
    return self;
  }
  return value === null ? 'null' : printValue(value, depth + 1);
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
  return write(value, MUST_ESCAPE, 0);
}

function write(value: Value, escapes: RegExp, depth: number): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'string') {
    return quote(value, escapes);
  }
  if (value instanceof JavaMap) {
    checkDepth(depth);
    let members = '';
    value.forEach((item, key) => {
      members += `${members && ','}${quote(print(key), escapes)}:${write(item, escapes, depth + 1)}`;
    });
    return `{${members}}`;
  }
  if (value instanceof JavaList) {
    checkDepth(depth);
    let items = '';
    for (const item of value.items) {
      items += `${items && ','}${write(item, escapes, depth + 1)}`;
    }
    return `[${items}]`;
  }
  if (typeof value === 'object' && !(value instanceof BigDecimal)) {
    return quote(print(value), escapes);
  }
  return print(value);
}

function quote(text: string, escapes: RegExp): string {
  if (isPlain(text)) {
    return `"${text}"`;
  }
  const escaped = text.replace(escapes, (character) =>
    SHORT_ESCAPES.get(character) ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
  return `"${escaped}"`;
}

/** Whether a text has nothing but printable ASCII that needs no escape: for the short texts of messages faster than an expression. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x2f || code === 0x5c) {
      return false;
    }
  }
  return true;
}

function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new EvaluationError(`lists and maps nest deeper than ${MAX_DEPTH} levels`);
  }
}
