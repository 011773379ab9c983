import { jsonProtocol } from './json-protocol';
import { lambdaProtocol } from './lambda-protocol';
import { Protocol } from './protocol';
import { queryProtocol } from './query-protocol';

/** A service of AWS, as it is called over HTTP. */
export interface Service {
  /** Its names in resource ARNs. */
  readonly names: readonly [string, ...string[]];
  readonly protocol: Protocol;
  /** How the AWS SDK integration names it, in errors and causes. */
  readonly sdkName: string;
  /** The actions that the protocol covers. @default - all */
  readonly actions?: readonly string[];
  /** Errors that the API defines although most services have them in common. @default - none */
  readonly ownErrors?: readonly string[];
  /** What plays it on this machine, for messages. @default - none in particular */
  readonly localVersion?: string;
}

/** Lambda: functions are resources of their own, too. */
export const lambda: Service = {
  names: ['lambda'],
  protocol: lambdaProtocol,
  sdkName: 'Lambda',
  actions: ['invoke'],
};

/** The services whose protocols the local run speaks, for tasks. To support another, add one entry. */
export const services: readonly Service[] = [
  lambda,
  {
    names: ['dynamodb'],
    protocol: jsonProtocol({ version: '1.0', target: 'DynamoDB_20120810' }),
    sdkName: 'DynamoDb',
    localVersion: 'DynamoDB Local at http://127.0.0.1:8000',
  },
  {
    names: ['sqs'],
    protocol: jsonProtocol({ version: '1.0', target: 'AmazonSQS' }),
    sdkName: 'Sqs',
  },
  {
    names: ['sns'],
    protocol: queryProtocol('2010-03-31', ['MessageAttributes']),
    sdkName: 'Sns',
    actions: ['publish'],
  },
  {
    names: ['events', 'eventbridge'],
    protocol: jsonProtocol({ version: '1.1', target: 'AWSEvents' }),
    sdkName: 'EventBridge',
  },
  {
    names: ['states', 'sfn'],
    protocol: jsonProtocol({
      version: '1.0',
      target: 'AWSStepFunctions',
      isCamelCase: true,
      maps: ['AssignedVariables', 'VariableReferences'],
      jsonTexts: ['Input', 'Output'],
    }),
    sdkName: 'Sfn',
    ownErrors: ['ValidationException'],
  },
  { names: ['kinesis'], protocol: jsonProtocol({ version: '1.1', target: 'Kinesis_20131202' }), sdkName: 'Kinesis' },
  { names: ['firehose'], protocol: jsonProtocol({ version: '1.1', target: 'Firehose_20150804' }), sdkName: 'Firehose' },
  { names: ['secretsmanager'], protocol: jsonProtocol({ version: '1.1', target: 'secretsmanager' }), sdkName: 'SecretsManager' },
  { names: ['ssm'], protocol: jsonProtocol({ version: '1.1', target: 'AmazonSSM' }), sdkName: 'Ssm' },
  {
    names: ['cognitoidentityprovider'],
    protocol: jsonProtocol({ version: '1.1', target: 'AWSCognitoIdentityProviderService' }),
    sdkName: 'CognitoIdentityProvider',
  },
];

/** The names of these services in resource ARNs. */
export const spokenServices: readonly string[] = services.flatMap(({ names }) => names);

/** What to do about a service that the run does not have. */
export function endpointAdvice(service: string): string {
  const localVersion = services.find(({ names }) => names.includes(service))?.localVersion;
  return `--endpoint ${service}=<url>${localVersion === undefined ? '' : `, such as ${localVersion}`}`;
}
