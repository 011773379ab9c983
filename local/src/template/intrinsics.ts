import type { Budget } from './budget';
import { cidrBlocks } from './cidr';
import { NotPlayedError, TemplateLoadError } from './errors';
import { excerpt, isObject, Json, JsonObject, ownMember } from '../json';

/** What `AWS::NoValue` resolves to: the property or item that holds it disappears. */
export const NO_VALUE = Symbol('AWS::NoValue');
export type Resolved = Json | typeof NO_VALUE;

/** What an intrinsic function may ask of the stack that it stands in. `at` says where, for messages. */
export interface Scope {
  readonly region: string;
  readonly budget: Budget;
  readonly hasLanguageExtensions: boolean;
  resolve(value: Json, at: string): Resolved;
  ref(name: string, at: string): Resolved;
  getAtt(logicalId: string, attribute: string, at: string): Json;
  condition(name: string, at: string): boolean;
  findInMap(map: string, first: string, second: string): Json | undefined;
  importValue(name: string, at: string): Json;
}

export type IntrinsicFunction = (argument: Json, scope: Scope, at: string) => Resolved;

/**
 * CloudFormation's intrinsic functions. To add one, add one line here.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const INTRINSIC_FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['Ref', (argument, scope, at) => scope.ref(reference(argument, scope, at), at)],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', (argument, scope, at) => {
    const [delimiter, values] = items(argument, 2, at);
    return scope.budget.join(list(values, scope, at).map((value) => text(value, at)), text(delimiter, at), at);
  }],
  ['Fn::Split', (argument, scope, at) => {
    const [delimiter, source] = items(argument, 2, at);
    return string(source, scope, at).split(text(delimiter, at));
  }],
  ['Fn::Select', select],
  ['Fn::If', (argument, scope, at) => {
    const [name, whenTrue, whenFalse] = items(argument, 3, at);
    return scope.resolve(scope.condition(text(name, at), at) ? whenTrue : whenFalse, at);
  }],
  ['Fn::Equals', (argument, scope, at) => {
    const [left, right] = items(argument, 2, at).map((item) => resolved(item, scope, at));
    return canonical(left) === canonical(right);
  }],
  ['Fn::And', (argument, scope, at) => conditions(argument, at).every((item) => boolean(item, scope, at))],
  ['Fn::Or', (argument, scope, at) => conditions(argument, at).some((item) => boolean(item, scope, at))],
  ['Fn::Not', (argument, scope, at) => !boolean(items(argument, 1, at)[0], scope, at)],
  ['Fn::FindInMap', findInMap],
  ['Fn::Base64', (argument, scope, at) => Buffer.from(string(argument, scope, at), 'utf8').toString('base64')],
  ['Fn::Cidr', (argument, scope, at) => {
    const [block, count, bits] = list(argument, scope, at);
    return cidrBlocks(text(block, at), Number(count), Number(bits ?? 8), at);
  }],
  ['Fn::GetAZs', (argument, scope, at) => ['a', 'b', 'c'].map((zone) => `${string(argument, scope, at) || scope.region}${zone}`)],
  ['Fn::ImportValue', (argument, scope, at) => scope.importValue(string(argument, scope, at), at)],
  ['Fn::Length', (argument, scope, at) => list(extension(argument, 'Fn::Length', scope, at), scope, at).length],
  ['Fn::ToJsonString', (argument, scope, at) => JSON.stringify(resolved(extension(argument, 'Fn::ToJsonString', scope, at), scope, at))],
  ['Fn::Transform', (argument, _scope, at) => {
    const name = isObject(argument) ? excerpt(argument.Name) : excerpt(argument);
    throw new NotPlayedError(`${at}: the macro ${name} runs in CloudFormation only; give the template that it answers (\`aws cloudformation get-template --template-stage Processed\`)`);
  }],
]);

/** The name of the intrinsic function that `value` calls, or undefined when it is an ordinary value. */
export function functionName(value: JsonObject): string | undefined {
  const names = Object.keys(value);
  return names.length === 1 && (names[0] === 'Ref' || names[0].startsWith('Fn::')) ? names[0] : undefined;
}

function getAtt(argument: Json, scope: Scope, at: string): Json {
  const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument, scope, at).map((part) => text(part, at));
  if (!logicalId || attribute.length === 0) {
    throw new TemplateLoadError(`${at}: Fn::GetAtt needs a logical id and an attribute, got ${excerpt(argument)}`);
  }
  return scope.getAtt(logicalId, attribute.join('.'), at);
}

/** The name in a `Ref`: with language extensions another function may give it. */
function reference(argument: Json, scope: Scope, at: string): string {
  return string(isObject(argument) ? extension(argument, 'a function in Ref', scope, at) : argument, scope, at);
}

/** What CloudFormation takes with its language extensions only. */
function extension<Argument extends Json>(argument: Argument, what: string, { hasLanguageExtensions }: Scope, at: string): Argument {
  if (!hasLanguageExtensions) {
    throw new TemplateLoadError(`${at}: ${what} needs 'Transform: AWS::LanguageExtensions'`);
  }
  return argument;
}

function sub(argument: Json, scope: Scope, at: string): Json {
  const [template, variables] = Array.isArray(argument) ? items(argument, 2, at) : [argument, {}];
  if (!isObject(variables)) {
    throw new TemplateLoadError(`${at}: the second item of Fn::Sub must be an object, got ${excerpt(variables)}`);
  }
  // A brace ends the search for the other one: no text makes it look through the rest again and again.
  return scope.budget.replace(text(template, at), /\$\{([^{}]*)\}/g, ([, expression]) => {
    if (expression.startsWith('!')) {
      return `\${${expression.slice(1)}}`;
    }
    const name = expression.trim();
    if (Object.hasOwn(variables, name)) {
      return text(resolved(variables[name], scope, at), at);
    }
    const dot = name.indexOf('.');
    return text(dot < 0 ? scope.ref(name, at) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1), at), at);
  }, at);
}

function select(argument: Json, scope: Scope, at: string): Json {
  const [index, values] = items(argument, 2, at);
  const selected = list(values, scope, at)[Number(resolved(index, scope, at))];
  if (selected === undefined) {
    throw new TemplateLoadError(`${at}: Fn::Select has no item ${excerpt(index)} in ${excerpt(values)}`);
  }
  return selected;
}

function findInMap(argument: Json, scope: Scope, at: string): Json {
  const [map, first, second, options] = list(argument, scope, at);
  const found = scope.findInMap(text(map, at), text(first, at), text(second, at))
    ?? (isObject(options) ? ownMember(extension(options, 'DefaultValue of Fn::FindInMap', scope, at), 'DefaultValue') : undefined);
  if (found === undefined) {
    throw new TemplateLoadError(`${at}: Mappings has no ${[map, first, second].map(String).join('.')}`);
  }
  return resolved(found, scope, at);
}

function resolved(argument: Json, scope: Scope, at: string): Json {
  const result = scope.resolve(argument, at);
  return result === NO_VALUE ? '' : result;
}

function list(argument: Json, scope: Scope, at: string): Json[] {
  const values = resolved(argument, scope, at);
  if (!Array.isArray(values)) {
    throw new TemplateLoadError(`${at}: expected a list, got ${excerpt(values)}`);
  }
  return values;
}

function string(argument: Json, scope: Scope, at: string): string {
  return text(resolved(argument, scope, at), at);
}

function boolean(argument: Json, scope: Scope, at: string): boolean {
  const condition = isObject(argument) && typeof argument.Condition === 'string' && Object.keys(argument).length === 1;
  const result = String(condition ? scope.condition(text(argument.Condition, at), at) : resolved(argument, scope, at));
  if (result !== 'true' && result !== 'false') {
    throw new TemplateLoadError(`${at}: expected a condition, got ${excerpt(argument)}`);
  }
  return result === 'true';
}

function items(argument: Json, count: number, at: string): Json[] {
  if (!Array.isArray(argument) || argument.length !== count) {
    throw new TemplateLoadError(`${at}: expected a list of ${count}, got ${excerpt(argument)}`);
  }
  return argument;
}

function conditions(argument: Json, at: string): Json[] {
  if (!Array.isArray(argument) || argument.length < 1) {
    throw new TemplateLoadError(`${at}: expected a list of conditions, got ${excerpt(argument)}`);
  }
  return argument;
}

function text(argument: Resolved, at: string): string {
  if (typeof argument === 'string' || typeof argument === 'number' || typeof argument === 'boolean') {
    return String(argument);
  }
  if (argument === NO_VALUE) {
    return '';
  }
  throw new TemplateLoadError(`${at}: expected a text, got ${excerpt(argument)}`);
}

/** CloudFormation compares texts: `1` equals `"1"`. */
function canonical(argument: Json): string {
  return typeof argument === 'object' ? JSON.stringify(argument) : String(argument);
}
