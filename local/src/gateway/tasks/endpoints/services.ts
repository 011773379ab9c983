import { jsonProtocol } from './json-protocol';
import { lambdaProtocol } from './lambda-protocol';
import { invoke, OptimisedAction, plain, putEvents, withText } from './optimised-actions';
import { Protocol } from './protocol';
import { queryProtocol } from './query-protocol';

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

/** A service that tasks can be forwarded to. */
export interface Service {
  /** Its names in resource ARNs, which `--endpoint` takes, too. */
  readonly names: readonly [string, ...string[]];
  readonly protocol: Protocol;
  /** How the AWS SDK integration names it, in errors and causes. */
  readonly sdkName: string;
  /** The actions that the protocol covers. @default - all */
  readonly actions?: readonly string[];
  /** Errors that the API defines although most services have them in common. @default - none */
  readonly ownErrors?: readonly string[];
  /** @default - it has none */
  readonly optimised?: OptimisedIntegration;
}

/** Lambda: functions are resources of their own, too. */
export const lambda: Service = {
  names: ['lambda'],
  protocol: lambdaProtocol,
  sdkName: 'Lambda',
  actions: ['invoke'],
  optimised: { prefix: 'Lambda', exception: 'AWSLambdaException', service: 'AWSLambda', actions: { invoke } },
};

/** The services that `--endpoint` takes. To support another, add one entry. */
export const services: readonly Service[] = [
  lambda,
  {
    names: ['dynamodb'],
    protocol: jsonProtocol({ version: '1.0', target: 'DynamoDB_20120810' }),
    sdkName: 'DynamoDb',
    optimised: {
      prefix: 'DynamoDB',
      exception: 'AmazonDynamoDBException',
      service: 'AmazonDynamoDBv2',
      actions: { getItem: plain, putItem: plain, updateItem: plain, deleteItem: plain },
    },
  },
  {
    names: ['sqs'],
    protocol: jsonProtocol({ version: '1.0', target: 'AmazonSQS' }),
    sdkName: 'Sqs',
    optimised: { prefix: 'SQS', exception: 'AmazonSQSException', service: 'AmazonSQS', actions: { sendMessage: withText('MessageBody') } },
  },
  {
    names: ['sns'],
    protocol: queryProtocol('2010-03-31', ['MessageAttributes']),
    sdkName: 'Sns',
    actions: ['publish'],
    optimised: { prefix: 'SNS', exception: 'AmazonSNSException', service: 'AmazonSNS', actions: { publish: withText('Message') } },
  },
  {
    names: ['events', 'eventbridge'],
    protocol: jsonProtocol({ version: '1.1', target: 'AWSEvents' }),
    sdkName: 'EventBridge',
    optimised: { prefix: 'EventBridge', exception: 'AmazonEventBridgeException', service: 'AmazonEventBridge', actions: { putEvents }, hasMetadata: false },
  },
  {
    names: ['states', 'sfn'],
    protocol: jsonProtocol({ version: '1.0', target: 'AWSStepFunctions', isCamelCase: true, maps: ['AssignedVariables', 'VariableReferences'] }),
    sdkName: 'Sfn',
    ownErrors: ['ValidationException'],
    optimised: { prefix: 'StepFunctions', exception: 'AWSStepFunctionsException', service: 'AWSStepFunctions', actions: { startExecution: withText('Input') } },
  },
  { names: ['secretsmanager'], protocol: jsonProtocol({ version: '1.1', target: 'secretsmanager' }), sdkName: 'SecretsManager' },
  { names: ['ssm'], protocol: jsonProtocol({ version: '1.1', target: 'AmazonSSM' }), sdkName: 'Ssm' },
  {
    names: ['cognitoidentityprovider'],
    protocol: jsonProtocol({ version: '1.1', target: 'AWSCognitoIdentityProviderService' }),
    sdkName: 'CognitoIdentityProvider',
  },
];

/** The names that `--endpoint` takes. */
export const serviceNames: readonly string[] = services.flatMap(({ names }) => names);
