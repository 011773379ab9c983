import { createHmac, randomBytes } from 'node:crypto';

/** Names whose values are nobody's business: those of headers, query parameters and members of JSON. */
const SECRET_NAME = /^(.*authorization|(set-)?cookie|.*(api[-_]?key|token|secret|passw(or)?d|signature|credential))$/i;
/**
 * A member of JSON with a text or another value without members, or with a list that begins with one; also inside a text of JSON: as many backslashes before
 * each of its quotes.
 */
const MEMBER = /(?<!\\)(\\*)"([\w.-]+)\1"(\s*:\s*(?:\[\s*)?)(?:\1"(.*?)((?<!\\)\1"|$)|(-?\d[\d.eE+-]*|(?:true|false|null)\b))/gs;
/** A member as Node.js and Python print objects, and as a test is written. */
const PRINTED_MEMBER =
  /(?<![\w.'-])('?)([\w.-]+)\1(: (?:\[ ?)?)(?:'((?:[^'\\\n]|\\.)*)'|(-?\d[\d.e+-]*n?|(?:true|false|null|True|False|None)\b))/g;
/** A list of such values, in JSON and as Node.js and Python print it; each of its values. */
const LIST = new RegExp(String.raw`(?<!\\)(\\*)"([\w.-]+)\1"(\s*:\s*\[\s*)(ITEM(?:\s*,\s*ITEM)*)`
  .replaceAll('ITEM', String.raw`(?:\1".*?(?:(?<!\\)\1"|$)|-?\d[\d.eE+-]*|(?:true|false|null)\b)`), 'gs');
const ITEM = /(\\*")(.*?)((?<!\\)\1|$)|[^\s,]+/gs;
const PRINTED_LIST = new RegExp(String.raw`(?<![\w.'-])('?)([\w.-]+)\1(: \[\s*)(ITEM(?:,\s*ITEM)*)`
  .replaceAll('ITEM', String.raw`(?:'(?:[^'\\\n]|\\.)*'|-?\d[\d.e+-]*n?|(?:true|false|null|True|False|None)\b)`), 'g');
const PRINTED_ITEM = /(')((?:[^'\\\n]|\\.)*)(')|[^\s,]+/g;
const BEARER = /\b(Bearer\s+)([\w.~+/-]{8,}=*)/gi;
/** A JSON web token, whatever it stands in. */
const WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*/g;
const MARK = '•••';
/** A placeholder, with the quotes around it, if there are any. */
const PLACEHOLDER = /(\\*["'])?(•••[0-9a-f]{8})\1/g;
const IS_PLACEHOLDER = /^•••[0-9a-f]{8}$/;
/** So many values can be put back. */
const MOST_KEPT = 2000;
/** What follows the prefix of a task token. */
const REST_OF_TOKEN = '(?:[A-Za-z0-9+]|\\\\*/){0,96}';

/** What a placeholder stands for. */
interface Secret {
  readonly value: string;
  /** Whether it is no text, and has no quotes: its placeholder has them. */
  readonly isBare: boolean;
}

/**
 * Keeps secrets from the page: tokens, `Authorization` and the like become placeholders, whatever they stand in. What comes back from the
 * page has them put in again, so that a question that was masked can be answered.
 */
export class Masks {
  private readonly token: RegExp;
  /** Further names of secrets, in small letters. */
  private readonly names = new Set<string>();
  private readonly secrets = new Map<string, Secret>();
  /** Without it, who sees a placeholder could try all numbers of a few digits. */
  private readonly key = randomBytes(16);

  /** @param tokenPrefix what every task token of the run starts with */
  constructor(tokenPrefix: string) {
    this.token = new RegExp(escaped(tokenPrefix).replace(/\//g, '\\\\*/') + REST_OF_TOKEN, 'g');
  }

  /** Adds names of secrets, such as the identity sources of authorizers. */
  public addNames(names: readonly string[]): void {
    names.forEach((name) => this.names.add(name.toLowerCase()));
  }

  /** A text without its secrets. */
  public mask(text: string): string {
    return this.maskMembers(this.maskLists(text))
      .replace(this.token, (token) => this.placeholder(token))
      .replace(BEARER, (_all, scheme: string, value: string) => scheme + this.placeholder(value))
      .replace(WEB_TOKEN, (token) => this.placeholder(token))
      .replace(PRINTED_MEMBER, (all, quote: string, name: string, colon: string, value: string | undefined, bare?: string) =>
        (this.isSecret(name) && value !== '' ? `${quote}${name}${quote}${colon}'${this.placeholder(value ?? bare!, value === undefined)}'` : all));
  }

  /** Headers or query parameters without their secrets. */
  public maskValues(values: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.maskMember(name, value)]));
  }

  /** The text of a member without its secrets. */
  public maskMember(name: string, text: string): string {
    return this.isSecret(name) && text !== '' ? this.placeholder(text) : this.mask(text);
  }

  /** A text of the page's with the secrets that it stands for. */
  public restore(text: string): string {
    return text.replace(PLACEHOLDER, (all, quote: string | undefined, placeholder: string) => {
      const { isBare, value } = this.secrets.get(placeholder) ?? {};
      return value === undefined ? all : isBare ? value : `${quote ?? ''}${value}${quote ?? ''}`;
    });
  }

  /** Texts of the page's with the secrets that they stand for. */
  public restoreValues(values: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.restore(value)]));
  }

  /** Each value of lists: the patterns of members see the first only. */
  private maskLists(text: string): string {
    return text
      .replace(LIST, (_all, quote: string, name: string, colon: string, items: string) =>
        `${quote}"${name}${quote}"${colon}${this.isSecret(name) ? this.maskItems(items, ITEM, `${quote}"`) : this.maskLists(items)}`)
      .replace(PRINTED_LIST, (all, quote: string, name: string, colon: string, items: string) =>
        (this.isSecret(name) ? `${quote}${name}${quote}${colon}${this.maskItems(items, PRINTED_ITEM, "'")}` : all));
  }

  private maskItems(items: string, item: RegExp, quote: string): string {
    return items.replace(item, (bare, begin: string | undefined, value: string, end = quote) =>
      `${quote}${begin === undefined ? this.placeholder(bare, true) : value === '' ? '' : this.placeholder(value)}${end}`);
  }

  /** Also those of JSON that is a member's text. */
  private maskMembers(text: string): string {
    return text.replace(MEMBER, (all, quote: string, name: string, colon: string, value: string | undefined, end: string, bare?: string) => {
      if (value === undefined) {
        return this.isSecret(name) ? `${quote}"${name}${quote}"${colon}${quote}"${this.placeholder(bare!, true)}${quote}"` : all;
      }
      const masked = value !== '' && this.isSecret(name) ? this.placeholder(value) : value.includes('"') ? this.maskMembers(value) : value;
      return `${quote}"${name}${quote}"${colon}${quote}"${masked}${end}`;
    });
  }

  private isSecret(name: string): boolean {
    return SECRET_NAME.test(name) || this.names.has(name.toLowerCase());
  }

  private placeholder(value: string, isBare = false): string {
    if (IS_PLACEHOLDER.test(value)) {
      return value;
    }
    const placeholder = MARK + createHmac('sha256', this.key).update(`${isBare} ${value}`).digest('hex').slice(0, 8);
    this.secrets.delete(placeholder);
    this.secrets.set(placeholder, { value, isBare });
    if (this.secrets.size > MOST_KEPT) {
      this.secrets.delete(this.secrets.keys().next().value!);
    }
    return placeholder;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
