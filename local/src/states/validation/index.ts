import { Context } from './context';
import { Findings, DefinitionError } from './findings';
import { Shape, required, shape } from './shape';
import { queryLanguage } from './state-shapes';
import { anything, oneOf, seconds, string } from './values';
import { OWN, RECORDED } from './wording';
import { checkState, checkWorkflow, languageOf } from './workflow';
import { Json, JsonObject, isNestedDeeperThan, isObject, toJson } from '../../json';
import { jsonProblem } from '../../json-syntax/json-problem';
import type { MachineDefinition, StateFields } from '../definition';

export { DefinitionError } from './findings';
export type { Finding, FindingCode } from './findings';

/** The longest definition that the API takes, in characters. */
const MAX_LENGTH = 1_048_576;

/** How deeply a definition may be nested: as deeply as Jackson reads. */
const MAX_DEPTH = 1000;

const MACHINE: Shape = shape({
  Comment: anything,
  QueryLanguage: queryLanguage,
  States: required(anything),
  StartAt: required(string),
  TimeoutSeconds: seconds(0),
  Version: oneOf('1.0'),
});

/**
 * A definition as an object, detached from what was given, checked as `CreateStateMachine` checks it. Nothing in it is looked at a second time.
 *
 * Throws a DefinitionError with all that is wrong, in the wording of the service.
 *
 * @param definition the definition, as JSON text or parsed
 * @param type the type of the machine: Express has restrictions of its own
 */
export function validateDefinition(definition: string | object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): MachineDefinition {
  return validate(definition, type === 'EXPRESS', (parsed, context) => {
    const language = languageOf(parsed.QueryLanguage, 'JSONPath');
    checkWorkflow(parsed, '', MACHINE, { ...context, language, machineLanguage: language });
  }) as unknown as MachineDefinition;
}

/**
 * One state of a definition, checked as `validateDefinition` checks a machine, but for where it leads to.
 *
 * Throws a DefinitionError with all that is wrong.
 *
 * @param definition the state, as JSON text or parsed
 * @param name what the state is called in the places of findings
 */
export function validateState(definition: string | object, name: string): StateFields {
  return validate(definition, false, (parsed, context) => checkState(parsed, `/States/${name}`, context)) as unknown as StateFields;
}

function validate(definition: string | object, express: boolean, check: (parsed: JsonObject, context: Context) => void): JsonObject {
  const findings = new Findings();
  const parsed = parse(definition, findings);
  throwIfAny(findings);
  if (!isObject(parsed)) {
    findings.add('SCHEMA_VALIDATION_FAILED', RECORDED.definitionIsNoObject);
    throw new DefinitionError(findings.list);
  }
  const putOff: (() => void)[] = [];
  check(parsed, contextOf(findings, express, putOff));
  throwIfAny(findings);
  putOff.forEach((later) => later());
  throwIfAny(findings);
  return parsed;
}

function throwIfAny(findings: Findings): void {
  if (findings.list.length > 0) {
    throw new DefinitionError(findings.list);
  }
}

function parse(definition: string | object, findings: Findings): Json {
  if (typeof definition === 'string' && definition.length > MAX_LENGTH) {
    findings.add('SCHEMA_VALIDATION_FAILED', OWN.tooLong(MAX_LENGTH));
    return null;
  }
  const parsed = typeof definition === 'string' ? parseText(definition, findings) : parseObject(definition, findings);
  if (isNestedDeeperThan(MAX_DEPTH, parsed)) {
    findings.add('INVALID_JSON_DESCRIPTION', OWN.nestedTooDeeply(MAX_DEPTH));
  }
  return parsed;
}

function parseText(text: string, findings: Findings): Json {
  // An empty text is no JSON either, but the service sees it as a definition that is not there.
  if (text.trim() === '') {
    return null;
  }
  const problem = jsonProblem(text, { repeatedNames: false });
  if (problem !== undefined) {
    // The service has the source in the place of a location.
    findings.add('INVALID_JSON_DESCRIPTION', problem.message, problem.source);
    return null;
  }
  return JSON.parse(text) as Json;
}

function parseObject(definition: object, findings: Findings): Json {
  try {
    return toJson(definition);
  } catch (error) {
    findings.add('INVALID_JSON_DESCRIPTION', OWN.notJson((error as Error).message));
    return null;
  }
}

/** Of a definition in JSONPath. */
function contextOf(findings: Findings, express: boolean, putOff: (() => void)[]): Context {
  return {
    findings,
    machineLanguage: 'JSONPath',
    language: 'JSONPath',
    languageIsRefused: false,
    express,
    hasResult: false,
    hasErrorOutput: false,
    stateNames: new Map(),
    labels: new Set(),
    whenFlawless: (check) => putOff.push(check),
    checkWorkflow,
  };
}
