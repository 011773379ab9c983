import { Fault } from './faults';
import { forEach, quiet, set, setNameSafe, when } from './vtl';

/** The identity of a user of a Cognito identity pool, all of whose users share one role session. */
const COGNITO = 'identity.cognitoIdentityId';
const USER_ARN = 'identity.userArn';

/** Stands for the connection in place of a principal: where names are per connection, or where the caller has no principal. */
export const CONNECTION = 'connectionId';

/** What tells one caller from another where nothing else is said: with IAM the first or the second, with a Lambda authorizer the last. */
export const CALLER = [COGNITO, USER_ARN, 'authorizer.principalId'].join(', ');

/** Variables of the role session, which users of an identity pool share. */
const OF_SESSION = [USER_ARN, 'identity.caller', 'identity.user'];

const OF_IAM = [...OF_SESSION, COGNITO, 'identity.cognitoAuthenticationProvider'];
/** What a client says of itself, or shares with others of its network. */
const OF_CLIENT = ['identity.sourceIp', 'identity.userAgent'];

const OF_ANYBODY = ['identity.apiKeyId', ...OF_CLIENT, CONNECTION];

/** A condition: whether `$principal` is nobody that the authorizer knows. */
export const NOBODY = '$principal == ""';

const AUTHORIZER = /^authorizer\.(\w+)$/;

/** Letters that stand for usual characters of a principal, instead of `_` and their two digits. None is a digit of `setNameSafe`'s. */
const SHORT: Record<string, string> = { _3D: '_e', _3A: '_o', _2F: '_s', _40: '_a', _2E: '_d' };

/** Beginnings of an ARN, as `setNameSafe` and the letters above make them: up to the account's number, and of a role session after it. */
const OF_ACCOUNT = '^arn_o[a-z-]+_o[a-z]+_o_o[0-9]+_o';
const SESSION = 'assumed-role_s';

const SHORTER_ARN = `$scope.replaceAll("${OF_ACCOUNT}","_r").replaceAll("_r${SESSION}","_t")`;

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const UUID_LENGTH = 36;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A fault if a text is no context variable that tells callers apart. */
export function faultsOfPrincipal(prop: string, principal: string | undefined): Fault[] {
  const isKnown = principal === undefined || principal === CALLER || AUTHORIZER.test(principal) || [...OF_IAM, ...OF_ANYBODY].includes(principal);
  return isKnown ? [] : [{
    prop,
    got: `the principal ${JSON.stringify(principal)}`,
    allowed: `a context variable that tells callers apart: authorizer.<name>, ${[...OF_IAM, ...OF_ANYBODY].join(', ')}`,
  }];
}

/** A fault if a text is no context variable whose value is the authorizer's, rather than the client's own. */
export function faultsOfAuthorized(prop: string, variable: string): Fault[] {
  return AUTHORIZER.test(variable) || OF_IAM.includes(variable) ? [] : [{
    prop,
    got: `the context variable ${JSON.stringify(variable)}`,
    allowed: `one that the authorizer sets, and not the client: authorizer.<name>, ${OF_IAM.join(', ')}`,
  }];
}

/** Whether a principal is what a client says, or shares with others, rather than the authorizer's word. */
export function isClients(principal: string): boolean {
  return OF_CLIENT.includes(principal);
}

/** Whether API Gateway knows no such principal, by the authorization of `$connect`: AWS_IAM, CUSTOM or NONE. */
export function isNeverKnown(principal: string, authorizationType: string): boolean {
  return sourcesOf(principal).every((source) =>
    (AUTHORIZER.test(source) && authorizationType !== 'CUSTOM') || (OF_IAM.includes(source) && authorizationType !== 'AWS_IAM'));
}

/** VTL that sets `$principal` to the principal as the authorizer knows it, to nothing where there is none but the connection. */
export function setPrincipal(principal: string): string {
  const [first, ...others] = principal === CONNECTION ? ['""'] : sourcesOf(principal).map((source) => quiet(referenceTo(source)));
  return set('principal', first) + others.map((next) => when(NOBODY, set('principal', next))).join('');
}

/**
 * VTL that sets `$scope`, which is in front of the first hyphen of a name, to a text that no two principals share, of letters, digits and `_`. It
 * encodes and drops nothing that tells two callers apart, since VTL has no digest that nobody can collide:
 *
 * - `-` is `__`, and usual characters are `_` and a letter;
 * - a UUID at the end is `_u` (after a colon `_i`) and 24 digits, of three for each four hexadecimal ones;
 * - in `identity.userArn`, everything up to the account's number is `_r`, with `assumed-role/` after it `_t`: an API lets in callers of its own account
 *   only, having no resource policy.
 *
 * A connection's own scope has an encoded `=`, as each connection id has, and a principal's has none: no principal is called like another's connection.
 */
export function setScope(principal: string): string {
  const ofConnection = `${setNameSafe('scope', `context.${CONNECTION}`)}${withoutHyphens()}`;
  if (principal === CONNECTION) {
    return ofConnection;
  }
  const sources = sourcesOf(principal);
  return setPrincipal(principal)
    + when(NOBODY, ofConnection,
      setNameSafe('scope', 'principal')
      + set('scope', `$scope${Object.entries(SHORT).map(([digits, letter]) => `.replaceAll("${digits}","${letter}")`).join('')}`)
      + (sources.includes(USER_ARN) ? when(`$principal == ${quiet(`context.${USER_ARN}`)}`, set('scope', SHORTER_ARN)) : '')
      + shortenUuid()
      + withoutHyphens());
}

/** Whether two principals tell the same callers apart, and by the same texts: one has all that the other has. */
export function isSamePrincipal(one: string, other: string): boolean {
  const [fewer, more] = [sourcesOf(one), sourcesOf(other)].sort((first, second) => first.length - second.length);
  return fewer.every((source) => more.includes(source));
}

function sourcesOf(principal: string): string[] {
  if (principal === CALLER) {
    return CALLER.split(', ');
  }
  return OF_SESSION.includes(principal) ? [COGNITO, principal] : [principal];
}

/** A VTL reference, without its dollar, to a context variable. */
export function referenceTo(source: string): string {
  const [, name] = AUTHORIZER.exec(source) ?? [];
  // By index, because VTL takes no name that begins with `_` or a digit after a dot, and takes `class` for Java's.
  return name === undefined ? `context.${source}` : `context.authorizer['${name}']`;
}

function withoutHyphens(): string {
  return set('scope', '$scope.replaceAll("-","__")');
}

function shortenUuid(): string {
  const numberOfFour = set('number', '0')
    + forEach('digit', '[0..3]', set('from', '$group * 4 + $digit') + set('to', '$from + 1')
      + set('number', '$number * 16 + $digits.indexOf($hexadecimal.substring($from,$to))'));
  const asThree = forEach('unit', '[3844,62,1]', set('from', '$number / $unit') + set('number', '$number % $unit') + set('to', '$from + 1')
    + set('scope', '"${scope}${digits.substring($from,$to)}"'));
  return when(`$scope.matches(".*${UUID}")`,
    set('digits', `"${DIGITS}"`)
    + set('from', `$scope.length() - ${UUID_LENGTH}`)
    + set('hexadecimal', '$scope.substring($from).replaceAll("-","")')
    + set('scope', '"${scope.substring(0,$from)}_u"')
    + set('scope', '$scope.replaceAll("_o_u","_i")')
    + forEach('group', '[0..7]', numberOfFour + asThree));
}
