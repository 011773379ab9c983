import { ServiceError } from './service-error';
import { isObject, Json, JsonObject, parsedJson } from '../json';

interface Rule {
  /** @default false */
  readonly required?: boolean;
  /** Whether errors do not show the value, as AWS does not show what may be secret. @default false */
  readonly isSecret?: boolean;
}

interface TextRule extends Rule {
  readonly type?: 'string';
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Of the text in UTF-8. */
  readonly maxBytes?: number;
  /** A regular expression for the whole text. */
  readonly pattern?: string;
  /** The only values that there are, in the order in which AWS lists them. */
  readonly values?: readonly string[];
}

interface NumberRule extends Rule {
  readonly type: 'number';
  /** Whether it need not be a whole one. @default false */
  readonly isFraction?: boolean;
  readonly least?: number;
  readonly most?: number;
}

interface FlagRule extends Rule {
  readonly type: 'boolean';
}

interface ListRule extends Rule {
  readonly type: 'list';
  readonly of: MemberRule;
  readonly minLength?: number;
  readonly maxLength?: number;
}

interface StructureRule extends Rule {
  readonly type: 'structure';
  readonly members: Rules;
}

/** What a member of a request must fulfil. */
export type MemberRule = TextRule | NumberRule | FlagRule | ListRule | StructureRule;
export type Rules = Readonly<Record<string, MemberRule>>;

/** What a rule lets through. */
export type ValueOf<Member> = Member extends { readonly type: 'number' } ? number
  : Member extends { readonly type: 'boolean' } ? boolean
    : Member extends { readonly type: 'list'; readonly of: infer Item } ? readonly ValueOf<Item>[]
      : Member extends { readonly type: 'structure'; readonly members: infer Members } ? RequestOf<Members>
        : string;

/** A request that fulfils its rules. */
export type RequestOf<Members> = {
  readonly [Name in keyof Members as Members[Name] extends { readonly required: true } ? Name : never]: ValueOf<Members[Name]>;
} & {
  readonly [Name in keyof Members as Members[Name] extends { readonly required: true } ? never : Name]?: ValueOf<Members[Name]>;
};

/**
 * Reads a request and checks it against the model of its action. Members that the model does not know are ignored, as AWS does.
 *
 * @throws ServiceError for a text that is no such request, and with all members that break a rule
 */
export function readRequest<const Members extends Rules>(text: string, rules: Members): RequestOf<Members> {
  const request = parsedJson(text);
  if (!isObject(request)) {
    throw ServiceError.serialization();
  }
  const violations: string[] = [];
  const read = readMembers(request, rules, '', violations);
  if (violations.length > 0) {
    throw ServiceError.validation(violations);
  }
  return read as RequestOf<Members>;
}

function readMembers(given: JsonObject, rules: Rules, prefix: string, violations: string[]): JsonObject {
  const members: JsonObject = {};
  for (const name of Object.keys(rules)) {
    const value = Object.hasOwn(given, name) ? given[name] : null;
    if (value !== null) {
      members[name] = readValue(value, rules[name], `${prefix}${name}`, violations);
    } else if (rules[name].required) {
      violations.push(violation(undefined, `${prefix}${name}`, 'not be null', rules[name]));
    }
  }
  return members;
}

function readValue(value: Json, rule: MemberRule, path: string, violations: string[]): Json {
  const broken = (constraint: string | undefined): void => {
    if (constraint !== undefined) {
      violations.push(violation(value, path, constraint, rule));
    }
  };
  if (typeof value === 'string' && (rule.type === undefined || rule.type === 'string')) {
    broken(textConstraint(value, rule));
    return value;
  }
  if (typeof value === 'number' && rule.type === 'number' && (rule.isFraction === true || Number.isSafeInteger(value))) {
    broken(sizeConstraint('value', value, rule.least, rule.most));
    return value;
  }
  if (typeof value === 'boolean' && rule.type === 'boolean') {
    return value;
  }
  if (Array.isArray(value) && rule.type === 'list') {
    broken(sizeConstraint('length', value.length, rule.minLength, rule.maxLength));
    return value.map((item, index) => readValue(item, rule.of, `${path}.${index + 1}.member`, violations));
  }
  if (isObject(value) && rule.type === 'structure') {
    return readMembers(value, rule.members, `${path}.`, violations);
  }
  throw ServiceError.serialization();
}

/** The first constraint that a text does not fulfil. */
function textConstraint(value: string, { pattern, values, maxBytes, minLength, maxLength }: TextRule): string | undefined {
  if (values !== undefined && !values.includes(value)) {
    return `satisfy enum value set: [${values.join(', ')}]`;
  }
  const size = sizeConstraint('length', value.length, minLength, maxLength);
  if (size !== undefined) {
    return size;
  }
  // A character takes three bytes at most: short texts need no counting.
  if (maxBytes !== undefined && value.length * 3 > maxBytes && Buffer.byteLength(value) > maxBytes) {
    return `have size less than or equal to ${maxBytes} bytes in UTF-8 encoding`;
  }
  return pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value) ? `satisfy regular expression pattern: ${pattern}` : undefined;
}

function sizeConstraint(measure: string, size: number, least = -Infinity, most = Infinity): string | undefined {
  if (size < least) {
    return `have ${measure} greater than or equal to ${least}`;
  }
  return size > most ? `have ${measure} less than or equal to ${most}` : undefined;
}

function violation(value: Json | undefined, path: string, constraint: string, { isSecret }: Rule): string {
  const shown = isSecret ? '' : value === undefined ? ' null' : ` '${shownValue(value)}'`;
  return `Value${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`;
}

/** A list may be nested at will: of one only its length is shown. */
function shownValue(value: Json): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[${value.length} members]`;
  }
  return String(value);
}
