import { Json } from '../json';
import { hexId, lowerId, mixedId, uuid } from './physical-ids';

/** A resource of a template, as the table below needs it. */
export interface ResourceView {
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
  /** Unique over all stacks of a run: what made-up ids are derived from. */
  readonly seed: string;
  /** A property, resolved. */
  property(name: string): Json | undefined;
  /** What `Ref` of this resource gives. */
  ref(): string;
}

/** One value of a resource. */
export type Value = (resource: ResourceView) => string;

/** What `Ref` and `Fn::GetAtt` of a type give. */
export interface ReturnValues {
  readonly ref: Value;
  readonly attributes: Readonly<Record<string, Value>>;
}

export const fixed = (value: string): Value => () => value;
export const self: Value = (resource) => resource.ref();
export const prop = (name: string, otherwise: Value = fixed('')): Value => (resource) => text(resource.property(name)) ?? otherwise(resource);
/** The name that a property gives, else one as CloudFormation makes them up. */
export const named = (property: string, longest = 255): Value => prop(property, (resource) => generatedName(resource, longest));
export const lower = (value: Value): Value => (resource) => value(resource).toLowerCase();
export const prefixed = (prefix: string, value: Value): Value => (resource) => `${prefix}${value(resource)}`;
export const id = (length: number): Value => ({ seed }) => lowerId(seed, length);
export const uuidOf: Value = ({ seed }) => uuid(seed);
export const ec2Id = (prefix: string): Value => ({ seed }) => `${prefix}-0${hexId(seed, 16)}`;
export const iamId = (prefix: string): Value => ({ seed }) => `${prefix}${lowerId(seed, 17).toUpperCase()}`;
export const arn = (service: string, rest: Value): Value => (resource) =>
  `arn:${resource.partition}:${service}:${resource.region}:${resource.accountId}:${rest(resource)}`;
export const globalArn = (service: string, rest: Value): Value => (resource) => `arn:${resource.partition}:${service}::${resource.accountId}:${rest(resource)}`;
export const host = (front: Value, service: string): Value => (resource) => `${front(resource)}.${service}.${resource.region}.${resource.urlSuffix}`;

/** `Ref` gives the name; `Arn` is made of it. */
export const byName = (property: string, arnOf: Value, more: Readonly<Record<string, Value>> = {}, longest?: number): ReturnValues =>
  ({ ref: named(property, longest), attributes: { Arn: arnOf, ...more } });
/** `Ref` gives an id, which is an attribute too. */
export const byId = (idOf: Value, attribute: string, more: Readonly<Record<string, Value>> = {}): ReturnValues =>
  ({ ref: idOf, attributes: { [attribute]: idOf, ...more } });
/** `Ref` gives the ARN. */
export const byArn = (arnOf: Value, attribute: string, more: Readonly<Record<string, Value>> = {}): ReturnValues =>
  ({ ref: arnOf, attributes: { [attribute]: self, ...more } });
/** `Ref` gives a made-up name. */
export const unnamed: ReturnValues = { ref: (resource) => generatedName(resource), attributes: { Id: self } };

/** A name as CloudFormation makes them up, cut to what the service allows. */
export function generatedName({ stackName, logicalId, seed }: ResourceView, longest = 255): string {
  const suffix = mixedId(seed, 12);
  const room = longest - suffix.length - 2;
  const stack = stackName.slice(0, Math.max(room - logicalId.length, Math.floor(room / 2)));
  return `${stack}-${logicalId.slice(0, room - stack.length)}-${suffix}`;
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Most types have their name in a property `Name` or `<Type>Name`, and `Ref` gives it. */
export function likelyName(resource: ResourceView): string {
  const last = resource.type.split('::').at(-1) ?? '';
  // What a custom resource answers is its function's affair.
  if (isCustom(resource)) {
    return generatedName(resource);
  }
  return prop(`${last}Name`, prop('Name', (view) => generatedName(view)))(resource);
}

function isCustom({ type }: ResourceView): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** ARNs of most services end with `<type>/<name>`; attributes of the same name as a property give it back. */
export function likelyAttribute(attribute: string, resource: ResourceView): string {
  const [, service = 'custom', kind = 'resource'] = resource.type.split('::').map((part) => part.toLowerCase());
  const name = resource.ref();
  const given = text(resource.property(attribute));
  if (given !== undefined) {
    return given;
  }
  if (/arn$/i.test(attribute)) {
    return name.startsWith('arn:') ? name : arn(service, () => `${kind}/${name}`)(resource);
  }
  return /(^|[a-z])Id$/.test(attribute) || attribute.endsWith('Name') ? name : `${name}-${attribute}`;
}
