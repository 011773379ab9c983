import { asObject, DocumentReader } from './document-reader';
import { TemplateLoadError } from '../../template';

/** What a mocked attempt of a task does: gives an output, or fails. */
export type MockedOutcome = { readonly output: unknown } | { readonly error: string; readonly cause: string | undefined };

/** A mocked response: the outcomes of a state's attempts, by ranges of attempt numbers. */
export interface MockedResponse {
  readonly name: string;
  /** The outcome of an attempt, counted from 0; undefined when there is none. */
  outcome(attempt: number): MockedOutcome | undefined;
}

/** A test case: the mocked responses of a state machine's states, by the state's name. */
export type TestCase = ReadonlyMap<string, MockedResponse>;

/** A mock configuration: the test cases of state machines, by the machine's name and the case's. */
export type MockConfiguration = ReadonlyMap<string, ReadonlyMap<string, TestCase>>;

type Responses = ReadonlyMap<string, MockedResponse>;

interface Range {
  readonly first: number;
  readonly last: number;
  readonly outcome: MockedOutcome;
}

/**
 * Reads a mock configuration in the format of Step Functions Local.
 *
 * @param source the file, for messages
 * @throws TemplateLoadError with all that is wrong in it, each with its JSON path
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */
export function readMockConfiguration(configuration: unknown, source: string): MockConfiguration {
  const document = new DocumentReader();
  const { StateMachines, MockedResponses } = document.members(configuration, '$', ['StateMachines', 'MockedResponses']);
  const responses = document.mapObject(MockedResponses, '$.MockedResponses', (value, path, name) => readResponse(name, value, path, document));
  const machines = document.mapObject(StateMachines, '$.StateMachines', (machine, path) => {
    const { TestCases } = document.members(machine, path, ['TestCases']);
    return document.mapObject(TestCases, `${path}.TestCases`, (states, casePath) =>
      document.mapObject(states, casePath, (name, statePath) => findResponse(name, responses, statePath, document)));
  });
  document.throwIfAny((list) => new TemplateLoadError(`mock configuration ${source}: ${list}`));
  return machines;
}

function findResponse(name: unknown, responses: Responses, path: string, document: DocumentReader): MockedResponse | undefined {
  const response = typeof name === 'string' ? responses.get(name) : undefined;
  if (!response) {
    document.refuse(path, `expected the name of a mocked response (${[...responses.keys()].join(', ') || 'there are none'})`, name);
  }
  return response;
}

function readResponse(name: string, value: unknown, path: string, document: DocumentReader): MockedResponse {
  const outcomes = document.mapObject(value, path, (outcome, outcomePath, attempts) => readRange(attempts, outcome, outcomePath, document));
  const ranges = [...outcomes.values()];
  ranges.sort((left, right) => left.first - right.first).forEach(({ first }, index) => {
    if (index > 0 && first <= ranges[index - 1].last) {
      document.refuse(path, `attempt ${first} has two outcomes`);
    }
  });
  return { name, outcome: (attempt) => ranges.find(({ first, last }) => first <= attempt && attempt <= last)?.outcome };
}

function readRange(attempts: string, value: unknown, path: string, document: DocumentReader): Range | undefined {
  const outcome = readOutcome(value, path, document);
  const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(attempts) ?? [];
  if (first === undefined || Number(last) < Number(first)) {
    document.refuse(path, 'an attempt is named "0", "1", ..., several attempts "1-2"');
    return undefined;
  }
  return outcome && { first: Number(first), last: Number(last), outcome };
}

function readOutcome(value: unknown, path: string, document: DocumentReader): MockedOutcome | undefined {
  const outcome = asObject(value);
  const keys = Object.keys(outcome ?? {});
  if (!outcome || keys.length !== 1 || !['Return', 'Throw'].includes(keys[0])) {
    document.refuse(path, 'expected an object with exactly one of Return, Throw', value);
    return undefined;
  }
  if (keys[0] === 'Return') {
    return { output: outcome.Return };
  }
  const { Error: error, Cause: cause } = document.members(outcome.Throw, `${path}.Throw`, ['Error'], ['Cause']);
  if (error !== undefined && (typeof error !== 'string' || error === '')) {
    document.refuse(`${path}.Throw.Error`, 'expected an error name', error);
  }
  if (cause !== undefined && typeof cause !== 'string') {
    document.refuse(`${path}.Throw.Cause`, 'expected a text', cause);
  }
  return { error: String(error), cause: cause as string | undefined };
}
