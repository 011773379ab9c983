import type { Endpoints } from '../aws/endpoints';
import type { Guard } from '../guard';
import { parseResource, TaskHandler, TaskTokens } from '../states';
import type { StateMachineResource } from '../template';
import { CheckedTasks } from './checked-tasks';
import { ForwardedTasks } from './forwarded/forwarded-tasks';
import { loadMocks } from './mocks/load-mocks';
import { MockedTasks } from './mocks/mocked-tasks';
import { OwnResources } from './own-resources';
import { StateSummary, statesOf } from './states-of';
import type { TaskRoles } from './task-roles';
import { Tasks } from './tasks';
import { waysOut } from './ways-out';

export interface TaskSettings {
  readonly stateMachines: readonly StateMachineResource[];
  readonly roles: TaskRoles;
  readonly taskTokens: TaskTokens;
  readonly guard: Guard;
  /** The test case that an execution was started with, if any. */
  readonly testCaseOf: (executionArn: string) => string | undefined;
  /** Performs the tasks of activities. */
  readonly activities: TaskHandler;
  /** What the run performs itself, by ARN without partition. */
  readonly ownResources: ReadonlyMap<string, TaskHandler>;
  /** As `ownResources`, for what no endpoint performs. */
  readonly fallbackResources: ReadonlyMap<string, TaskHandler>;
  /** A mock configuration file, with `#TestCase` or without. */
  readonly mocks: string | undefined;
  /** Where the services are that tasks are sent to. */
  readonly endpoints: Endpoints;
  /** Whether the run has objects for `ItemReader` and `ResultWriter`. */
  readonly hasObjects: boolean;
}

export interface LoadedTasks {
  readonly warnings: readonly string[];
  /** The names of the test cases that a machine has, by its ARN. */
  readonly testCasesOf: (stateMachineArn: string) => readonly string[];
}

const STORAGE_ADVICE = 'give it a folder of buckets, or an endpoint, with --endpoint s3=<folder or URL>';

/**
 * Adds the ways to perform the tasks of a run.
 *
 * @param settings with state machines that are valid
 * @returns warnings of what will fail, and the test cases of a machine
 * @throws TemplateLoadError for a mock configuration that cannot be used
 */
export function loadTasks(tasks: Tasks, settings: TaskSettings): LoadedTasks {
  const { stateMachines, roles, taskTokens, guard, testCaseOf, activities, ownResources, fallbackResources, mocks, endpoints, hasObjects } = settings;
  const states = stateMachines.flatMap((machine) => statesOf(machine.definition)
    .map((state) => ({ machine, state: hasObjects ? { ...state, storage: [] } : state })));
  const loadedMocks = mocks === undefined ? undefined : loadMocks(mocks, stateMachines);
  if (loadedMocks) {
    tasks.add(new MockedTasks({ testCases: loadedMocks.testCases, testCaseOf, taskTokens, guard }));
  }
  tasks.add({ handlerOf: ({ resource }) => (parseResource(resource).kind === 'activity' ? activities : undefined) });
  [new OwnResources(ownResources), new ForwardedTasks(endpoints), new OwnResources(fallbackResources)]
    .forEach((performer) => tasks.add(new CheckedTasks(performer, roles)));
  const unplayable = stateMachines.flatMap((machine) => {
    const reasons = whyUnplayable(machine, states.filter((each) => each.machine === machine).map(({ state }) => state), tasks);
    return reasons.length > 0 ? [`${at(machine)}: ${reasons.join('; ')}`] : [];
  });
  return {
    warnings: [...loadedMocks?.warnings ?? [], ...unplayable],
    testCasesOf: (arn) => [...loadedMocks?.testCases.of(arn).keys() ?? []],
  };
}

/** Why states of a machine will fail when they are entered, those together that fail alike. */
function whyUnplayable({ arn: stateMachineArn }: StateMachineResource, states: readonly StateSummary[], tasks: Tasks): string[] {
  const failing = new Map<string, { readonly names: string[]; readonly advice: string }>();
  const add = (what: string, name: string, advice: string): void => {
    failing.set(what, { names: [...failing.get(what)?.names ?? [], `'${name}'`], advice });
  };
  for (const { name, resource, functionName, storage = [] } of states) {
    const task = resource === undefined ? undefined : { stateMachineArn, state: name, resource, functionName };
    const fault = task && tasks.fault(task);
    if (task && !tasks.canPerform(task)) {
      add(`the local run cannot perform ${task.resource} of`, name, waysOut(task.resource));
    } else if (task && fault !== undefined) {
      add(`the local run cannot invoke ${functionName ?? task.resource} for`, name, fault);
    }
    storage.forEach((field) => add(`the local run has no Amazon S3 for the ${field} of`, name, STORAGE_ADVICE));
  }
  return [...failing].map(([what, { names, advice }]) => (names.length === 1
    ? `${what} the state ${names[0]}, which will fail when it is entered: ${advice}`
    : `${what} the states ${names.join(', ')}, which will fail when they are entered: ${advice}`));
}

function at({ label, definitionProperty }: StateMachineResource): string {
  return `${label}, property ${definitionProperty}`;
}
