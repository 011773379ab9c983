import type { ExecutionEnd, ExecutionRecord } from './execution-store';
import { historyPage } from './history-page';
import { jsonFault } from './json-input';
import { executionArn } from './machine';
import { ServiceError } from './service-error';
import type { StartOptions, StepFunctions } from './step-functions';
import type { MemberRule, Members, WireValue } from './wire';
import { TaskTokenError } from '../../states';

/** An API action: the members of its request, and what it does. */
export interface Action {
  readonly request: Readonly<Record<string, MemberRule>>;
  readonly perform: (service: StepFunctions, request: Members) => WireValue | Promise<WireValue>;
}

const ARN: MemberRule = { required: true, minLength: 1, maxLength: 256 };
const NAME: MemberRule = { minLength: 1, maxLength: 80 };
const DATA: MemberRule = { maxLength: 262_144 };
const ERROR: MemberRule = { maxLength: 256 };
const CAUSE: MemberRule = { maxLength: 32_768 };
const TOKEN: MemberRule = { required: true, minLength: 1, maxLength: 2048 };
const TRACE: MemberRule = { maxLength: 256 };
const PAGE_SIZE: MemberRule = { type: 'number', least: 0, most: 1000 };
const PAGE_TOKEN: MemberRule = { minLength: 1, maxLength: 1024 };
const FLAG: MemberRule = { type: 'boolean' };

/**
 * The actions that `states:action/<name>` can call. To add one, add one entry.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['StartExecution', {
    request: { stateMachineArn: ARN, name: NAME, input: DATA, traceHeader: TRACE },
    perform: startExecution,
  }],
  ['StartSyncExecution', {
    request: { stateMachineArn: ARN, name: NAME, input: DATA, traceHeader: TRACE, includedData: {} },
    perform: startSyncExecution,
  }],
  ['DescribeExecution', {
    request: { executionArn: ARN, includedData: {} },
    perform: (service, { executionArn: arn }) => describe(execution(service, arn!)),
  }],
  ['GetExecutionHistory', {
    request: { executionArn: ARN, maxResults: PAGE_SIZE, reverseOrder: FLAG, nextToken: PAGE_TOKEN, includeExecutionData: FLAG },
    perform: (service, request) => {
      const { arn } = execution(service, request.executionArn!);
      return historyPage(service.executions.history(arn) ?? doesNotExist(arn), request);
    },
  }],
  ['StopExecution', {
    request: { executionArn: ARN, error: ERROR, cause: CAUSE },
    perform: async (service, { executionArn: arn, error, cause }) => {
      const record = execution(service, arn!);
      record.running?.stop(error, cause);
      await record.running?.result;
      return { stopDate: record.stopDate };
    },
  }],
  ['SendTaskSuccess', {
    request: { taskToken: TOKEN, output: { ...DATA, required: true } },
    perform: (service, { taskToken, output }) => {
      const fault = jsonFault(output!);
      if (fault !== undefined) {
        throw ServiceError.of('InvalidOutput', `Invalid Output: '${fault}'`);
      }
      return settle(() => service.taskTokens.success(taskToken!, output!));
    },
  }],
  ['SendTaskFailure', {
    request: { taskToken: TOKEN, error: ERROR, cause: CAUSE },
    perform: (service, { taskToken, error, cause }) => settle(() => service.taskTokens.failure(taskToken!, error, cause)),
  }],
  ['SendTaskHeartbeat', {
    request: { taskToken: TOKEN },
    perform: (service, { taskToken }) => settle(() => service.taskTokens.heartbeat(taskToken!)),
  }],
]);

function startExecution(service: StepFunctions, request: Members): WireValue {
  const options = startOptions(service, request);
  const { machine, name, input } = options;
  if (name !== undefined && machine.type === 'STANDARD') {
    const arn = executionArn(machine, name);
    const existing = service.executions.get(arn);
    if (existing?.running && existing.input === input) {
      return { executionArn: arn, startDate: existing.startDate };
    }
    if (existing || service.executions.isForgotten(arn)) {
      throw ServiceError.of('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
  }
  const { record } = service.start(options);
  return { executionArn: record.arn, startDate: record.startDate };
}

async function startSyncExecution(service: StepFunctions, request: Members): Promise<WireValue> {
  const options = startOptions(service, request);
  if (options.machine.type !== 'EXPRESS') {
    throw ServiceError.of('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  const { record, ended } = service.start(options);
  await ended;
  const billed = Math.max(1, Math.ceil((record.stopDate!.getTime() - record.startDate.getTime()) / 100)) * 100;
  const { redriveCount, ...description } = describe(record) as { readonly [member: string]: WireValue };
  return {
    billingDetails: { billedDurationInMilliseconds: billed, billedMemoryUsedInMB: 64 },
    ...description,
    traceHeader: request.traceHeader ?? '',
  };
}

function startOptions(service: StepFunctions, request: Members): StartOptions {
  const machine = service.machine(request.stateMachineArn!);
  const { name, input = '{}' } = request;
  if (name !== undefined && FORBIDDEN_IN_NAMES.test(name)) {
    throw ServiceError.of('InvalidName', `Invalid Name: '${name}'`);
  }
  if (input === '') {
    throw ServiceError.of('InvalidExecutionInput', 'Invalid execution input.');
  }
  if (input.length * 3 > DATA.maxLength! && Buffer.byteLength(input) > DATA.maxLength!) {
    throw ServiceError.of('InvalidExecutionInput', `Invalid State Machine Execution Input: the input is longer than ${DATA.maxLength} bytes`);
  }
  return { machine, name, input, data: parseInput(input) };
}

function parseInput(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw ServiceError.of('InvalidExecutionInput', `Invalid State Machine Execution Input: '${jsonFault(input)}'`);
  }
}

const FORBIDDEN_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

function execution(service: StepFunctions, arn: string): ExecutionRecord {
  const [, type] = /^arn:[^:]+:states:[^:]*:[^:]*:(execution|express):.+$/.exec(arn) ?? [];
  if (type === undefined) {
    throw ServiceError.of('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
  if (type === 'express') {
    throw ServiceError.of('InvalidArn', "Invalid Arn: 'Resource type not valid in this context: express'");
  }
  return service.executions.get(arn) ?? doesNotExist(arn);
}

function doesNotExist(arn: string): never {
  throw ServiceError.of('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

const DATA_DETAILS = { __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true };

function describe({ arn, name, machine, input, startDate, stopDate, end }: ExecutionRecord): WireValue {
  const { status = 'RUNNING', output, error, cause }: Partial<ExecutionEnd> = end ?? {};
  return {
    cause,
    error,
    executionArn: arn,
    input,
    inputDetails: DATA_DETAILS,
    name,
    output,
    outputDetails: output === undefined ? undefined : DATA_DETAILS,
    redriveCount: 0,
    startDate,
    stateMachineArn: machine.arn,
    status,
    stopDate,
  };
}

/** Answers a task token; a token that waits for nothing is an error with the service's own text. */
function settle(answer: () => void): WireValue {
  try {
    answer();
    return {};
  } catch (error) {
    throw error instanceof TaskTokenError ? ServiceError.of(error.code, error.message) : error;
  }
}
