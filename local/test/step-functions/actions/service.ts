import { Guard } from '../../../src/guard';
import { NO_LOG } from '../../../src/log-entry';
import { ManualClock, TaskFailure, TaskHandler } from '../../../src/states';
import { StepFunctionsApi } from '../../../src/step-functions/api';
import { StepFunctions } from '../../../src/step-functions/step-functions';

export type Answer = Readonly<Record<string, unknown>>;

export const ROLE = 'arn:aws:iam::123456789012:role/Machine';
export const PASS = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
export const WAIT = JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 100, Next: 'A' }, A: { Type: 'Pass', End: true } } });

/** An ARN of the service's account, such as `arn('stateMachine', 'M')`. */
export function arn(...parts: string[]): string {
  return ['arn:aws:states:us-east-1:123456789012', ...parts].join(':');
}

/** An error as the service answers it. */
export function serviceError(kind: string, message: string): Answer {
  return { __type: `com.amazonaws.swf.service.v2.model#${kind}`, message };
}

/** A request that AWS refuses by its rules. */
export function invalid(message: string): Answer {
  return { __type: 'com.amazon.coral.validate#ValidationException', message };
}

/** One member that breaks the model. */
export function violation(text: string): Answer {
  return invalid(`1 validation error detected: ${text}`);
}

/** Step Functions alone, on a clock that a test moves. */
export class Service {
  public readonly clock = new ManualClock(1_800_000_000_000);
  public readonly stepFunctions: StepFunctions;
  private readonly api: StepFunctionsApi;

  constructor(tasks: TaskHandler = failingTask) {
    const account = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };
    this.stepFunctions = new StepFunctions({
      account,
      timeScale: 1,
      clock: this.clock,
      tasks: (task) => (task.resource.includes(':activity:') ? this.stepFunctions.activities.perform(task) : tasks(task)),
      guard: new Guard(NO_LOG),
      log: NO_LOG,
    });
    this.api = new StepFunctionsApi(this.stepFunctions);
    services.push(this);
  }

  /** The answer to a request, parsed. */
  public async call(action: string, request: object = {}, signal?: AbortSignal): Promise<Answer> {
    return JSON.parse((await this.api.perform(action, JSON.stringify(request), signal)).body) as Answer;
  }

  public async create(name = 'M', definition = PASS, more: object = {}): Promise<string> {
    const { stateMachineArn, message } = await this.call('CreateStateMachine', { name, definition, roleArn: ROLE, ...more });
    if (stateMachineArn === undefined) {
      throw new Error(String(message));
    }
    return stateMachineArn as string;
  }

  public async start(stateMachineArn: string, more: object = {}): Promise<string> {
    return (await this.call('StartExecution', { stateMachineArn, ...more })).executionArn as string;
  }

  /** Waits for the end of an execution that needs no time. */
  public async ended(executionArn: string): Promise<Answer> {
    const record = this.stepFunctions.executions.get(executionArn)!;
    await this.stepFunctions.executions.waitForEnd(record);
    return this.call('DescribeExecution', { executionArn });
  }
}

const services: Service[] = [];

afterEach(async () => {
  await Promise.all(services.splice(0).map(({ stepFunctions }) => stepFunctions.stop()));
});

const failingTask: TaskHandler = () => {
  throw new TaskFailure('Task.Failed', 'as it should');
};
