import jsonata from 'jsonata';

/** What a problem's text mentions. */
export interface ProblemDetails {
  readonly value?: unknown;
  readonly value2?: unknown;
  readonly token?: unknown;
  readonly index?: number;
  readonly type?: string;
  readonly message?: string;
  readonly exp?: unknown;
}

/** Something in an expression that the language refuses while it runs, with its code. The library's functions throw objects of this shape. */
export class Problem extends Error {
  public token?: unknown;

  constructor(public readonly code: string, details: ProblemDetails = {}) {
    super(code);
    Object.assign(this, details);
  }
}

/** Whether something thrown is a problem with a code, of ours or of the library's. */
export function hasCode(thrown: unknown): thrown is Problem {
  return typeof thrown === 'object' && thrown !== null && typeof (thrown as Problem).code === 'string' && /^[A-Z]\d{4}$/.test((thrown as Problem).code);
}

/** The problem's text. The library has the texts, and fills them in when an expression of its own fails. */
export async function textOfProblem(problem: Problem): Promise<string> {
  const failing = jsonata('$fail()');
  failing.registerFunction('fail', () => {
    throw Object.assign({}, problem, { code: problem.code, message: problem.message });
  });
  try {
    await failing.evaluate(undefined);
  } catch (described) {
    return `${problem.code}: ${(described as Error).message}`;
  }
  return problem.code;
}

/** An expression needs more than the service allows: it ends with this text, without a code. */
export class LimitExceeded extends Error {
}

/** A limit of the service. @see docs/fidelity.md for who measured them */
export const LIMIT_TEXTS = {
  depth: 'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
  memory: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
  time: 'Expression evaluation timeout: Check for infinite loop',
} as const;

/** Says which limit was exceeded. */
export function exceeded(limit: keyof typeof LIMIT_TEXTS): LimitExceeded {
  return new LimitExceeded(LIMIT_TEXTS[limit]);
}

/** A failure inside a function that the service does not explain. */
export class InternalFailure extends Error {
}
