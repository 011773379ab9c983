import { isObject, Json, JsonObject, ownMember } from '../../json';
import { functionName } from '../intrinsics';

/**
 * A resource's properties with what the template's Globals say for its type: texts of the resource win, objects merge, lists follow each other.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(template: JsonObject, body: JsonObject): JsonObject {
  const properties = isObject(body.Properties) ? body.Properties : {};
  const globals = isObject(template.Globals) ? ownMember(template.Globals, String(body.Type).replace('AWS::Serverless::', '')) : undefined;
  const ignored = body.IgnoreGlobals;
  if (!isObject(globals) || ignored === '*') {
    return properties;
  }
  const used = Object.entries(globals).filter(([name]) => !(Array.isArray(ignored) && ignored.includes(name)));
  return merge(Object.fromEntries(used), properties) as JsonObject;
}

function merge(global: Json, local: Json): Json {
  if (Array.isArray(global) && Array.isArray(local)) {
    return [...global, ...local];
  }
  if (isPlainObject(global) && isPlainObject(local)) {
    const common = Object.entries(local).map(([name, value]) => [name, Object.hasOwn(global, name) ? merge(global[name], value) : value] as const);
    return Object.fromEntries([...Object.entries(global), ...common]);
  }
  return local;
}

/** An intrinsic function is one value. */
function isPlainObject(value: Json): value is JsonObject {
  return isObject(value) && functionName(value) === undefined;
}
