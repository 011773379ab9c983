// No source of this name: how templates grow with the number of workflows.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, passing } from './stacks';
import { WebSocketStepFunctionsAsync } from '../src';

const ROOT = join(__dirname, '..');

test('the page on scaling holds the figures that the model computes', () => {
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'bench/scaling.ts'], { cwd: ROOT, encoding: 'utf8' });

  expect(stdout).toContain('used up at');
  expect(readFileSync(join(ROOT, 'docs/scaling.md'), 'utf8')).toContain(stdout);
});

type Add = (api: WebSocketStepFunctionsAsync, stack: Stack) => void;

/** A template of one workflow with so many route keys, and more. Throws if there are too many resources for a stack. */
function synthesize(routeKeys: number, add: Add = () => {}): { Resources: Record<string, any> } {
  const stack = newStack();
  add(new WebSocketStepFunctionsAsync(stack, 'Orders', {
    definitionBody: passing(stack), routeKeys: Array.from({ length: routeKeys }, (_, index) => `route-${index}`),
  }), stack);
  return Template.fromStack(stack).toJSON() as { Resources: Record<string, any> };
}

const existing = (count: number): Add => (api, stack) => {
  for (let index = 0; index < count; index++) {
    const role = iam.Role.fromRoleName(stack, `Role${index}`, `role-${index}`);
    const stateMachine = sfn.StateMachine.fromStateMachineArn(stack, `Machine${index}`, `arn:aws:states:us-east-1:123456789012:stateMachine:${'machine'.padEnd(40, '-')}${index}`);
    api.addWorkflow(`workflow-${index}`, { stateMachine: Object.assign(stateMachine, { grantPrincipal: role }) });
  }
};

describe('what the page says of resources', () => {
  const resources = (routeKeys: number, add?: Add) => Object.keys(synthesize(routeKeys, add).Resources).length;

  const workflows = (count: number): Add => (api, stack) => {
    for (let index = 0; index < count; index++) {
      api.addWorkflow(`workflow-${index}`, { definitionBody: passing(stack, `Pass${index}`) });
    }
  };
  test.each<[string, number, Add]>([
    ['nothing', 0, () => {}],
    ['a workflow of the construct\'s own', 9, workflows(1)],
    ['a workflow that exists already', 5, existing(1)],
    ['a status route', 4, (api) => api.addStatusRoute('status')],
    ['a stop route', 4, (api) => api.addStopRoute('stop')],
    ['an answer route', 4, (api) => api.addAnswerRoute('answer')],
  ])('%s adds what it says', (_, more, add) => {
    expect(resources(1, add)).toBe(18 + more);
  });

  test.each<[string, () => number, () => number]>([
    ['242 route keys', () => resources(242), () => resources(243)],
    ['54 workflows', () => resources(1, workflows(53)), () => resources(1, workflows(54))],
    ['97 workflows that exist already', () => resources(1, existing(96)), () => resources(1, existing(97))],
  ])('%s fit into a stack, and one more does not', (_, fitting, overfull) => {
    expect(fitting()).toBeLessThanOrEqual(500);
    expect(overfull).toThrow('CloudFormation takes 500');
  });
});

test('templates grow by the same for each route key', () => {
  const [small, medium, large] = [40, 80, 160].map((routeKeys) => JSON.stringify(synthesize(routeKeys)).length);
  expect((large - medium) / 80 / ((medium - small) / 40)).toBeCloseTo(1, 1);
});

test('policies stay below IAM\'s limits in the fullest stack', () => {
  const { Resources } = synthesize(1, existing(96));
  const sizes = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type)
    .map(({ Properties: { PolicyDocument, Roles } }) => ({ role: JSON.stringify(Roles), size: JSON.stringify(PolicyDocument).length }));

  const inline = new Map<string, number>();
  sizes('AWS::IAM::Policy').forEach(({ role, size }) => inline.set(role, (inline.get(role) ?? 0) + size));
  expect(Math.max(...inline.values())).toBeLessThanOrEqual(10_240);
  // More than the role's own policies hold: the rest is in managed ones.
  expect(sizes('AWS::IAM::ManagedPolicy').length).toBeGreaterThan(0);
  expect(sizes('AWS::IAM::ManagedPolicy').length).toBeLessThanOrEqual(10);
  expect(Math.max(...sizes('AWS::IAM::ManagedPolicy').map(({ size }) => size))).toBeLessThanOrEqual(6_144);
});
