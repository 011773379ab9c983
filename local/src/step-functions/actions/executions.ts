import { action } from './action';
import { ARN, CAUSE, DATA, ERROR, FLAG, INCLUDED_DATA, LONG_ARN, MAX_RESULTS, NAME, PAGE, TRACE_HEADER } from './members';
import { jsonProblem } from '../../json-syntax/json-problem';
import { describe, DescribedExecution, summary, withoutData } from '../describe-execution';
import { describeForExecution } from '../describe-machine';
import type { ExecutionRecord } from '../execution-store';
import { historyPage } from '../history-page';
import { executionArn } from '../machine';
import type { MachineTarget } from '../machines';
import { childrenOf, ListedExecution } from '../map-runs';
import { checkName } from '../names';
import { page } from '../page';
import { redriveOnce } from '../redrive';
import { ServiceError } from '../service-error';
import type { StartOptions, StepFunctions } from '../step-functions';
import type { WireValue } from '../wire';

const START = { stateMachineArn: ARN, name: NAME, input: DATA, traceHeader: TRACE_HEADER } as const;
/** In the order in which AWS lists them. */
const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

/** The actions on executions. */
export const EXECUTION_ACTIONS = {
  StartExecution: action(START, startExecution),
  StartSyncExecution: action({ ...START, includedData: INCLUDED_DATA }, startSyncExecution),
  DescribeExecution: action({ executionArn: ARN, includedData: INCLUDED_DATA }, (service, { executionArn: arn, includedData }) => {
    const description = describe(executionOf(service, arn));
    return includedData === 'METADATA_ONLY' ? withoutData(description) : description;
  }),
  DescribeStateMachineForExecution: action({ executionArn: ARN, includedData: INCLUDED_DATA }, (service, { executionArn: arn }) => (
    describeForExecution(executionOf(service, arn).machine)
  )),
  GetExecutionHistory: action({ executionArn: ARN, ...PAGE, reverseOrder: FLAG, includeExecutionData: FLAG }, (service, request) => {
    const { arn } = executionOf(service, request.executionArn);
    return historyPage(service.executions.history(arn) ?? doesNotExist(arn), request);
  }),
  ListExecutions: action({
    stateMachineArn: { ...ARN, required: false },
    mapRunArn: { ...LONG_ARN, required: false },
    statusFilter: { values: STATUSES },
    redriveFilter: { values: ['REDRIVEN', 'NOT_REDRIVEN'] },
    maxResults: MAX_RESULTS,
    nextToken: { minLength: 1, maxLength: 3096 },
  }, listExecutions),
  StopExecution: action({ executionArn: ARN, error: ERROR, cause: CAUSE }, async (service, { executionArn: arn, error, cause }) => {
    const record = executionOf(service, arn);
    record.running?.stop(error, cause);
    await record.running?.result;
    return { stopDate: record.stopDate };
  }),
  RedriveExecution: action(
    { executionArn: ARN, clientToken: { minLength: 1, maxLength: 64, pattern: '[!-~]+' } },
    (service, { executionArn: arn, clientToken }) => ({
      redriveDate: redriveOnce(executionOf(service, arn), clientToken, (record) => service.redrive(record)),
    }),
  ),
};

interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input?: string;
  readonly traceHeader?: string;
}

function startExecution(service: StepFunctions, request: StartRequest): WireValue {
  const options = startOptions(service, request);
  const { target: { machine }, name, input } = options;
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

async function startSyncExecution(service: StepFunctions, request: StartRequest & { readonly includedData?: string }): Promise<WireValue> {
  const options = startOptions(service, request);
  if (options.target.machine.type !== 'EXPRESS') {
    throw typeNotSupported();
  }
  const { record, ended } = service.start({ ...options, isSynchronous: true });
  await ended;
  const billed = Math.max(1, Math.ceil((record.stopDate!.getTime() - record.startDate.getTime()) / 100)) * 100;
  const { redriveCount, redriveStatus, redriveStatusReason, stateMachineVersionArn, stateMachineAliasArn, ...description } = describe(record);
  const answer: DescribedExecution = {
    billingDetails: { billedDurationInMilliseconds: billed, billedMemoryUsedInMB: 64 },
    ...description,
    traceHeader: request.traceHeader ?? '',
  };
  return request.includedData === 'METADATA_ONLY' ? withoutData(answer) : answer;
}

function startOptions(service: StepFunctions, { stateMachineArn, name, input = '{}', traceHeader }: StartRequest): StartOptions {
  const { arn, testCase } = withoutTestCase(service, stateMachineArn);
  const target = activeTarget(service, arn);
  if (name !== undefined) {
    checkName(name);
  }
  if (input === '') {
    throw ServiceError.of('InvalidExecutionInput', "Invalid State Machine Execution Input: 'Invalid execution input.'");
  }
  return { target, name, input, data: parseInput(input), traceHeader, testCase };
}

/**
 * The ARN that is asked for, and the test case behind it, as Step Functions Local takes it: `arn:…:stateMachine:Orders#Happy`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-test-sm-exec.html
 */
function withoutTestCase(service: StepFunctions, asked: string): { readonly arn: string; readonly testCase?: string } {
  const [, arn = asked, testCase] = /^([^#]*)#(.*)$/.exec(asked) ?? [];
  if (testCase !== undefined && !service.testCasesOf(arn).includes(testCase)) {
    const cases = service.testCasesOf(arn).map((each) => `${arn}#${each}`).join(', ');
    throw ServiceError.invalid(`There is no test case '${testCase}' of ${arn}: ${cases === '' ? '--mocks names none' : cases}`);
  }
  return { arn, testCase };
}

function activeTarget(service: StepFunctions, arn: string): MachineTarget {
  const target = service.machines.get(arn);
  if (target.entry.isDeleting) {
    throw ServiceError.of('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
  }
  return target;
}

function parseInput(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw ServiceError.of('InvalidExecutionInput', `Invalid State Machine Execution Input: '${jsonProblem(input)?.message}'`);
  }
}

interface ListRequest {
  readonly stateMachineArn?: string;
  readonly mapRunArn?: string;
  readonly statusFilter?: string;
  readonly redriveFilter?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

function listExecutions(service: StepFunctions, request: ListRequest): WireValue {
  const { stateMachineArn, mapRunArn, statusFilter, redriveFilter } = request;
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw ServiceError.invalid('Exactly one of stateMachineArn and mapRunArn must be specified');
  }
  const all = stateMachineArn === undefined ? childrenOf(service, mapRunArn!) : executionsOf(service, stateMachineArn);
  const listed = all.filter(({ execution: { status, redriveCount } }) => (
    (statusFilter === undefined || status === statusFilter)
    && (redriveFilter === undefined || (redriveFilter === 'REDRIVEN') === (Number(redriveCount) > 0))
  ));
  const name = ['executions', stateMachineArn ?? mapRunArn, statusFilter, redriveFilter].join(' ');
  const { items, nextToken } = page({ items: listed, name, keyOf: ({ number }) => number, isDescending: true }, request);
  return { executions: items.map(({ execution }) => execution), nextToken };
}

/** The executions of a machine, a version or an alias, the latest first. */
function executionsOf(service: StepFunctions, arn: string): ListedExecution[] {
  const { entry, machine, aliasArn, versionArn } = service.machines.get(arn);
  if (machine.type === 'EXPRESS') {
    throw typeNotSupported();
  }
  const isListed = (record: ExecutionRecord): boolean => (
    aliasArn !== undefined ? record.aliasArn === aliasArn : versionArn === undefined || record.versionArn === versionArn
  );
  return service.executions.of(entry).filter(isListed).reverse().map((record) => ({ number: record.number, execution: summary(record) }));
}

/** @throws ServiceError for an ARN of no execution that the API tells of */
export function executionOf(service: StepFunctions, arn: string): ExecutionRecord {
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

function typeNotSupported(): ServiceError {
  return ServiceError.of('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}
