import { Check } from './context';
import { expressions } from './jsonata';
import { OWN, RECORDED } from './wording';
import { Json, isObject } from '../../json';
import { StatePath, parsePath } from '../dataflow/paths';
import { compileIntrinsic } from '../intrinsics';

/** A JSONPath. */
export const path: Check = (value, location, { findings }) => {
  if (!(typeof value === 'string' && isPath(value))) {
    findings.schema(RECORDED.notAJsonPath, location);
  }
};

/** A path to one value, whatever the data, in a rule of a Choice state: no wildcards, filters, slices or functions. */
export const operandPath: Check = (value, location, { findings }) => {
  const problem = typeof value === 'string' ? referenceProblem(value) : RECORDED.expectedString;
  if (problem !== undefined) {
    findings.schema(problem, location);
  }
};

/** Such a path in a field of a state: it must be a path first. */
export const referencePath: Check = (value, location, context) => {
  const check = typeof value === 'string' && !isPath(value) ? path : operandPath;
  check(value, location, context);
};

/** A reference path that does not lead into the context object. */
export const dataPath: Check = (value, location, context) => {
  referencePath(value, location, context);
  if (typeof value === 'string' && value.startsWith('$$')) {
    context.findings.schema(OWN.notAReferencePath('the context object cannot be used here'), location);
  }
};

/** A path or an intrinsic function call. */
export const pathOrCall: Check = (value, location, { findings }) => {
  if (!isPathOrCall(value)) {
    findings.schema(RECORDED.notAJsonPath, location);
  }
};

/** Null where a field may be switched off by it. */
export function orNull(check: Check): Check {
  return (value, location, context) => value === null ? undefined : check(value, location, context);
}

/** A payload: members whose names end in `.$` are paths or calls, at any depth; in JSONata states strings in `{% %}` are expressions. */
export const payload: Check = (value, location, context) => {
  if (context.language === 'JSONata') {
    expressions(value, location, context);
  } else {
    dynamicMembers(value, location, context);
  }
};

const dynamicMembers: Check = (value, location, context) => {
  if (Array.isArray(value)) {
    value.forEach((item, index) => dynamicMembers(item, `${location}[${index}]`, context));
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      if (!key.endsWith('.$')) {
        dynamicMembers(value[key], `${location}/${key}`, context);
      } else if (typeof value[key] !== 'string') {
        context.findings.schema(RECORDED.notAPathString(key, typeName(value[key])), location);
      } else if (!isPathOrCall(value[key])) {
        context.findings.schema(RECORDED.notAPathOrCall(key), location);
      }
    }
  }
};

function typeName(value: Json): string {
  return (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value).toUpperCase();
}

function isPathOrCall(value: Json): boolean {
  return typeof value === 'string' && (isPath(value) || succeeds(() => compileIntrinsic(value)));
}

function isPath(text: string): boolean {
  return succeeds(() => parsePath(text)) && !text.startsWith('@');
}

function succeeds(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

function referenceProblem(text: string): string | undefined {
  if (!text.startsWith('$')) {
    return RECORDED.pathWithoutDollar;
  }
  let parsed: StatePath;
  try {
    parsed = parsePath(text);
  } catch (error) {
    return OWN.notAReferencePath((error as Error).message);
  }
  return leadsToOneValue(parsed)
    ? undefined
    : OWN.notAReferencePath('it must lead to one value, without wildcards, filters, slices and functions');
}

function leadsToOneValue({ definite, segments }: StatePath): boolean {
  return definite && segments.every(({ kind }) => kind === 'name' || kind === 'index');
}
