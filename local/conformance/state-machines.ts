import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RecordedAttempt, replayTasks } from './replay-tasks';
import type { CaseReport } from './report';
import { ExecutionResult, StateMachine, StateMachineType } from '../src/states';

/** A case of `state-machines.json` or `state-machines-with-tasks.json`. */
interface RecordedCase {
  readonly id: string;
  readonly category: string;
  readonly queryLanguage: string;
  readonly type?: StateMachineType;
  readonly definition: object;
  readonly input: unknown;
  readonly expected: unknown;
  /** Whether the input came from the clock when the case was recorded. */
  readonly timeDependent?: boolean;
  readonly taskLog?: readonly RecordedAttempt[];
}

type CaseMatches = (recorded: RecordedCase, actual: ExecutionResult) => string[];

/** Fast enough for recorded waits, slow enough for a timeout not to overtake a task that answers at once. */
const TIME_SCALE = 200;

/** An execution that takes longer hangs: real milliseconds. */
const PATIENCE = 10_000;

/**
 * Runs every recorded state machine of a file.
 *
 * @param folder where the file and `compare.mjs` are
 */
export async function runStateMachines(folder: string, file: string): Promise<CaseReport[]> {
  const cases = JSON.parse(await readFile(join(folder, file), 'utf8')) as RecordedCase[];
  const { caseMatches } = await import(pathToFileURL(join(folder, 'compare.mjs')).href) as { caseMatches: CaseMatches };
  const startDate = recordingDate(cases);
  const reports: CaseReport[] = [];
  for (const recorded of cases) {
    const { id, category, queryLanguage: language } = recorded;
    reports.push({ id, category, language, differences: await differences(recorded, recorded.timeDependent ? startDate : undefined, caseMatches) });
  }
  return reports;
}

/** Inputs from the clock are only right at the time of the recording: the earliest of them. */
function recordingDate(cases: readonly RecordedCase[]): Date {
  const texts = cases.filter(({ timeDependent }) => timeDependent).flatMap(({ input }) => Object.values(input as object).map(String));
  const times = texts.map(text => Date.parse(text.endsWith('Z') ? text : `${text}Z`)).filter(time => !Number.isNaN(time));
  return new Date(Math.min(...times));
}

async function differences(recorded: RecordedCase, startDate: Date | undefined, caseMatches: CaseMatches): Promise<string[]> {
  let actual: ExecutionResult;
  try {
    actual = await run(recorded, startDate);
  } catch (error) {
    return [`threw ${String(error)}`];
  }
  const found = caseMatches(recorded, actual);
  return found.length === 0 ? [] : [...found, `expected ${JSON.stringify(recorded.expected)}\n but got ${JSON.stringify(actual)}`];
}

async function run(recorded: RecordedCase, startDate: Date | undefined): Promise<ExecutionResult> {
  const machine: StateMachine = new StateMachine(recorded.definition, {
    type: recorded.type,
    tasks: replayTasks(recorded.taskLog ?? [], () => machine.taskTokens),
  });
  const execution = machine.start(recorded.input, { timeScale: TIME_SCALE, startDate });
  const patience = setTimeout(() => execution.stop('Conformance.Hangs', `no end within ${PATIENCE} ms`), PATIENCE);
  try {
    return await execution.result;
  } finally {
    clearTimeout(patience);
  }
}
