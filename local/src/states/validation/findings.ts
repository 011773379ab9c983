/**
 * The codes that `CreateStateMachine` gives.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export type FindingCode =
  | 'DUPLICATE_LABEL_NAME'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_JSON_DESCRIPTION'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'INVALID_LABEL_NAME'
  | 'INVALID_STATE_NAME'
  | 'INVALID_VARIABLE_NAME'
  | 'MISSING_END_STATE'
  | 'MISSING_TRANSITION_TARGET'
  | 'RESERVED_VARIABLE_NAME'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'UNSUPPORTED_JSONATA_EXPRESSION';

/** One thing that is wrong with a definition. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  /** Where in the definition, such as `/States/Wait/Seconds`. What concerns no place in particular has none. */
  readonly location?: string;
}

/** Collects what is wrong with a definition. */
export class Findings {
  /** What was found, in the order it was found. */
  public readonly list: Finding[] = [];

  /** Adds a finding of any code. */
  public add(code: FindingCode, message: string, location?: string): void {
    this.list.push({ code, message, location });
  }

  /** Adds a finding about the shape of the definition; the path of the definition itself is empty. */
  public schema(message: string, path: string): void {
    this.add('SCHEMA_VALIDATION_FAILED', message, path || '/');
  }
}

/** How many findings a message tells, as the service's answers do. */
const MOST_TOLD = 100;

/** A definition that cannot be a state machine, with everything that is wrong with it. */
export class DefinitionError extends Error {
  /** One finding, about the shape of the definition. */
  public static schema(message: string, path: string): DefinitionError {
    return new DefinitionError([{ code: 'SCHEMA_VALIDATION_FAILED', message, location: path }]);
  }

  constructor(
    /** What is wrong: at least one finding. */
    public readonly findings: readonly Finding[],
  ) {
    const rest = findings.length - MOST_TOLD;
    super(`Invalid State Machine Definition: '${findings.slice(0, MOST_TOLD).map(describe).join(', ')}'${rest > 0 ? ` and ${rest} more` : ''}`);
    this.name = 'DefinitionError';
  }
}

/** The service names a missing place too: `null`. */
function describe({ code, message, location }: Finding): string {
  return `${code}: ${message} at ${location ?? 'null'}`;
}
