import { Context } from './context';
import { Shape, checkShape } from './shape';
import { STATE_SHAPES } from './state-shapes';
import { checkTransitions } from './transitions';
import { OWN, RECORDED } from './wording';
import { Json, isObject } from '../../json';
import type { LanguageName } from '../definition';

const MAX_NAME_LENGTH = 80;

/** Checks an object with `StartAt` and `States`: a machine, a branch or an item processor. */
export function checkWorkflow(value: Json, path: string, shape: Shape, context: Context): void {
  checkShape(value, path, shape, context);
  const states = isObject(value) ? value.States : undefined;
  if (!isObject(value) || states === undefined) {
    return;
  }
  if (!isObject(states)) {
    context.findings.schema(OWN.expectedType('OBJECT'), `${path}/States`);
    return;
  }
  const names = Object.keys(states);
  if (names.length === 0) {
    context.findings.schema(RECORDED.cannotBeEmpty, `${path}/States`);
    return;
  }
  for (const name of names) {
    checkName(name, `${path}/States/${name}`, context);
    checkState(states[name], `${path}/States/${name}`, context);
  }
  checkTransitions(value, path, context.findings);
}

function checkName(name: string, path: string, { findings, stateNames }: Context): void {
  if ([...name].length > MAX_NAME_LENGTH) {
    findings.add('INVALID_STATE_NAME', OWN.stateNameTooLong(name), path);
  }
  if (stateNames.has(name)) {
    findings.add('DUPLICATE_STATE_NAME', RECORDED.duplicateState(name), path);
  }
  stateNames.set(name, path);
}

/** Checks one state, but for where it leads to. */
export function checkState(state: Json, path: string, context: Context): void {
  const { findings, machineLanguage } = context;
  if (!isObject(state)) {
    findings.schema(OWN.expectedType('OBJECT'), path);
    return;
  }
  const type = state.Type;
  const shape = typeof type === 'string' ? STATE_SHAPES.get(type) : undefined;
  if (type === undefined) {
    findings.schema(RECORDED.required(['Type']), path);
  } else if (shape === undefined) {
    findings.schema(RECORDED.unknownType(STATE_SHAPES.keys()), `${path}/Type`);
  } else {
    const language = languageOf(state.QueryLanguage, machineLanguage);
    const languageIsRefused = machineLanguage === 'JSONata' && language === 'JSONPath';
    if (languageIsRefused) {
      findings.schema(RECORDED.downgradedLanguage, path);
    }
    checkShape(state, path, shape, { ...context, language, languageIsRefused, hasResult: false, hasErrorOutput: false });
  }
}

/** Whatever is not JSONPath, the service takes for JSONata, misspelt or not. */
export function languageOf(declared: Json | undefined, inherited: LanguageName): LanguageName {
  return declared === undefined ? inherited : declared === 'JSONPath' ? 'JSONPath' : 'JSONata';
}
