import { Check, Context } from './context';
import { OWN, RECORDED } from './wording';
import { Json, JsonObject, isObject } from '../../json';
import type { LanguageName } from '../definition';

/** A field that an object may have. */
export interface Field {
  readonly check: Check;
  /** The query language that it belongs to. @default both */
  readonly language?: LanguageName;
  /** @default false */
  readonly required?: boolean;
}

/** A rule about several fields of an object. */
export type Rule = (fields: JsonObject, path: string, context: Context) => void;

/** What an object looks like: its fields, and rules about more than one of them. */
export interface Shape {
  readonly fields: ReadonlyMap<string, Field>;
  readonly rules: readonly Rule[];
}

/** Fields by their names; a field given by its check alone is optional and in both languages. */
export type FieldTable = Readonly<Record<string, Check | Field>>;

/** Makes a shape. */
export function shape(fields: FieldTable, ...rules: Rule[]): Shape {
  return { fields: new Map(Object.entries(fields).map(([name, field]) => [name, toField(field)])), rules };
}

function toField(field: Check | Field): Field {
  return typeof field === 'function' ? { check: field } : field;
}

/** A field that must be there. */
export function required(field: Check | Field): Field {
  return { ...toField(field), required: true };
}

/** A field of JSONPath states. */
export function inJsonPath(check: Check): Field {
  return { check, language: 'JSONPath' };
}

/** A field of JSONata states. */
export function inJsonata(check: Check): Field {
  return { check, language: 'JSONata' };
}

/** The rule that at most one of some fields is there. */
export function atMostOneOf(...names: string[]): Rule {
  return (fields, path, { findings }) => {
    if (present(fields, names).length > 1) {
      findings.schema(RECORDED.severalOf(names), path);
    }
  };
}

/** The rule that exactly one of some fields is there. */
export function exactlyOneOf(...names: string[]): Rule {
  const atMostOne = atMostOneOf(...names);
  return (fields, path, context) => {
    atMostOne(fields, path, context);
    if (present(fields, names).length === 0) {
      context.findings.schema(RECORDED.noneOf(names), path);
    }
  };
}

/** Those of some fields that an object has. */
export function present(fields: JsonObject, names: readonly string[]): string[] {
  return names.filter((name) => fields[name] !== undefined);
}

/** Checks that a value is an object of a shape. */
export function checkShape(value: Json, path: string, { fields, rules }: Shape, context: Context): void {
  if (!isObject(value)) {
    context.findings.schema(OWN.expectedType('OBJECT'), path);
    return;
  }
  // From here on its fields are read by their names, and none may be an inherited one.
  Object.setPrototypeOf(value, null);
  // What an object may not have is found before what is wrong with what it has.
  for (const name of Object.keys(value)) {
    refuseField(name, path, fields.get(name), context);
  }
  for (const name of Object.keys(value)) {
    const field = fields.get(name);
    if (field !== undefined && belongs(field, context)) {
      field.check(value[name], `${path}/${name}`, context);
    }
  }
  const missing = [...fields].filter(([name, field]) => field.required && value[name] === undefined && belongs(field, context));
  if (missing.length > 0) {
    context.findings.schema(RECORDED.required(missing.map(([name]) => name)), path);
  }
  rules.forEach((rule) => rule(value, path, context));
}

function refuseField(name: string, path: string, field: Field | undefined, context: Context): void {
  const { findings, language } = context;
  if (field === undefined) {
    findings.schema(RECORDED.unsupportedField(name), path);
  } else if (!belongs(field, context) && !context.languageIsRefused) {
    findings.schema(RECORDED.languageOfField(language, name, field.language as LanguageName), path);
  }
}

function belongs(field: Field, { language }: Context): boolean {
  return field.language === undefined || field.language === language;
}

/** The check that a value is an object of a shape. */
export function object(of: Shape): Check {
  return (value, path, context) => checkShape(value, path, of, context);
}

/** The check that a value is an array, not empty, whose items pass a check. */
export function listOf(check: Check, { mayBeEmpty = false } = {}): Check {
  return (value, path, context) => {
    if (!Array.isArray(value)) {
      context.findings.schema(OWN.expectedType('ARRAY'), path);
    } else if (value.length === 0 && !mayBeEmpty) {
      context.findings.schema(RECORDED.cannotBeEmpty, path);
    } else {
      value.forEach((item, index) => check(item, `${path}[${index}]`, context));
    }
  };
}
