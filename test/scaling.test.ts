import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { newStack, passing } from './stacks';
import { WebSocketStepFunctionsAsync } from '../src';

const ROOT = join(__dirname, '..');

/** The build at the newest CDK is of a copy, which has the sources and their tests only. */
const hasDocumentation = existsSync(join(ROOT, 'docs'));

(hasDocumentation ? test : test.skip)('the page on scaling holds the figures that the model computes', () => {
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'bench/scaling.ts'], { cwd: ROOT, encoding: 'utf8' });

  expect(stdout).toContain('used up at');
  expect(readFileSync(join(ROOT, 'docs/scaling.md'), 'utf8')).toContain(stdout);
});

describe('what the page says of resources', () => {
  type Add = (api: WebSocketStepFunctionsAsync, stack: Stack) => void;

  /** How many an API has, with so many route keys of its own workflow, and more. Throws if there are too many for a stack. */
  function resources(routeKeys: number, add: Add = () => {}): number {
    const stack = newStack();
    add(new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), routeKeys: Array.from({ length: routeKeys }, (_, index) => `route-${index}`),
    }), stack);
    return Object.keys(Template.fromStack(stack).toJSON().Resources).length;
  }

  const workflows = (count: number): Add => (api, stack) => {
    for (let index = 0; index < count; index++) {
      api.addWorkflow(`workflow-${index}`, { definitionBody: passing(stack, `Pass${index}`) });
    }
  };
  const existing = (count: number): Add => (api, stack) => {
    for (let index = 0; index < count; index++) {
      const role = iam.Role.fromRoleName(stack, `Role${index}`, `role-${index}`);
      const stateMachine = sfn.StateMachine.fromStateMachineName(stack, `Machine${index}`, `machine-${index}`);
      api.addWorkflow(`workflow-${index}`, { stateMachine: Object.assign(stateMachine, { grantPrincipal: role }) });
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
