import { parseResource, TaskHandler, TaskTokens } from '../../states';
import { StateMachineResource, TemplateLoadError } from '../../template';
import { ForwardedTasks } from './endpoints/forwarded-tasks';
import { loadMocks } from './mocks/load-mocks';
import { MockedTasks } from './mocks/mocked-tasks';
import { OwnResources } from './own-resources';
import { StateSummary, statesOf } from './states-of';
import { Tasks } from './tasks';
import { waysOut } from './ways-out';

export interface TaskSettings {
  readonly stateMachines: readonly StateMachineResource[];
  readonly taskTokens: TaskTokens;
  /** What the run performs itself, by ARN without partition. */
  readonly ownResources: ReadonlyMap<string, TaskHandler>;
  /** A mock configuration file, with `#TestCase` or without. */
  readonly mocks: string | undefined;
  /** URLs by the name of the service that tasks are forwarded to. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/**
 * The tasks of a run, and what of them will fail.
 *
 * @throws TemplateLoadError for a mock configuration or an endpoint that cannot be used, and for a resource that Step Functions does not know
 */
export function loadTasks(settings: TaskSettings): { tasks: Tasks; warnings: readonly string[] } {
  const { stateMachines, taskTokens, ownResources, mocks, endpoints } = settings;
  const taskStates = stateMachines.flatMap((machine) => statesOf(machine.definition).filter(isTask).map((state) => ({ machine, state })));
  for (const { machine, state } of taskStates) {
    if (!isKnown(state.resource)) {
      throw new TemplateLoadError(`${at(machine)}: the resource provided ${state.resource} of the state '${state.name}' is not recognized: `
        + "a Lambda function's ARN, an activity's, or arn:aws:states:::<service>:<action> is allowed");
    }
  }
  const loadedMocks = mocks === undefined ? undefined : loadMocks(mocks, stateMachines);
  const tasks = new Tasks([
    ...(loadedMocks ? [new MockedTasks(loadedMocks.testCases, taskTokens)] : []),
    new OwnResources(ownResources),
    new ForwardedTasks(endpoints),
  ]);
  const unplayable = taskStates
    .filter(({ machine, state }) => !tasks.canPerform({ stateMachineArn: machine.arn, state: state.name, resource: state.resource }))
    .map(({ machine, state }) => `${at(machine)}: the local run cannot perform ${state.resource} of the state '${state.name}', `
      + `which will fail when it is entered: ${waysOut(state.resource)}`);
  return { tasks, warnings: [...loadedMocks?.warnings ?? [], ...unplayable] };
}

function at({ label, definitionProperty }: StateMachineResource): string {
  return `${label}, property ${definitionProperty}`;
}

function isTask(state: StateSummary): state is StateSummary & { readonly resource: string } {
  return state.resource !== undefined;
}

/** What is neither a service's action nor an activity is taken for a function: then it must be one. */
function isKnown(resource: string): boolean {
  return parseResource(resource).kind !== 'lambda' || /^arn:[^:]+:lambda:[^:]*:[^:]*:function:./.test(resource);
}
