import { isObject, Json, JsonObject } from '../json';

/** Transforms that the local run does itself, or that change nothing that it plays. */
const KNOWN_TRANSFORMS = ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31', 'AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16'];

/** Macros that the local run does not expand. */
export function unknownMacros({ Transform: transform }: JsonObject): string[] {
  const named = ([transform ?? []].flat() as Json[]).map((item) => String(isObject(item) ? item.Name : item));
  return named.filter((name) => !KNOWN_TRANSFORMS.includes(name));
}
