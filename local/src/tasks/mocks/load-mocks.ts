import { existsSync, readFileSync } from 'node:fs';
import { StateMachineResource, TemplateLoadError } from '../../template';
import { StateSummary, statesOf } from '../states-of';
import { ChosenTestCases } from './chosen-test-cases';
import { DocumentReader, memberPath } from './document-reader';
import { MockConfiguration, readMockConfiguration } from './mock-configuration';

/** The parts of a mock configuration that a run plays. */
export interface LoadedMocks {
  readonly testCases: ChosenTestCases;
  /** The parts of the file that this run does not use, one line each. */
  readonly warnings: readonly string[];
}

/**
 * Reads a mock configuration file and chooses the test cases of a run.
 *
 * @param source `FILE`, which chooses each state machine's first test case; or `FILE#TestCase`, which chooses that one where a machine has it
 * @throws TemplateLoadError when the file cannot be read, does not fit the format or the state machines, or has no test case of that name
 */
export function loadMocks(source: string, stateMachines: readonly StateMachineResource[]): LoadedMocks {
  const { file, testCase } = split(source);
  const configuration = readMockConfiguration(readJson(file), file);
  const document = new DocumentReader();
  if (testCase !== undefined && ![...configuration.values()].some((cases) => cases.has(testCase))) {
    document.refuse('$.StateMachines', `no state machine has the test case '${testCase}'; there are ${names(configuration)}`);
  }
  const chosen = new ChosenTestCases(configuration, testCase);
  const warnings: string[] = [];
  for (const [name, cases] of configuration) {
    const path = memberPath('$.StateMachines', name);
    const machines = stateMachines.filter((machine) => [machine.name, machine.logicalId, machine.constructPath].includes(name));
    // Without a template machines are yet to be made.
    if (machines.length === 0 && stateMachines.length > 0) {
      warnings.push(`mock configuration ${file}: ${path}: the template has no state machine of this name, logical id or construct path: it has `
        + (stateMachines.map(({ logicalId }) => logicalId).join(', ') || 'none'));
    }
    for (const { arn, definition } of machines) {
      const states = new Map(statesOf(definition).map((state) => [state.name, state]));
      for (const [caseName, mocked] of cases) {
        [...mocked.keys()].forEach((state) => checkState(states.get(state), memberPath(memberPath(`${path}.TestCases`, caseName), state), document));
      }
      chosen.add(arn, cases);
    }
  }
  document.throwIfAny((list) => new TemplateLoadError(`mock configuration ${file}: ${list}`));
  return { testCases: chosen, warnings };
}

function checkState(state: StateSummary | undefined, path: string, document: DocumentReader): void {
  if (!state) {
    document.refuse(path, 'the state machine has no state of this name');
  } else if (state.type !== 'Task') {
    document.refuse(path, `a ${String(state.type)} state cannot be mocked: only Task states call anything`);
  }
}

function split(source: string): { file: string; testCase?: string } {
  const hash = source.lastIndexOf('#');
  // A file's own name may hold a hash.
  return hash < 0 || existsSync(source) ? { file: source } : { file: source.slice(0, hash), testCase: source.slice(hash + 1) };
}

function names(configuration: MockConfiguration): string {
  return [...configuration].flatMap(([machine, cases]) => [...cases.keys()].map((name) => `${machine}#${name}`)).join(', ') || 'none';
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new TemplateLoadError(`cannot read the mock configuration ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TemplateLoadError(`the mock configuration ${file} is not JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
}
