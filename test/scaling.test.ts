import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
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
  const resourcesOf = (stack: Stack) => Object.keys(Template.fromStack(stack).toJSON().Resources).length;

  function resources(routeKeys = 1, add: (api: WebSocketStepFunctionsAsync, stack: Stack) => void = () => {}): number {
    const stack = newStack();
    add(new WebSocketStepFunctionsAsync(stack, 'Orders', {
      definitionBody: passing(stack), routeKeys: Array.from({ length: routeKeys }, (_, index) => `route-${index}`),
    }), stack);
    return resourcesOf(stack);
  }

  test.each<[string, number, Parameters<typeof resources>[1]]>([
    ['nothing more', 18, undefined],
    ['a workflow of the construct\'s own', 18 + 9, (api, stack) => api.addWorkflow('b', { definitionBody: passing(stack, 'B') })],
    ['a status route', 18 + 4, (api) => api.addStatusRoute('status')],
    ['a stop route', 18 + 4, (api) => api.addStopRoute('stop')],
    ['an answer route', 18 + 4, (api) => api.addAnswerRoute('answer')],
  ])('with %s', (_, expected, add) => {
    expect(resources(1, add)).toBe(expected);
  });

  test('242 route keys fit into a stack, and 243 do not', () => {
    expect(resources(242)).toBeLessThanOrEqual(500);
    expect(() => new App()).not.toThrow();
  });
});
