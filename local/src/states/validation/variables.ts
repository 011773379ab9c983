import { Check } from './context';
import { payload } from './paths';
import { OWN, RECORDED } from './wording';
import { isObject } from '../../json';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
const VARIABLE_NAME = /^\p{ID_Start}\p{ID_Continue}*$/u;
const MAX_NAME_LENGTH = 80;

/** `Assign`: variables and what they get. */
export const assignments: Check = (value, path, context) => {
  const { findings, language } = context;
  if (!isObject(value)) {
    findings.schema(OWN.expectedType('OBJECT'), path);
    return;
  }
  for (const key of Object.keys(value)) {
    const name = language === 'JSONPath' ? key.replace(/\.\$$/, '') : key;
    if (name === 'states') {
      findings.add('RESERVED_VARIABLE_NAME', RECORDED.reservedVariable, path);
    } else if (!VARIABLE_NAME.test(name)) {
      findings.add('INVALID_VARIABLE_NAME', RECORDED.invalidVariableName(name), path);
    } else if ([...name].length > MAX_NAME_LENGTH) {
      findings.add('INVALID_VARIABLE_NAME', OWN.variableNameTooLong(name), path);
    }
  }
  payload(value, path, context);
};
