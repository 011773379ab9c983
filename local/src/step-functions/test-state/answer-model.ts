import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseResource } from '../../states/tasks/task';

/** What a value of an answer looks like: a shape by its name, or `any`, `boolean`, `number`, `string` without further limits. */
export type ShapeName = string;

/** A shape of a service's model. */
export type Shape =
  | { readonly kind: 'structure'; readonly required?: readonly string[]; readonly members: Readonly<Record<string, ShapeName>> }
  | { readonly kind: 'list' | 'map'; readonly of: ShapeName }
  | { readonly kind: 'boolean' | 'number' | 'string'; readonly min?: number; readonly max?: number; readonly values?: readonly string[] };

/** What a service answers. */
interface ServiceModel {
  /** The shapes of the answers, by action. */
  readonly answers: Readonly<Record<string, ShapeName>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** The answer of one action. */
export interface AnswerModel {
  readonly shape: ShapeName;
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Members that Step Functions has parsed, so that they may be anything. */
  readonly parsed: readonly string[];
}

/** The services whose models there are, by their names in resource ARNs. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['cognitoidentityprovider', 'cognito-idp'],
  ['dynamodb', 'dynamodb'],
  ['events', 'events'],
  ['eventbridge', 'events'],
  ['firehose', 'firehose'],
  ['kinesis', 'kinesis'],
  ['kms', 'kms'],
  ['lambda', 'lambda'],
  ['s3', 's3'],
  ['secretsmanager', 'secretsmanager'],
  ['sns', 'sns'],
  ['sqs', 'sqs'],
  ['ssm', 'ssm'],
  ['states', 'stepfunctions'],
  ['sfn', 'stepfunctions'],
]);

/** Tasks whose result is another action's answer, as that of a job is, or has members that Step Functions has parsed. */
const ANSWERED_BY: ReadonlyMap<string, { readonly action: string; readonly parsed: readonly string[] }> = new Map([
  ['lambda:invoke', { action: 'invoke', parsed: ['Payload'] }],
  ['states:startExecution.sync', { action: 'describeExecution', parsed: ['Input', 'Output'] }],
  ['states:startExecution.sync:2', { action: 'describeExecution', parsed: ['Input', 'Output'] }],
]);

const FOLDER = join(__dirname, '..', '..', '..', 'service-models');
const loaded = new Map<string, ServiceModel>();

/** The model of what a resource answers; undefined where there is none, and where it is not the service that answers the task. */
export function answerModel(arn: string): AnswerModel | undefined {
  const { kind, resourceType, resource } = parseResource(arn);
  const service = SERVICES.get(resourceType.replace(/^aws-sdk:/, ''));
  const { action, parsed } = ANSWERED_BY.get(`${resourceType}:${resource}`) ?? { action: resource, parsed: [] };
  // The answer to a token comes from whoever has it.
  if (kind !== 'service' || service === undefined || action.includes('.')) {
    return undefined;
  }
  const { answers, shapes } = modelOf(service);
  const name = action[0].toUpperCase() + action.slice(1);
  return Object.hasOwn(answers, name) ? { shape: answers[name], shapes, parsed } : undefined;
}

function modelOf(service: string): ServiceModel {
  const model = loaded.get(service) ?? JSON.parse(readFileSync(join(FOLDER, `${service}.json`), 'utf8')) as ServiceModel;
  loaded.set(service, model);
  return model;
}
