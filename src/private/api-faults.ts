import { IConstruct } from 'constructs';
import { faultsOfApiPlaces } from './environment-faults';
import { Fault, faultsOfPattern, faultsOfRenamed } from './faults';
import { faultsOfThrottle } from './throttle-faults';
import type { ApiOptions } from '../api-options';

/** API Gateway's limit, in characters. */
const MAXIMUM_API_NAME = 128;

/** Who decides an option where an API or a stage exists already. An option that is missing here does not compile. */
const DECIDED_BY: Record<keyof ApiOptions, 'api' | 'stage' | 'construct'> = {
  webSocketApi: 'construct',
  webSocketStage: 'construct',
  apiName: 'api',
  routeSelectionExpression: 'api',
  apiKeyRequired: 'api',
  authorizer: 'construct',
  connections: 'construct',
  stageName: 'stage',
  domainMapping: 'stage',
  throttle: 'stage',
  accessLogs: 'stage',
  apiExecutionLogs: 'stage',
  executionLogs: 'stage',
  detailedMetricsEnabled: 'stage',
  logEncryptionKey: 'construct',
  cloudWatchRole: 'construct',
};

/** What is wrong with the options of the API and its stage. */
export function faultsOfApi(scope: IConstruct, options: ApiOptions): Fault[] {
  const { routeSelectionExpression, stageName, webSocketApi, webSocketStage } = options;
  const apiName = options.apiName ?? (webSocketApi || webSocketStage ? undefined : scope.node.id);
  const given = webSocketStage ? 'webSocketStage' : 'webSocketApi';
  const decided = (Object.keys(DECIDED_BY) as (keyof ApiOptions)[])
    .filter((prop) => options[prop] !== undefined)
    .filter((prop) => (DECIDED_BY[prop] === 'api' && (webSocketApi || webSocketStage)) || (DECIDED_BY[prop] === 'stage' && webSocketStage));
  return [
    ...faultsOfPattern('apiName', apiName, new RegExp(`^.{1,${MAXIMUM_API_NAME}}$`, 's'), `1 to ${MAXIMUM_API_NAME} characters, of which the id is the default`),
    ...faultsOfStageName('stageName', stageName),
    ...faultsOfStageName('webSocketStage', webSocketStage?.stageName),
    ...faultsOfPattern('routeSelectionExpression', routeSelectionExpression, /\$request\.body\.|\$\{request\.body\.|^\\\$default$/,
      'an expression over the message, such as $request.body.action'),
    ...(webSocketApi && webSocketStage && webSocketStage.api !== webSocketApi
      ? [{ prop: 'webSocketApi', got: 'another API than that of webSocketStage', allowed: 'the same; leave one out' }]
      : []),
    ...decided.map((prop) => ({ prop, got: `a value beside ${given}`, allowed: `only without ${given}, which decides it` })),
    ...faultsOfRenamed(options, 'executionLogs', 'apiExecutionLogs'),
    ...faultsOfThrottle('throttle', options.throttle),
    ...faultsOfApiPlaces(scope, options),
  ];
}

/** What is wrong with a stage's name. */
export function faultsOfStageName(prop: string, stageName: string | undefined): Fault[] {
  return faultsOfPattern(prop, stageName, /^[\w-]{1,128}$/, '1 to 128 letters, digits, - and _ in the name of a stage');
}
