import { Json } from '../../json';
import { parseTimestamp } from '../timestamp';
import { Check } from './context';
import { checkExpression, looksLikeExpression } from './jsonata';
import { OWN, RECORDED } from './wording';

/** The longest that a state may wait or take, in seconds. */
const MAX_SECONDS = 99_999_999;

/** Seconds are needed, as in RFC 3339; timestamps of a run may do without them. */
const WITH_SECONDS = /T\d\d:\d\d:\d\d/;

/** Lets any value pass. */
export const anything: Check = () => undefined;

/** A string. */
export const string: Check = (value, path, { findings }) => {
  if (typeof value !== 'string') {
    findings.schema(RECORDED.expectedString, path);
  }
};

/** A value of one JSON type, under the name that the service has for it. */
function ofType(type: string, name: string): Check {
  return (value, path, { findings }) => {
    if (typeof value !== type) {
      findings.schema(OWN.expectedType(name), path);
    }
  };
}

/** True or false. */
export const boolean: Check = ofType('boolean', 'BOOLEAN');

/** Any number. */
export const number: Check = ofType('number', 'NUMBER');

/** A whole number in a range. */
export function integer(min: number, max = Infinity): Check {
  return (value, path, context) => {
    if (!Number.isInteger(value)) {
      context.findings.schema(RECORDED.expectedInteger, path);
    } else {
      inRange(min, max, String)(value, path, context);
    }
  };
}

/** A number in a range. */
export function decimal(min: number, max = Infinity): Check {
  const range = inRange(min, max, (limit) => limit.toFixed(1));
  return (value, path, context) => {
    if (typeof value !== 'number') {
      // The service asks for an integer here, too.
      context.findings.schema(RECORDED.expectedInteger, path);
    } else {
      range(value, path, context);
    }
  };
}

function inRange(min: number, max: number, print: (limit: number) => string): Check {
  return (value, path, { findings }) => {
    if (Number(value) < min) {
      findings.schema(RECORDED.minimum(print(min)), path);
    }
    if (Number(value) > max) {
      findings.schema(RECORDED.maximum(print(max)), path);
    }
  };
}

/** Seconds that a state may wait or take. */
export function seconds(min: number): Check {
  return integer(min, MAX_SECONDS);
}

/** One of some strings. */
export function oneOf(...values: string[]): Check {
  return (value, path, context) => {
    string(value, path, context);
    if (typeof value === 'string' && !values.includes(value)) {
      context.findings.schema(RECORDED.notOneOf(values), path);
    }
  };
}

/** A point in time. */
export const timestamp: Check = (value, path, context) => {
  string(value, path, context);
  if (typeof value === 'string' && !isTimestamp(value)) {
    context.findings.schema(RECORDED.notATimestamp, path);
  }
};

function isTimestamp(text: string): boolean {
  return WITH_SECONDS.test(text) && parseTimestamp(text) !== undefined;
}

/** In JSONata states an expression may stand for the value. */
export function orExpression(check: Check): Check {
  return (value, path, context) => {
    const isExpression = (candidate: Json): candidate is string => context.language === 'JSONata' && looksLikeExpression(candidate);
    if (isExpression(value)) {
      checkExpression(value, path, context);
    } else {
      check(value, path, context);
    }
  };
}
