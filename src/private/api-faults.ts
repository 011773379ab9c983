import { Fault, faultOfPattern } from './faults';
import type { ApiOptions } from '../api-options';

/** What is decided by whoever made the API. */
const OF_THE_API = ['apiName', 'routeSelectionExpression', 'apiKeyRequired'] as const;

/** What is decided by whoever made the stage. */
const OF_THE_STAGE = [
  'stageName', 'domainMapping', 'throttle', 'accessLogs', 'executionLogs', 'detailedMetricsEnabled',
] as const;

/** What is wrong with the options of the API and its stage. */
export function faultsOfApi(options: ApiOptions): Fault[] {
  const { routeSelectionExpression, stageName, webSocketApi, webSocketStage } = options;
  const beside = (prop: keyof ApiOptions, given: string) => options[prop] === undefined
    ? []
    : [{ prop, got: `a value beside ${given}`, allowed: `only without ${given}, which decides it` }];
  return [
    ...faultOfPattern('stageName', stageName, /^[\w-]{1,128}$/, '1 to 128 letters, digits, - and _'),
    ...faultOfPattern('routeSelectionExpression', routeSelectionExpression, /\$request\.body\.|\$\{request\.body\.|^\\\$default$/,
      'an expression over the message, such as $request.body.action'),
    ...(webSocketApi && webSocketStage && webSocketStage.api !== webSocketApi
      ? [{ prop: 'webSocketApi', got: 'another API than that of webSocketStage', allowed: 'the same; leave one out' }]
      : []),
    ...(webSocketApi ?? webSocketStage ? OF_THE_API.flatMap((prop) => beside(prop, webSocketStage ? 'webSocketStage' : 'webSocketApi')) : []),
    ...(webSocketStage ? OF_THE_STAGE.flatMap((prop) => beside(prop, 'webSocketStage')) : []),
  ];
}
