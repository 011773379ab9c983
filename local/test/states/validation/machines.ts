import fc from 'fast-check';

/** A state without its name and its way out, with the workflows inside it. */
interface Part {
  readonly fields: Record<string, unknown>;
  readonly inner?: readonly Part[];
}

/** A state of a built machine, and where it is. */
export interface Place {
  readonly path: string;
  readonly state: Record<string, unknown>;
  /** The workflow it is in, and where that is. */
  readonly workflow: Record<string, unknown>;
  readonly workflowPath: string;
}

/** A valid machine, with all its states. */
export interface Machine {
  readonly definition: Record<string, unknown>;
  readonly places: readonly Place[];
}

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const reference = fc.oneof(name.map((field) => `$.${field}`), name.map((field) => `$['${field}'][0]`), name.map((variable) => `$${variable}.a`));
const path = fc.oneof(reference, name.map((field) => `$..${field}[*]`), fc.constant('$$.Execution.Input'));
const payload = fc.dictionary(name.map((key) => `${key}.$`), fc.oneof(path, path.map((argument) => `States.Array(${argument}, 'x')`)), { maxKeys: 3 });
const time = fc.oneof(
  fc.nat({ max: 99_999_999 }).map((Seconds) => ({ Seconds })),
  reference.map((TimestampPath) => ({ TimestampPath })),
  fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => ({ Timestamp: date.toISOString() })),
);
const flow = fc.record({ InputPath: fc.option(path), OutputPath: path, Comment: fc.string() }, { requiredKeys: [] });
const result = fc.record({ ResultPath: fc.option(fc.constantFrom('$', '$.a', '$.a.b[1]')), ResultSelector: payload }, { requiredKeys: [] });
const retry = fc.array(fc.record({
  ErrorEquals: fc.array(name, { minLength: 1 }), MaxAttempts: fc.nat({ max: 9 }), BackoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
}, { requiredKeys: ['ErrorEquals'] }), { maxLength: 2 });

const plain: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(flow, payload).map(([fields, Parameters]) => ({ fields: { Type: 'Pass', Parameters, ...fields } })),
  fc.tuple(flow, time).map(([fields, when]) => ({ fields: { Type: 'Wait', ...when, ...fields } })),
  fc.tuple(flow, result, retry, payload).map(([fields, results, Retry, Parameters]) => ({
    fields: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', Retry, Parameters, ...fields, ...results },
  })),
  fc.tuple(flow, reference).map(([fields, Variable]) => ({ fields: { Type: 'Choice', Choices: [{ Variable, IsPresent: true }], ...fields } })),
);

const nested: fc.Arbitrary<Part> = fc.tuple(fc.constantFrom('Map', 'Parallel'), fc.array(plain, { minLength: 1, maxLength: 3 }), flow)
  .map(([Type, inner, fields]) => ({ fields: { Type, ...fields }, inner }));

/** Builds workflows out of parts: each state leads to the one after it. */
class Builder {
  public readonly places: Place[] = [];
  private states = 0;

  public workflow(parts: readonly Part[], at: string): Record<string, unknown> {
    const names = [...parts, undefined].map(() => `State ${this.states++}`);
    const states: Record<string, unknown> = {};
    const workflow = { StartAt: names[0], States: states };
    parts.forEach((part, index) => {
      const state = this.state(part, names[index + 1], `${at}/States/${names[index]}`);
      states[names[index]] = state;
      this.places.push({ path: `${at}/States/${names[index]}`, state, workflow, workflowPath: at });
    });
    states[names[parts.length]] = { Type: 'Succeed' };
    return workflow;
  }

  private state({ fields, inner }: Part, next: string, at: string): Record<string, unknown> {
    if (fields.Type === 'Choice') {
      return { ...fields, Choices: (fields.Choices as object[]).map((rule) => ({ ...rule, Next: next })), Default: next };
    }
    const insides = inner === undefined ? {}
      : fields.Type === 'Map' ? { ItemProcessor: this.workflow(inner, `${at}/ItemProcessor`) }
        : { Branches: [this.workflow(inner, `${at}/Branches[0]`), this.workflow(inner.slice(0, 1), `${at}/Branches[1]`)] };
    return { ...fields, ...insides, Next: next };
  }
}

/** Valid machines. */
export const machines: fc.Arbitrary<Machine> = fc.array(fc.oneof({ arbitrary: plain, weight: 3 }, nested), { minLength: 1, maxLength: 4 })
  .map((parts) => {
    const builder = new Builder();
    const definition = builder.workflow(parts, '');
    return { definition, places: builder.places };
  });
