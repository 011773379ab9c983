import { Json, JsonObject, isObject, ownMember, toJson } from '../json';
import { Context } from './context';
import { Findings, DefinitionError } from './findings';
import { Shape, required, shape } from './shape';
import { queryLanguage } from './state-shapes';
import { anything, integer, oneOf, string } from './values';
import { OWN, RECORDED } from './wording';
import { checkWorkflow, languageOf } from './workflow';

export { DefinitionError } from './findings';
export type { Finding, FindingCode } from './findings';

const MACHINE: Shape = shape({
  Comment: anything,
  QueryLanguage: queryLanguage,
  States: required(anything),
  StartAt: required(string),
  TimeoutSeconds: integer(0),
  Version: oneOf('1.0'),
});

/**
 * A definition as an object, detached from what was given, checked as `CreateStateMachine` checks it.
 *
 * Throws a DefinitionError with all that is wrong, in the wording of the service.
 *
 * @param definition the definition, as JSON text or parsed
 * @param type the type of the machine: Express has restrictions of its own
 */
export function validateDefinition(definition: string | object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): JsonObject {
  const findings = new Findings();
  const parsed = parse(definition, findings);
  if (!isObject(parsed)) {
    findings.add('SCHEMA_VALIDATION_FAILED', RECORDED.definitionIsNoObject);
    throw new DefinitionError(findings.list);
  }
  checkWorkflow(parsed, '', MACHINE, contextOf(parsed, findings, type === 'EXPRESS'));
  if (findings.list.length > 0) {
    throw new DefinitionError(findings.list);
  }
  return parsed;
}

function parse(definition: string | object, findings: Findings): Json {
  try {
    // An empty text is no JSON either, but the service sees it as a definition that is not there.
    return typeof definition !== 'string' ? toJson(definition) : definition.trim() === '' ? null : JSON.parse(definition) as Json;
  } catch (error) {
    findings.add('INVALID_JSON_DESCRIPTION', OWN.notJson((error as Error).message), '/');
    throw new DefinitionError(findings.list);
  }
}

function contextOf(definition: JsonObject, findings: Findings, express: boolean): Context {
  const language = languageOf(ownMember(definition, 'QueryLanguage'), 'JSONPath');
  return {
    findings,
    machineLanguage: language,
    language,
    languageIsRefused: false,
    express,
    hasErrorOutput: false,
    stateNames: new Map(),
    labels: new Set(),
    checkWorkflow,
  };
}
