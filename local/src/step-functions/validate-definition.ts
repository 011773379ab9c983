import type { WireValue } from './wire';
import { DefinitionError, Finding, StateMachineType, validateDefinition } from '../states';

/** How many diagnostics an answer has when the request does not say, or says 0; and at most. */
export const MOST_DIAGNOSTICS = 100;

/** What is wrong with a definition, as ValidateStateMachineDefinition answers it. */
export function diagnose(definition: string, type: StateMachineType, maxResults: number): WireValue {
  const findings = findingsOf(definition, type);
  const most = maxResults === 0 ? MOST_DIAGNOSTICS : maxResults;
  return {
    diagnostics: findings.slice(0, most).map(({ code, location, message }) => ({ code, location, message, severity: 'ERROR' })),
    result: findings.length === 0 ? 'OK' : 'FAIL',
    truncated: findings.length > most,
  };
}

function findingsOf(definition: string, type: StateMachineType): readonly Finding[] {
  try {
    validateDefinition(definition, type);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) {
      return error.findings;
    }
    throw error;
  }
}
