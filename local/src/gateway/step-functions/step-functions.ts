import { randomUUID } from 'node:crypto';
import { HistoryEvent, StateMachine, TaskHandler, TaskTokens } from '../../states';
import { StateMachineResource, TemplateLoadError } from '../../template';
import type { HttpAnswer } from '../http';
import { Logger, NO_LOG } from '../log-entry';
import { actions } from './actions';
import { ExecutionRecord, ExecutionStore } from './execution-store';
import { logHistoryEvent } from './history-log';
import { executionArn, executionArnPrefix, Machine } from './machine';
import { ServiceError } from './service-error';
import { fromWire, toWire, WireValue } from './wire';

export interface StepFunctionsOptions {
  readonly stateMachines: readonly StateMachineResource[];
  readonly tasks: TaskHandler;
  readonly timeScale: number;
  readonly log: Logger;
  /** How long the events of an execution that has ended are kept at least, in milliseconds. @default 0 */
  readonly historyAge?: number;
  /** Told of each execution when it has started and when it has ended. */
  readonly onStatusChange: (record: ExecutionRecord) => void;
}

/** What an execution is started with. */
export interface StartOptions {
  readonly machine: Machine;
  readonly name?: string;
  readonly input: string;
  /** The input, parsed. */
  readonly data: unknown;
}

/** Step Functions, as far as API Gateway can call it. */
export class StepFunctions {
  readonly executions: ExecutionStore;
  readonly taskTokens = new TaskTokens();
  private readonly machines = new Map<string, Machine>();

  /** @throws TemplateLoadError for a definition that AWS would refuse */
  constructor(private readonly options: StepFunctionsOptions) {
    this.executions = new ExecutionStore(options.historyAge);
    for (const resource of options.stateMachines) {
      const { arn, label, name, qualifiedArns, type, hasCustomerManagedKey } = resource;
      const machine = {
        arn, name, type, hasCustomerManagedKey, stateMachine: this.interpreter(resource), executionArnPrefix: executionArnPrefix({ arn, type }),
      };
      if (this.machines.has(arn)) {
        throw new TemplateLoadError(`${label}: another state machine of the run has the ARN ${arn}, too: give it another name`);
      }
      for (const each of [arn, ...qualifiedArns]) {
        this.machines.set(each, machine);
      }
    }
  }

  /** Performs an API action, at once if it need not wait. An error of the caller's becomes the answer that AWS gives. */
  perform(actionName: string, request: string): HttpAnswer | Promise<HttpAnswer> {
    const action = actions.get(actionName)!;
    try {
      const answer = action.perform(this, fromWire(request, action.request));
      return answer instanceof Promise ? answer.then(success, failure) : success(answer);
    } catch (error) {
      return failure(error);
    }
  }

  /** As `machine`, but undefined for an ARN of none. */
  findMachine(arn: string): Machine | undefined {
    return this.machines.get(arn);
  }

  /** The machine of an ARN, or of a version's or alias' ARN. */
  machine(arn: string): Machine {
    const machine = this.machines.get(arn);
    if (machine) {
      return machine;
    }
    if (!/^arn:[^:]+:states:[^:]+:[^:]+:stateMachine:[^:]+(:[^:]+)?$/.test(arn)) {
      throw ServiceError.of('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
    }
    throw ServiceError.of('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  start({ machine, name, input, data }: StartOptions): { record: ExecutionRecord; ended: Promise<void> } {
    const { log, timeScale } = this.options;
    const actualName = name ?? randomUUID();
    const arn = executionArn(machine, actualName);
    log({ type: 'ExecutionStarted', executionArn: arn, input });
    const running = machine.stateMachine.start(data, {
      inputText: input,
      name: actualName,
      arn,
      timeScale,
      onEvent: log === NO_LOG ? undefined : (event: HistoryEvent) => logHistoryEvent(arn, event, log),
    });
    const record: ExecutionRecord = { arn, name: actualName, machine, isNamed: name !== undefined, input, startDate: running.startDate, running };
    this.executions.add(record);
    this.options.onStatusChange(record);
    const ended = running.result.then((result) => {
      const end = result.status === 'SUCCEEDED' ? { status: result.status, output: running.outputText } : result;
      this.executions.end(record, end);
      log({ type: 'ExecutionEnded', executionArn: arn, ...end });
      this.options.onStatusChange(record);
    });
    return { record, ended };
  }

  /** Ends all executions that run. */
  async stop(): Promise<void> {
    await Promise.all(this.executions.running().map((execution) => {
      execution.stop(undefined, 'The local run ends');
      return execution.result;
    }));
  }

  private interpreter({ definition, label, definitionProperty, type, name, arn, roleArn }: StateMachineResource): StateMachine {
    try {
      return new StateMachine(definition, { type, name, arn, roleArn, tasks: this.options.tasks, taskTokens: this.taskTokens });
    } catch (error) {
      throw new TemplateLoadError(`${label}, property ${definitionProperty}: ${(error as Error).message}`);
    }
  }
}

function success(answer: WireValue): HttpAnswer {
  return { status: 200, body: toWire(answer) };
}

function failure(error: unknown): HttpAnswer {
  if (error instanceof ServiceError) {
    return error.toAnswer();
  }
  throw error;
}
