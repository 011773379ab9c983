import type { ServiceApi } from './aws/service-api';
import { Guard } from './guard';
import { NO_LOG } from './log-entry';
import { Clock, TaskFailure, TaskHandler } from './states';
import { StepFunctionsApi } from './step-functions/api';
import { StepFunctions } from './step-functions/step-functions';

/**
 * A request of Step Functions' TestState. What AWS takes as JSON text may be given as such a text, or as the value itself if that is no text.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export interface TestStateInput {
  /** A state, or with `stateName` a machine, in the Amazon States Language. */
  readonly definition: string | object;
  /** The state of the machine to test, however deep it is in Map and Parallel states. @default - `definition` is the state */
  readonly stateName?: string;
  /** The state's input. @default {} */
  readonly input?: unknown;
  /** Variables that the state may read. @default - none */
  readonly variables?: string | object;
  /** The context object; only with a mock. @default - one as AWS makes it: the state is called `StateName` unless it has a name */
  readonly context?: string | object;
  /** What takes the place of the state's work. @default - a task is performed; Map and Parallel states are refused */
  readonly mock?: TestStateMock;
  /** What happened before, and inside the state; only with a mock. @default - nothing */
  readonly stateConfiguration?: TestStateConfiguration;
  /** How much is told: from `DEBUG` on `inspectionData`. @default 'INFO' */
  readonly inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE';
  /** The role in the context object; over the API a Task state without a mock needs one. @default - an ARN made up */
  readonly roleArn?: string;
  /** Taken as AWS does, and without effect: the local run has no secrets. @default false */
  readonly revealSecrets?: boolean;
}

/** A result or an error, one of both. */
export interface TestStateMock {
  /** The result: an array for a Parallel state, and for a Map state without `ResultWriter`. @default - none */
  readonly result?: unknown;
  /** The error. @default - none */
  readonly errorOutput?: { readonly error: string; readonly cause?: string };
  /**
   * How a task's result is compared with the model of the service's answer, where the local run has one: `STRICT` also demands what is required,
   * `NONE` takes any.
   *
   * @default 'STRICT'
   */
  readonly fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE';
}

/** What happened before, and inside the state. */
export interface TestStateConfiguration {
  /** How often the retrier that applies has retried before. @default 0 */
  readonly retrierRetryCount?: number;
  /** The state inside a Map or Parallel state that the mocked error comes from. @default - none is named */
  readonly errorCausedByState?: string;
  /** How many iterations of a Map state have failed. @default 0 */
  readonly mapIterationFailureCount?: number;
  /** What the `ItemReader` of a distributed Map state reads, in the format that the state names. @default - such a state is refused */
  readonly mapItemReaderData?: string;
}

/** What became of the state, as TestState answers. */
export interface TestStateOutput {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  /** The output as JSON text, where there is one. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** The state to go on with, where there is one. */
  readonly nextState?: string;
  /** The data on their way through the state, as JSON texts; from the level `DEBUG` on. */
  readonly inspectionData?: TestStateInspectionData;
}

/** The data on their way through a state, as JSON texts. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html */
export interface TestStateInspectionData {
  readonly input: string;
  readonly afterInputPath?: string;
  readonly afterParameters?: string;
  readonly afterArguments?: string;
  readonly result?: string;
  readonly afterResultSelector?: string;
  readonly afterResultPath?: string;
  readonly afterItemsPath?: string;
  readonly afterItemsPointer?: string;
  readonly afterItemSelector?: string;
  readonly afterItemBatcher?: string;
  /** The variables after the state, where there are some. */
  readonly variables?: string;
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
  /** The indexes of the catcher and the retrier that match, and the seconds until the next attempt. */
  readonly errorDetails?: { readonly catchIndex?: number; readonly retryIndex?: number; readonly retryBackoffIntervalSeconds?: number };
}

/** What a state is played with outside a run. */
export interface TestStateOptions {
  /** Performs the task where there is no mock. @default - such a task fails, saying so */
  readonly tasks?: TaskHandler;
  /** The time. @default - real time */
  readonly clock?: Clock;
}

/** A request that AWS would refuse. */
export class TestStateError extends Error {
  /**
   * @param name as the API names it: `InvalidDefinition`, `InvalidExecutionInput`, `ValidationException` or `SerializationException`
   * @param message in AWS's words
   */
  constructor(public override readonly name: string, message: string) {
    super(message);
  }
}

/**
 * Plays one state by itself, as Step Functions' TestState does, without a run.
 *
 * @throws TestStateError for a request that AWS would refuse
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export async function testState(input: TestStateInput, { tasks = performNothing, clock }: TestStateOptions = {}): Promise<TestStateOutput> {
  const service = new StepFunctions({ timeScale: 1, tasks, clock, guard: new Guard(NO_LOG), log: NO_LOG });
  return askTestState(new StepFunctionsApi(service), input);
}

const performNothing: TaskHandler = ({ resource }) => {
  throw new TaskFailure('States.Runtime', `Nothing performs the resource '${resource}': give the state a mock, or testState a handler as "tasks"`);
};

/** Asks an API, as a program's SDK would. */
export async function askTestState(api: Pick<ServiceApi, 'perform'>, input: TestStateInput): Promise<TestStateOutput> {
  const { definition, input: data, variables, context, mock, roleArn = 'arn:aws:iam::123456789012:role/TestState', ...others } = input;
  const { status, body } = await api.perform('TestState', JSON.stringify({
    ...others,
    roleArn,
    definition: asText(definition),
    input: asText(data),
    variables: asText(variables),
    context: asText(context),
    mock: mock && { ...mock, result: asText(mock.result) },
  }));
  const answer = JSON.parse(body) as TestStateOutput & { readonly __type: string; readonly message?: string };
  if (status !== 200) {
    throw new TestStateError(answer.__type.replace(/^.*#/, ''), answer.message ?? 'a member of the request has another type than TestState takes');
  }
  return answer;
}

/** JSON text of what is no text. */
function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
