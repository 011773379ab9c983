import { isHost } from './gateway/allowed-hosts';
import { isOrigin } from './gateway/allowed-origins';
import type { Limits } from './limits';
import type { LocalRunOptions } from './local-run-options';

/** Options that are not allowed; the message names each. */
export class OptionsError extends Error {
  /** One line each. */
  public readonly findings: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('; '));
    this.name = 'OptionsError';
    this.findings = lines;
  }
}

/** Finds what is wrong with the value of an option: one line each. */
type Check = (value: unknown, name: string) => string[];

/** Slower than this a second's wait takes a quarter of an hour; faster than this dates come that cannot be written. */
const TIME_SCALES = { least: 0.001, most: 1_000_000 };
/** The longest time that a timer of Node.js waits, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

const matching = (isAllowed: (value: unknown) => boolean, allowed: string): Check => (value, name) =>
  (isAllowed(value) ? [] : [`${name} ${shown(value)} is not allowed: ${allowed}`]);
const text = (what: string): Check => matching((value) => typeof value === 'string' && value !== '', what);
const wholeNumber = (least: number, most: number, what: string): Check =>
  matching((value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most, what);
const texts = (what: string): Check => matching((value) => isRecord(value) && Object.values(value).every((item) => typeof item === 'string'), what);
const list = (what: string): Check => matching((value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''), what);
const listOf = (isItem: (text: string) => boolean, what: string): Check =>
  matching((value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && isItem(item)), what);
const members = (checks: Readonly<Record<string, Check>>, what: string): Check => (value, name) =>
  (isRecord(value) ? findings(value, checks, `${name}.`) : [`${name} ${shown(value)} is not allowed: ${what}`]);

const flag = matching((value) => typeof value === 'boolean', 'true or false');
const bytes = wholeNumber(1, 2 ** 30, 'a whole number of bytes above 0');
const milliseconds = wholeNumber(1, LONGEST_TIMER, `a whole number of milliseconds from 1 to ${LONGEST_TIMER}`);
const limits: { readonly [Name in keyof Limits]: Check } = {
  messageBytes: bytes,
  frameBytes: bytes,
  unreadBytes: bytes,
  bytesInWork: bytes,
  idleTimeout: milliseconds,
  connectionDuration: milliseconds,
  integrationTimeout: milliseconds,
};

/** What each option may be. To add an option, add one line. */
const options: { readonly [Name in keyof Required<LocalRunOptions>]: Check } = {
  template: text('the path of a template or of a cdk.out folder'),
  root: text('the path of a folder'),
  stacks: list('a list of names of stacks'),
  region: matching((value) => typeof value === 'string' && /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(value), 'a Region such as eu-west-1'),
  account: matching((value) => typeof value === 'string' && /^\d{12}$/.test(value), 'a text of 12 digits'),
  strict: flag,
  port: wholeNumber(0, 65_535, '0 (any free one) to 65535'),
  host: text('an address of this machine, such as 127.0.0.1'),
  allowedHosts: listOf(isHost, 'names such as dev.example, or addresses, without scheme, port and path'),
  allowedOrigins: listOf(isOrigin, 'schemes and hosts such as https://dev.example, or * for all'),
  timeScale: matching((value) => typeof value === 'number' && value >= TIME_SCALES.least && value <= TIME_SCALES.most,
    `a number from ${TIME_SCALES.least} to ${TIME_SCALES.most}, such as 10 for ten times faster`),
  clock: matching((value) => isRecord(value) && typeof value.now === 'function' && typeof value.after === 'function', 'a clock, such as a ManualClock'),
  parameters: texts('an object of texts'),
  values: text('the path of a file of values by name, JSON or YAML'),
  envVars: text("the path of a file in the format of SAM's --env-vars"),
  readyFile: text('the path of a file'),
  logger: matching((value) => typeof value === 'function', 'a function'),
  limits: members(limits, 'an object of limits'),
  authorizerContext: texts('an object of texts'),
  authorizerContextFromQuery: text('the name of a parameter'),
  identities: matching((value) => isRecord(value) && Object.values(value).every(isPrincipal), 'an object of ARNs of users, roles or their sessions by access key'),
  auth: flag,
  mocks: text('the path of a mock configuration file, with #TestCase or without'),
  endpoints: texts('an object of URLs by service'),
  functions: matching((value) => isRecord(value) && Object.values(value).every((item) => typeof item === 'function' || isUrl(item)),
    'an object of handlers or URLs by function'),
  functionSources: texts('an object of files by function'),
  inspect: matching((value) => isRecord(value) && Object.values(value).every((item) => isPort(item)),
    'an object of ports by function'),
  runFunctions: flag,
  allowAws: flag,
  watch: flag,
  iam: flag,
  data: text('the path of a folder'),
  provision: flag,
  console: flag,
  schedules: flag,
};

/** What says something of a template. */
const OF_TEMPLATES: readonly (keyof LocalRunOptions)[] = [
  'root', 'stacks', 'strict', 'parameters', 'values', 'envVars', 'authorizerContext', 'functions', 'functionSources', 'inspect', 'data', 'provision', 'schedules', 'watch',
];

/**
 * Looks at the options of a run, all at once.
 *
 * @throws OptionsError with a line for each that is unknown or not allowed
 */
export function checkOptions(given: unknown): asserts given is LocalRunOptions {
  if (!isRecord(given)) {
    throw new OptionsError([`the options ${shown(given)} are not allowed: an object of options`]);
  }
  const missing = given.template === undefined ? OF_TEMPLATES.filter((name) => given[name] !== undefined).map((name) => `${name} needs a template`) : [];
  const found = [...missing, ...findings(given, options, '')];
  if (found.length > 0) {
    throw new OptionsError(found);
  }
}

function findings(given: Readonly<Record<string, unknown>>, checks: Readonly<Record<string, Check>>, prefix: string): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(checks, name)) {
      const similar = Object.keys(checks).find((known) => isSimilar(known, name));
      return [`${prefix}${name} is no option: ${similar === undefined ? Object.keys(checks).join(', ') : `did you mean ${prefix}${similar}?`}`];
    }
    return value === undefined ? [] : checks[name](value, `${prefix}${name}`);
  });
}

/** Whether a name is another one misspelt: it differs in capitals, or by at most two letters. */
function isSimilar(known: string, name: string): boolean {
  const [left, right] = [known.toLowerCase(), name.toLowerCase()];
  return left === right || distance(left, right) <= Math.min(2, Math.floor(left.length / 3));
}

/** How many letters must be put in, taken out or exchanged to get from one text to the other. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...right].entries()) {
      next.push(Math.min(next[column] + 1, row[column + 1] + 1, row[column] + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[right.length];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
function isPrincipal(value: unknown): boolean {
  return typeof value === 'string' && /^arn:[\w-]+:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/\S+)$/.test(value);
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= 65_535;
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const json = typeof value === 'object' ? safeJson(value) : typeof value === 'string' ? JSON.stringify(value) : String(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'an object';
  }
}
