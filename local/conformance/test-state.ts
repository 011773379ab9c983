import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CaseReport } from './report';
import { TestStateError, TestStateInput, TestStateOutput, testState } from '../src/test-state';

/** A case of `test-state.json`. */
interface RecordedCase {
  readonly id: string;
  /** Without the role that it was sent with. */
  readonly request: TestStateInput;
  readonly expected: Readonly<Record<string, unknown>>;
}

type Same = (expected: unknown, actual: unknown, masks: ReadonlySet<string>) => boolean;

/** Values that the recording has put in the place of times. */
const MASKS: ReadonlySet<string> = new Set(['date', 'start-date']);

/** What the functions of the recordings answer. */
const FUNCTION_OUTPUT = 'HelloWorld!';

/**
 * Plays every recorded request, and compares the answer.
 *
 * @param folder where the kind's file and `compare.mjs` are
 */
export async function runTestState(folder: string, kind: string): Promise<CaseReport[]> {
  const cases = JSON.parse(await readFile(join(folder, `${kind}.json`), 'utf8')) as RecordedCase[];
  const { same } = await import(pathToFileURL(join(folder, 'compare.mjs')).href) as { same: Same };
  const reports: CaseReport[] = [];
  for (const { id, request, expected } of cases) {
    const actual = await answer(request);
    const isSame = Object.keys({ ...expected, ...actual }).every((key) => same(expected[key], actual[key], MASKS));
    const differences = isSame ? [] : [`expected ${JSON.stringify(expected)}\n but got ${JSON.stringify(actual)}`];
    reports.push({ id, kind, certainty: 'measured', differences });
  }
  return reports;
}

async function answer(request: TestStateInput): Promise<Readonly<Record<string, unknown>>> {
  try {
    return asRecorded(await testState({ ...request, input: request.input && pythonText(request.input) }, { tasks: () => FUNCTION_OUTPUT }));
  } catch (error) {
    const { name, message } = error as Error;
    return error instanceof TestStateError ? { Error: { Code: name, Message: message }, message } : { threw: String(error) };
  }
}

/** The recordings have the output parsed, and of the texts in `inspectionData` those of objects. */
function asRecorded({ output, inspectionData, ...others }: TestStateOutput): Readonly<Record<string, unknown>> {
  return {
    ...others,
    ...output === undefined ? {} : { output: JSON.parse(output) as unknown },
    ...inspectionData === undefined ? {} : { inspectionData: withParsedObjects(inspectionData) },
  };
}

/** JSON text with the blanks that the recording's Python has written, which AWS gives back. */
function pythonText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(pythonText).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${pythonText(member)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

function withParsedObjects(data: object): object {
  return Object.fromEntries(Object.entries(data).map(([name, value]: [string, unknown]) => (
    [name, typeof value === 'string' && value.startsWith('{') ? JSON.parse(value) as unknown : value]
  )));
}
