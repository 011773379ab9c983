import { instead } from './library';
import { requireText } from './texts';
import { Callable, Evaluation, Native } from '../callable';
import { call } from '../nodes/calls';
import { Problem } from '../problem';
import { checkBytes, type Run } from '../run';
import { Items, Value, ValueObject, asSequence, isPlainObject } from '../values';

/** One match of a pattern. */
interface Match {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly Value[];
}

/** A pattern as a value: the function that finds its next match. */
class Pattern extends Native {
  constructor(public readonly regex: RegExp) {
    super(2, ([value, from], run) => {
      const text = requireText(value, 'T0410');
      return described(regex, first(regex, text, (from as number | undefined) ?? 0, run), text);
    }, undefined, ([text]) => mayBacktrack(text, this));
  }
}

/** Patterns that repeat what repeats, or repeat often, may try for long even at short texts. */
function mayBacktrack(text: Value, pattern: Value): boolean {
  return pattern instanceof Pattern && typeof text === 'string'
    && (/\)[*+{]/.test(pattern.regex.source) || (pattern.regex.source.match(/[*+{]/g)?.length ?? 0) > 2);
}

const isHeavy = ([text, pattern]: readonly Value[]): boolean => mayBacktrack(text, pattern);

/** The value of a regular expression in an expression. */
export function matcher(regex: RegExp): Callable {
  return new Pattern(regex);
}

/** Functions that take patterns. @see https://docs.jsonata.org/string-functions */
export const PATTERN_FUNCTIONS: readonly (readonly [string, Native])[] = [
  ['contains', instead('contains', function* ([text, pattern], run): Evaluation {
    return text === undefined || pattern === undefined ? undefined : typeof pattern === 'string'
      ? (text as string).includes(pattern)
      : (yield* matches(pattern as Callable, text as string, 1, run)).length > 0;
  }, isHeavy)],
  ['match', instead('match', function* ([text, pattern, limit], run): Evaluation {
    checkLimit(limit, 'D3040');
    if (text === undefined || pattern === undefined) {
      return undefined;
    }
    const found = yield* matches(pattern as Callable, text as string, limit as number | undefined, run);
    return asSequence(found.map((match): ValueObject => ({ match: match.text, index: match.start, groups: match.groups as Items })));
  }, isHeavy)],
  ['replace', instead('replace', function* ([text, pattern, replacement, limit], run): Evaluation {
    if (text !== undefined && pattern === '') {
      throw new Problem('D3010', { value: pattern });
    }
    checkLimit(limit, 'D3011');
    return text === undefined || pattern === undefined ? undefined
      : yield* replaced(text as string, pattern as Callable | string, replacement as Callable | string | undefined, limit as number | undefined, run);
  }, isHeavy)],
  ['split', instead('split', function* ([text, separator, limit], run): Evaluation {
    checkLimit(limit, 'D3020');
    return text === undefined || separator === undefined ? undefined
      : yield* split(text as string, separator as Callable | string, limit as number | undefined, run);
  }, isHeavy)],
];

function checkLimit(limit: Value, code: string): void {
  if (typeof limit === 'number' && limit < 0) {
    throw new Problem(code, { value: limit });
  }
}

/** The match that begins at `from` or after it. */
function first(regex: RegExp, text: string, from: number, run: Run): Match | undefined {
  return run.patterns.match(regex, text, () => {
    regex.lastIndex = from;
    return matchOf(regex.exec(text));
  });
}

function matchOf(found: RegExpExecArray | null): Match | undefined {
  return found === null ? undefined : { text: found[0], start: found.index, end: found.index + found[0].length, groups: found.slice(1) };
}

/** A match as a pattern that is called itself gives it. */
function described(regex: RegExp, match: Match | undefined, text: string): Value {
  if (match === undefined) {
    return undefined;
  }
  const next = new Native(0, (_, run) => {
    const following = match.end >= text.length ? undefined : first(regex, text, match.end, run);
    checkProgress(following, regex);
    return described(regex, following, text);
  });
  return { match: match.text, start: match.start, end: match.end, groups: match.groups as Items, next };
}

/** A match of nothing would be found again and again. */
function checkProgress(match: Match | undefined, regex: RegExp): void {
  if (match?.text === '') {
    throw new Problem('D1004', { value: regex.source });
  }
}

/** All matches, or the first of them. A pattern may also be a function of the expression's own that gives what patterns give. */
function* matches(pattern: Callable, text: string, limit: number | undefined, run: Run): Evaluation<Match[]> {
  const most = limit ?? Infinity;
  return pattern instanceof Pattern ? allOf(pattern.regex, text, most, run) : yield* allFrom(pattern, text, most, run);
}

/** What a match takes, roughly: it must be counted while they are found. */
const MATCH_BYTES = 32;

function allOf(regex: RegExp, text: string, most: number, run: Run): Match[] {
  return run.patterns.match(regex, text, () => {
    const found: Match[] = [];
    for (let from = 0; found.length < most && (found.length === 0 || from < text.length);) {
      regex.lastIndex = from;
      const match = matchOf(regex.exec(text));
      if (match === undefined) {
        break;
      }
      if (found.length > 0) {
        checkProgress(match, regex);
      }
      found.push(match);
      checkBytes(found.length * MATCH_BYTES);
      from = match.end;
    }
    return found;
  });
}

function* allFrom(pattern: Callable, text: string, most: number, run: Run): Evaluation<Match[]> {
  const found: Match[] = [];
  let value = most > 0 ? yield* call(pattern, [text], run) : undefined;
  while (value !== undefined && found.length < most) {
    if (!isPlainObject(value) || !(typeof value.start === 'number' || Array.isArray(value.groups) || value.next instanceof Callable)) {
      throw new Problem('T1010');
    }
    found.push({ text: value.match as string, start: value.start as number, end: value.end as number, groups: (value.groups ?? []) as Items });
    run.hold(MATCH_BYTES);
    value = value.next instanceof Callable && found.length < most ? yield* call(value.next, [], run) : undefined;
  }
  return found;
}

function* replaced(
  text: string, pattern: Callable | string, replacement: Callable | string | undefined, limit: number | undefined, run: Run,
): Evaluation {
  const found = typeof pattern === 'string' ? occurrences(text, pattern, limit ?? Infinity) : yield* matches(pattern, text, limit, run);
  if (typeof replacement === 'string') {
    const substitute = (match: Match): string => typeof pattern === 'string' ? replacement : substituted(replacement, match);
    const fill = (): string => assembled(text, found, found.map(substitute));
    return replacement.length * found.length > MOST_AT_ONCE ? run.patterns.run(fill) : fill();
  }
  const substitutes: string[] = [];
  for (const match of found) {
    const substitute = replacement === undefined ? undefined : yield* call(replacement, [argumentOf(match)], run);
    substitutes.push(run.built(requireText(substitute, 'D3012')));
  }
  return assembled(text, found, substitutes);
}

/** Characters of replacements that are filled in without a look at the clock. */
const MOST_AT_ONCE = 100_000;

/** A text with its matches replaced. */
function assembled(text: string, found: readonly Match[], substitutes: readonly string[]): string {
  checkBytes(substitutes.reduce((bytes, substitute) => bytes + substitute.length, text.length));
  const pieces: string[] = [];
  let position = 0;
  for (const [index, match] of found.entries()) {
    pieces.push(text.slice(position, match.start), substitutes[index]);
    position = match.start + match.text.length;
  }
  return pieces.join('') + text.slice(position);
}

function argumentOf({ text, start, end, groups }: Match): ValueObject {
  return { match: text, start, end, groups: groups as Items };
}

function occurrences(text: string, part: string, most: number): Match[] {
  const found: Match[] = [];
  for (let start = text.indexOf(part); start !== -1 && found.length < most; start = text.indexOf(part, start + part.length)) {
    found.push({ text: part, start, end: start + part.length, groups: [] });
    checkBytes(found.length * MATCH_BYTES);
  }
  return found;
}

/** The replacement with `$0` and `$1` … filled in; `$$` is a `$`. A number has as many digits as there are groups for. */
function substituted(replacement: string, { text, groups }: Match): string {
  const digits = Math.max(1, String(groups.length).length);
  let bytes = replacement.length;
  return replacement.replace(/\$(\$|\d*)/g, (_, what: string) => {
    const filled = what === '$' || what === '' ? '$' : what.startsWith('0') ? text + what.slice(1) : groupOf(what, groups, digits);
    bytes += filled.length;
    checkBytes(bytes);
    return filled;
  });
}

function groupOf(what: string, groups: readonly Value[], digits: number): string {
  const widest = what.slice(0, digits);
  const number = digits > 1 && Number(widest) > groups.length ? widest.slice(0, -1) : widest;
  return String(groups[Number(number) - 1] ?? '') + what.slice(String(Number(number)).length);
}

function* split(text: string, separator: Callable | string, limit: number | undefined, run: Run): Evaluation {
  if (typeof separator === 'string') {
    checkBytes((separator === '' ? text.length : occurrences(text, separator, limit ?? Infinity).length) * 8);
    return text.split(separator, limit);
  }
  const found = yield* matches(separator, text, limit, run);
  const pieces: Items = [];
  let position = 0;
  for (const { start, end } of found) {
    pieces.push(text.slice(position, start));
    position = end;
  }
  if (found.length < (limit ?? Infinity)) {
    pieces.push(text.slice(position));
  }
  return pieces;
}
