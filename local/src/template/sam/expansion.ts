import { excerpt, isObject, Json, JsonObject, ownMember } from '../../json';
import { TemplateLoadError } from '../errors';
import { functionName } from '../intrinsics';

/** A resource of SAM's with Globals merged. */
export interface SamResource {
  readonly logicalId: string;
  /** For messages: where it is in the template. */
  readonly label: string;
  readonly body: JsonObject;
  readonly properties: JsonObject;
}

/** The resources that SAM's own become, as they are collected. */
export class Expansion {
  public readonly resources: JsonObject = {};
  /** Resources by the names that SAM lets templates use for them, such as `Orders.Alias`. */
  public readonly references = new Map<string, string>();
  /** The parts of them that are not played, each with its place. */
  public readonly warnings: string[] = [];

  /** @param resolve the text of a value that needs nothing but parameters; undefined for others */
  constructor(public readonly resolve: (value: Json) => string | undefined) {}

  /** Adds a resource made of `of`, which has its condition and metadata. */
  public add(of: SamResource, logicalId: string, type: string, properties: JsonObject): void {
    const attributes = Object.fromEntries(['Condition', 'DependsOn', 'Metadata'].flatMap((name) => {
      const value = ownMember(of.body, name);
      return value === undefined || (name === 'DependsOn' && logicalId !== of.logicalId) ? [] : [[name, value]];
    }));
    this.resources[logicalId] = { Type: type, ...attributes, Properties: withoutAbsent(properties) };
  }
}

/** The members that have a value. */
export function withoutAbsent(properties: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** Some members of an object. */
export function pick(properties: JsonObject, ...names: string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(properties, name) ? [[name, properties[name]]] : [])));
}

/** A member that holds an object, or an empty one. */
export function objectOf(resource: SamResource, name: string): JsonObject {
  const value = ownMember(resource.properties, name) ?? {};
  if (!isObject(value)) {
    throw new TemplateLoadError(`${resource.label}, property ${name}: expected an object, got ${excerpt(value)}`);
  }
  return value;
}

export function getAtt(logicalId: string, attribute: string): Json {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

/** A part of a logical id: SAM leaves out what cannot be in one. */
export function idPart(value: Json | undefined): string {
  return typeof value === 'string' ? value.replace(/[^A-Za-z0-9]/g, '') : '';
}

/** Whether a value is there under some conditions only: then SAM makes what it stands for under the others. */
export function mayBeAbsent(value: Json | undefined): boolean {
  return value === undefined || (isObject(value) && functionName(value) === 'Fn::If' && JSON.stringify(value).includes('"AWS::NoValue"'));
}
