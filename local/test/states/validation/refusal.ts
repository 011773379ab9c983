import { DefinitionError, validateDefinition } from '../../../src/states/validation';

/** What a definition is refused for, each as `CODE: message at location`; empty if it is accepted. */
export function refusal(definition: string | object, type?: 'STANDARD' | 'EXPRESS'): string[] {
  try {
    validateDefinition(definition, type);
    return [];
  } catch (error) {
    if (!(error instanceof DefinitionError)) {
      throw error;
    }
    return error.findings.map(({ code, message, location }) => `${code}: ${message} at ${location ?? 'null'}`);
  }
}

/** Findings about the shape of a definition. */
export function schema(...findings: string[]): string[] {
  return findings.map((finding) => `SCHEMA_VALIDATION_FAILED: ${finding}`);
}

/** A machine with one state, `X`, that ends unless it says otherwise, and a state `Y` to go to. */
export function machineWith(state: object, top: object = {}): object {
  const leadsToY = JSON.stringify(state).includes('"Y"');
  return { StartAt: 'X', States: { X: state, ...leadsToY ? { Y: { Type: 'Succeed' } } : {} }, ...top };
}

/** What a machine with one JSONPath state is refused for. */
export function refusalOf(state: object): string[] {
  return refusal(machineWith(state));
}

/** What a machine with one JSONata state is refused for. */
export function refusalOfJsonata(state: object): string[] {
  return refusal(machineWith(state, { QueryLanguage: 'JSONata' }));
}
