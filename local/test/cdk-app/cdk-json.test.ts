import { readCdkJson } from '../../src/cdk-app/cdk-json';
import { folder } from '../files';

const NEVER = ['cdk.out/**', '**/.*', '**/.*/**', '**/node_modules/**', '**/*.log'];
const CONTEXT = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:bundling-stacks': ['**'] };

test('a project without cdk.json is watched as the CDK does by default', () => {
  expect(readCdkJson(folder({}))).toEqual({ context: CONTEXT, include: ['**'], exclude: NEVER });
});

test('its patterns and its context count, and what lookups have found', () => {
  const project = folder({
    'cdk.json': { context: { one: 1, zones: ['own'] }, output: 'build/out', watch: { include: ['./lib/', 'bin'], exclude: 'README.md' } },
    'cdk.context.json': { zones: ['found'], two: 2 },
  });

  expect(readCdkJson(project)).toEqual({
    context: { ...CONTEXT, one: 1, two: 2, zones: ['own'] }, include: ['lib', 'bin'], exclude: ['README.md', 'build/out/**', ...NEVER.slice(1)],
  });
});

test('one that is not JSON is said', () => {
  const project = folder({ 'cdk.json': '{"app"' });

  expect(() => readCdkJson(project)).toThrow(`${project}/cdk.json is not a JSON object`);
});
