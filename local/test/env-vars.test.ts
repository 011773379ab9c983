import { file } from './files';
import { withEnvVars } from '../src/env-vars';
import type { LoadedTemplate } from '../src/template';
import { nodeFunction } from './functions/support';

const TEMPLATE = {
  functions: [
    nodeFunction('', { environment: { TABLE: 'orders', STAGE: 'prod' } }),
    nodeFunction('', { logicalId: 'Mail', constructPath: 'App/Mail', name: 'mail-1', environment: { STAGE: 'prod' } }),
  ],
  warnings: [],
} as unknown as LoadedTemplate;

function variables(content: unknown): [Record<string, Readonly<Record<string, string>>>, readonly string[]] {
  const { functions, warnings } = withEnvVars(TEMPLATE, file(content, 'env.json'));
  return [Object.fromEntries(functions.map(({ logicalId, environment }) => [logicalId, environment])), warnings.map((warning) => warning.replace(/^\S*env\.json: /, ''))];
}

test('of one function by logical id, construct path or name, and of all', () => {
  expect(variables({ Parameters: { STAGE: 'dev' }, Orders: { TABLE: 'mine' } })).toEqual([{ Orders: { TABLE: 'mine', STAGE: 'dev' }, Mail: { STAGE: 'dev' } }, []]);
  expect(variables({ 'App/Mail': { STAGE: 1 } })[0].Mail).toEqual({ STAGE: '1' });
  expect(variables({ 'mail-1': { STAGE: true } })[0].Mail).toEqual({ STAGE: 'true' });
});

test("a function's own go before those for all, wherever they stand", () => {
  expect(variables({ Mail: { STAGE: 'own' }, Parameters: { STAGE: 'all' } })[0]).toEqual({ Orders: { TABLE: 'orders', STAGE: 'all' }, Mail: { STAGE: 'own' } });
});

test('what the template does not declare is not set, and named', () => {
  expect(variables({ Orders: { OTHER: '1', STAGE: '2' }, Parameters: { TABLE: 'x', NOBODY: '3' }, Unknown: { A: '1' } })).toEqual([
    { Orders: { TABLE: 'x', STAGE: '2' }, Mail: { STAGE: 'prod' } },
    [
      'Orders.OTHER is not used: the template declares no such variable',
      'Parameters.NOBODY is not used: the template declares no such variable',
      'Unknown is no function of the template: Orders, Mail',
    ],
  ]);
});

test.each([
  [{ Orders: 'x' }, /env\.json: Orders: expected an object of variables$/],
  [{ Orders: { A: { b: 1 } } }, /env\.json: Orders\.A: expected a text$/],
])('%j is refused', (content, message) => {
  expect(() => variables(content)).toThrow(message);
});
