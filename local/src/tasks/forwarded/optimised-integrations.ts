import { invoke, OptimisedAction, plain, putEvents, withText } from './optimised-actions';
import type { Service } from '../../aws/services';

/** How a service's optimised integration differs from the plain call of its API. */
export interface OptimisedIntegration {
  /** What its error names begin with. */
  readonly prefix: string;
  /** The error name of whatever the service's API does not define. */
  readonly exception: string;
  /** How its causes name the service. */
  readonly service: string;
  /** The actions that it takes. */
  readonly actions: Readonly<Record<string, OptimisedAction>>;
  /** Whether the output tells of the HTTP exchange. @default true */
  readonly hasMetadata?: boolean;
}

/** The optimised integrations that can be forwarded, by the first name of their service. To support another, add one entry. */
const OPTIMISED_INTEGRATIONS: ReadonlyMap<string, OptimisedIntegration> = new Map<string, OptimisedIntegration>([
  ['lambda', { prefix: 'Lambda', exception: 'AWSLambdaException', service: 'AWSLambda', actions: { invoke } }],
  ['dynamodb', {
    prefix: 'DynamoDB',
    exception: 'AmazonDynamoDBException',
    service: 'AmazonDynamoDBv2',
    actions: { getItem: plain, putItem: plain, updateItem: plain, deleteItem: plain },
  }],
  ['sqs', { prefix: 'SQS', exception: 'AmazonSQSException', service: 'AmazonSQS', actions: { sendMessage: withText('MessageBody') } }],
  ['sns', { prefix: 'SNS', exception: 'AmazonSNSException', service: 'AmazonSNS', actions: { publish: withText('Message') } }],
  ['events', {
    prefix: 'EventBridge', exception: 'AmazonEventBridgeException', service: 'AmazonEventBridge', actions: { putEvents }, hasMetadata: false,
  }],
  ['states', {
    prefix: 'StepFunctions', exception: 'AWSStepFunctionsException', service: 'AWSStepFunctions', actions: { startExecution: withText('Input') },
  }],
]);

/** The optimised integration of a service; undefined when it has none that can be forwarded. */
export function optimisedIntegration({ names: [name] }: Service): OptimisedIntegration | undefined {
  return OPTIMISED_INTEGRATIONS.get(name);
}
