import { NO_VALUE, Resolved } from './intrinsics';
import { stackArn } from './return-values';
import type { Stack } from './stack';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export const PSEUDO_PARAMETERS: ReadonlyMap<string, (stack: Stack) => Resolved> = new Map<string, (stack: Stack) => Resolved>([
  ['AWS::AccountId', (stack) => stack.environment.accountId],
  ['AWS::NotificationARNs', () => []],
  ['AWS::NoValue', () => NO_VALUE],
  ['AWS::Partition', (stack) => stack.partition],
  ['AWS::Region', (stack) => stack.region],
  ['AWS::StackId', (stack) => stackArn({ partition: stack.partition, region: stack.region, accountId: stack.environment.accountId }, stack.name)],
  ['AWS::StackName', (stack) => stack.name],
  ['AWS::URLSuffix', (stack) => stack.urlSuffix],
]);
