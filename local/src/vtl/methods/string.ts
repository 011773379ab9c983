import { stringHash } from '../java-hash';
import { javaMatches, javaReplace, javaSplit } from '../java-regex';
import { checkLength } from '../limits';
import { RenderingError } from '../template-error';
import { JavaList } from '../values';
import { checkedIndex, method, overloaded } from './signature';
import type { Method, MethodTable } from './signature';

const replaceWith = (all: boolean): Method<string> =>
  method(['string', 'string'], (self, pattern, replacement) => javaReplace(self, pattern, replacement, all));

const split = (self: string, pattern: string, limit: number): JavaList => new JavaList(javaSplit(self, pattern, limit), 'String[]');

/** The methods of `java.lang.String` that need nothing but strings, numbers and booleans. */
export const STRING_METHODS: MethodTable<string> = new Map<string, Method<string>>([
  ['charAt', method(['int'], (self, index) => self[checkedIndex(index, self.length)])],
  ['codePointAt', method(['int'], (self, index) => BigInt(self.codePointAt(checkedIndex(index, self.length))!))],
  ['compareTo', method(['string'], (self, other) => BigInt(compare(self, other)))],
  ['compareToIgnoreCase', method(['string'], (self, other) => BigInt(compare(foldCase(self), foldCase(other))))],
  ['concat', method(['string'], (self, other) => self + other)],
  ['contains', method(['string'], (self, part) => self.includes(part))],
  ['contentEquals', method(['string'], (self, other) => self === other)],
  ['endsWith', method(['string'], (self, end) => self.endsWith(end))],
  ['equalsIgnoreCase', method(['string'], (self, other) => foldCase(self) === foldCase(other))],
  ['hashCode', method([], (self) => BigInt(stringHash(self)))],
  ['indexOf', overloaded<string>(
    method(['string'], (self, part) => BigInt(self.indexOf(part))),
    method(['string', 'int'], (self, part, from) => BigInt(self.indexOf(part, Number(from)))),
    method(['int'], (self, code) => BigInt(self.indexOf(String.fromCodePoint(Number(code))))),
  )],
  ['isEmpty', method([], (self) => self === '')],
  ['lastIndexOf', overloaded<string>(
    method(['string'], (self, part) => BigInt(self.lastIndexOf(part))),
    method(['string', 'int'], (self, part, from) => from < 0n ? -1n : BigInt(self.lastIndexOf(part, Number(from)))),
  )],
  ['length', method([], (self) => BigInt(self.length))],
  ['matches', method(['string'], (self, pattern) => javaMatches(self, pattern))],
  ['replace', method(['string', 'string'], replace)],
  ['replaceAll', replaceWith(true)],
  ['replaceFirst', replaceWith(false)],
  ['split', overloaded<string>(
    method(['string'], (self, pattern) => split(self, pattern, 0)),
    method(['string', 'int'], (self, pattern, limit) => split(self, pattern, Number(limit))),
  )],
  ['startsWith', overloaded<string>(
    method(['string'], (self, start) => self.startsWith(start)),
    method(['string', 'int'], (self, start, from) => from >= 0n && self.startsWith(start, Number(from))),
  )],
  ['substring', overloaded<string>(
    method(['int'], (self, start) => substring(self, start, BigInt(self.length))),
    method(['int', 'int'], substring),
  )],
  ['toLowerCase', method([], (self) => self.toLowerCase())],
  ['toUpperCase', method([], (self) => self.toUpperCase())],
  ['trim', method([], (self) => self.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, ''))],
]);

/** The sign and size of Java: the difference of the first unequal characters, else of the lengths. */
function compare(left: string, right: string): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = left.charCodeAt(index) - right.charCodeAt(index);
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length;
}

function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}

function replace(self: string, part: string, replacement: string): string {
  const found = part === '' ? self.length + 1 : self.split(part).length - 1;
  checkLength(self.length + found * (replacement.length - part.length));
  return self.replaceAll(part, () => replacement);
}

function substring(self: string, start: bigint, end: bigint): string {
  if (start < 0n || end > BigInt(self.length) || start > end) {
    throw new RenderingError(`substring(${start}, ${end}) is out of bounds: the length is ${self.length}`);
  }
  return self.slice(Number(start), Number(end));
}
