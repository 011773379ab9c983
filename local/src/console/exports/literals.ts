/** Values that are others in each run: ARNs, ids, tokens, points in time. */
const VOLATILE_NAME = /^(executionArn|executionId|startDate|stopDate|connectionId|requestId|seq|taskToken|timestamp|.*(At|Date|Time|Epoch))$/;
const VOLATILE_TEXT = /^(arn:|[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d-\d\dT)|^[\w-]{15}=$/;
const NAME = /^[A-Za-z_$][\w$]*$/;
/** Shorter texts are the same by chance. */
const SHORTEST_REFERENCE = 8;

/** Texts of earlier frames, and the expression that has each. */
export type KnownTexts = Map<string, string>;

/** A text of a member without its secrets. */
export type MaskMember = (name: string, text: string) => string;

/** Takes down what a frame has, under the expression that it goes by. */
export function know(known: KnownTexts, value: unknown, expression: string): void {
  if (typeof value === 'string' && value.length >= SHORTEST_REFERENCE) {
    known.set(value, expression);
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(([name, member]) => know(known, member, Array.isArray(value)
      ? `${expression}[${name}]`
      : NAME.test(name) ? `${expression}.${name}` : `${expression}[${quoted(name)}]`));
  }
}

/**
 * A value as an expression; texts that an earlier frame has had are taken from it.
 * @param mask a text of a member without its secrets
 */
export function sent(value: unknown, known: KnownTexts, indent: string, mask: MaskMember): string {
  return literal(value, indent, (member, name = '') => (typeof member === 'string' ? known.get(member) ?? quoted(mask(name, member)) : undefined));
}

/** What a frame is expected to be: values that are others in each run may be any of their kind. */
export function expected(value: unknown, indent: string, mask: MaskMember): string {
  return literal(value, indent, (member, name = '') => {
    const isVolatile = VOLATILE_NAME.test(name) || (typeof member === 'string' && VOLATILE_TEXT.test(member));
    if (typeof member === 'string') {
      return isVolatile || mask(name, member) !== member ? 'expect.any(String)' : undefined;
    }
    return isVolatile && typeof member === 'number' ? 'expect.any(Number)' : undefined;
  });
}

type Replace = (value: unknown, name?: string) => string | undefined;

function literal(value: unknown, indent: string, replace: Replace, name?: string): string {
  const replaced = replace(value, name);
  if (replaced !== undefined) {
    return replaced;
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
  }
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => literal(item, inner, replace))
    : Object.entries(value).map(([member, item]) => `${memberName(member)}: ${literal(item, inner, replace, member)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const line = `${open} ${items.join(', ')} ${close}`;
  return items.length === 0 ? open + close : line.length + indent.length < 100 && !line.includes('\n')
    ? line
    : `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

function memberName(name: string): string {
  return NAME.test(name) ? name : quoted(name);
}

/** A text as a literal of TypeScript. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
