import { action } from './action';
import { executionOf } from './executions';
import { ARN, LONG_ARN, PAGE } from './members';
import { describeMapRun, mapRunOf } from '../map-runs';
import { page } from '../page';
import { ServiceError } from '../service-error';

/** The actions on Map Runs. */
export const MAP_RUN_ACTIONS = {
  DescribeMapRun: action({ mapRunArn: LONG_ARN }, (service, { mapRunArn }) => describeMapRun(mapRunOf(service, mapRunArn))),
  ListMapRuns: action({ executionArn: ARN, ...PAGE }, (service, request) => {
    const { executionArn } = request;
    const { running, ended } = executionOf(service, executionArn);
    const mapRuns = ((running ?? ended)?.mapRuns ?? [])
      .filter((mapRun) => mapRun.executionArn === executionArn)
      .map(({ arn: mapRunArn, stateMachineArn, startDate, stopDate }, number) => (
        { number, mapRun: { executionArn, mapRunArn, startDate, stateMachineArn, stopDate } }
      ));
    const { items, nextToken } = page({ items: mapRuns, name: `mapRuns ${executionArn}`, keyOf: ({ number }) => number }, request);
    return { mapRuns: items.map(({ mapRun }) => mapRun), nextToken };
  }),
  UpdateMapRun: action({
    mapRunArn: LONG_ARN,
    maxConcurrency: { type: 'number', least: 0 },
    toleratedFailurePercentage: { type: 'number', isFraction: true, least: 0, most: 100 },
    toleratedFailureCount: { type: 'number', least: 0 },
  }, (service, { mapRunArn, maxConcurrency, toleratedFailurePercentage, toleratedFailureCount }) => {
    const { limits, status } = mapRunOf(service, mapRunArn);
    if (status !== 'RUNNING') {
      throw ServiceError.invalid(`Map Run ${mapRunArn} is ${status} and cannot be updated`);
    }
    limits.maxConcurrency = maxConcurrency ?? limits.maxConcurrency;
    limits.toleratedFailurePercentage = toleratedFailurePercentage ?? limits.toleratedFailurePercentage;
    limits.toleratedFailureCount = toleratedFailureCount ?? limits.toleratedFailureCount;
    return {};
  }),
};
