import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Fault } from './faults';

/** What a JSONPath begins with, as a text of its own. Tokens of CDK begin with the same character. */
const PATH = /^\$(?!\{Token\[)/;

/** A path into the state's input or the context object, in either language. */
const REFERENCE = /^\$(\$?\.|\[|states\.)/;

const JSONATA = /^\{%.*%\}$/s;

/** A fault if a text is an expression of the other query language, which would be taken as it is. */
export function faultsOfExpression(prop: string, value: string | undefined, inJsonata: boolean): Fault[] {
  if (value === undefined) {
    return [];
  }
  if (inJsonata) {
    return sfn.JsonPath.isEncodedJsonPath(value) || PATH.test(value) || (value.includes('{%') && !JSONATA.test(value))
      ? [{ prop, got: sfn.JsonPath.isEncodedJsonPath(value) ? 'a JSONPath in JSONata' : JSON.stringify(value), allowed: 'a JSONata expression, {% … %}, or a text' }]
      : [];
  }
  return value.includes('{%') || PATH.test(value)
    ? [{ prop, got: JSON.stringify(value), allowed: 'a JSONPath by sfn.JsonPath.stringAt, or a text; JSONata is for the factory jsonata' }]
    : [];
}

/** A fault if a value that is sent has references of JSONPath, which JSONata does not know. */
export function faultsOfMessage(prop: string, value: unknown, inJsonata: boolean): Fault[] {
  if (!inJsonata) {
    return [];
  }
  const { hasPathMember, texts } = partsOf(value);
  // Not the value itself: CDK looks into neither null nor lists.
  const paths = sfn.FieldUtils.findReferencedPaths({ ...texts });
  return paths.length > 0 || hasPathMember
    ? [{ prop, got: `JSONPath in JSONata${paths.length > 0 ? `: ${paths.join(', ')}` : ''}`, allowed: 'JSONata expressions, {% … %}' }]
    : [];
}

/** Texts of a value that is sent which look like expressions, and are sent as they are. */
export function unevaluatedTexts(value: unknown, inJsonata: boolean): string[] {
  const { members, texts } = partsOf(value);
  const isPath = (text: unknown) => typeof text === 'string' && REFERENCE.test(text);
  const isJsonata = (text: unknown) => typeof text === 'string' && JSONATA.test(text);
  // `{ "name.$": "$.path" }` is how JSONPath itself says it.
  const asWritten = members.filter(([name]) => name.endsWith('.$')).map(([, text]) => text);
  return texts.filter((text): text is string => inJsonata ? isPath(text) : isJsonata(text) || (isPath(text) && !asWritten.includes(text)));
}

/** The members of a value and of all that is in it, and all that is neither object nor list. */
function partsOf(value: unknown): { readonly hasPathMember: boolean; readonly members: [string, unknown][]; readonly texts: unknown[] } {
  const members: [string, unknown][] = [];
  const texts: unknown[] = [];
  // What JSON makes of it: CDK's own tokens in objects, too.
  JSON.stringify({ '': value }, (name, part) => {
    if (typeof part !== 'object' || part === null) {
      members.push([name, part]);
      if (part !== null && part !== undefined) {
        texts.push(part);
      }
    }
    return part;
  });
  return { hasPathMember: members.some(([name]) => name.endsWith('.$')), members, texts };
}
