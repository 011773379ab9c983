import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RecordedAttempt, replayTasks } from './replay-tasks';
import type { CaseReport } from './report';
import { Execution, ExecutionResult, HistoryEvent, StateMachine, StateMachineType } from '../src/states';

/** A case of `state-machines.json` or `state-machines-with-tasks.json`. */
interface RecordedCase {
  readonly id: string;
  readonly type?: StateMachineType;
  readonly definition: object;
  readonly input: unknown;
  readonly expected: unknown;
  /** Whether the input came from the clock when the case was recorded. */
  readonly timeDependent?: boolean;
  readonly taskLog?: readonly RecordedAttempt[];
  readonly events?: readonly RecordedEvent[];
}

/** The type and the previous event of an event of the history; null where recordings disagree. */
type RecordedEvent = readonly [type: string, previousEventId: number | null];

type CaseMatches = (recorded: RecordedCase, actual: ExecutionResult) => string[];

/** Fast enough for recorded waits, slow enough for a timeout not to overtake a task that answers at once. */
const TIME_SCALE = 200;

/** An execution that takes longer hangs: real milliseconds. */
const PATIENCE = 10_000;

/**
 * Runs every recorded state machine of a kind, and compares its result and, where it was recorded, its history.
 *
 * @param folder where the kind's file and `compare.mjs` are
 */
export async function runStateMachines(folder: string, kind: string): Promise<CaseReport[]> {
  const cases = JSON.parse(await readFile(join(folder, `${kind}.json`), 'utf8')) as RecordedCase[];
  const { caseMatches } = await import(pathToFileURL(join(folder, 'compare.mjs')).href) as { caseMatches: CaseMatches };
  const startDate = recordingDate(cases);
  const reports: CaseReport[] = [];
  for (const recorded of cases) {
    const { id, events } = recorded;
    const { result, history } = await differences(recorded, recorded.timeDependent ? startDate : undefined, caseMatches);
    reports.push({ id, kind, certainty: 'measured', differences: result });
    if (events !== undefined) {
      reports.push({ id: `${id} events`, kind: `${kind}: events`, certainty: 'measured', differences: history });
    }
  }
  return reports;
}

/** Inputs from the clock are only right at the time of the recording: the earliest of them. */
function recordingDate(cases: readonly RecordedCase[]): Date {
  const texts = cases.filter(({ timeDependent }) => timeDependent).flatMap(({ input }) => Object.values(input as object).map(String));
  const times = texts.map((text) => Date.parse(text.endsWith('Z') ? text : `${text}Z`)).filter((time) => !Number.isNaN(time));
  return new Date(Math.min(...times));
}

interface Differences {
  readonly result: readonly string[];
  readonly history: readonly string[];
}

async function differences(recorded: RecordedCase, startDate: Date | undefined, caseMatches: CaseMatches): Promise<Differences> {
  let result: ExecutionResult;
  let execution: Execution;
  try {
    execution = start(recorded, startDate);
    result = await resultOf(execution);
  } catch (error) {
    const thrown = [`threw ${String(error)}`];
    return { result: thrown, history: thrown };
  }
  const found = caseMatches(recorded, result);
  return {
    result: found.length === 0 ? [] : [...found, `expected ${JSON.stringify(recorded.expected)}\n but got ${JSON.stringify(result)}`],
    history: historyDifferences(recorded.events ?? [], execution.history),
  };
}

function start(recorded: RecordedCase, startDate: Date | undefined): Execution {
  const machine: StateMachine = new StateMachine(recorded.definition, {
    type: recorded.type,
    tasks: replayTasks(recorded.taskLog ?? [], () => machine.taskTokens),
  });
  return machine.start(recorded.input, { timeScale: TIME_SCALE, startDate });
}

async function resultOf(execution: Execution): Promise<ExecutionResult> {
  const patience = setTimeout(() => execution.stop('Conformance.Hangs', `no end within ${PATIENCE} ms`), PATIENCE);
  try {
    return await execution.result;
  } finally {
    clearTimeout(patience);
  }
}

function historyDifferences(expected: readonly RecordedEvent[], actual: readonly HistoryEvent[]): string[] {
  const isSame = expected.length === actual.length
    && expected.every(([type, previous], index) => type === actual[index].type && [null, actual[index].previousEventId].includes(previous));
  return isSame ? [] : [
    `expected ${expected.map(([type, previous]) => `${type}<${previous}`).join(' ')}`,
    ` but got ${actual.map(({ type, previousEventId }) => `${type}<${previousEventId}`).join(' ')}`,
  ];
}
