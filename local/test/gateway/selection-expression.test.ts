import { SelectionExpression } from '../../src/gateway/selection-expression';

const json = { action: 'join', service: 'chat', list: ['a', 'b'], deep: { name: 'x', nothing: null }, flag: true, items: [{ id: 1 }] };

test.each<[string, string]>([
  ['$request.body.action', 'join'],
  ['${request.body.action}', 'join'],
  ['${request.body.service}/${request.body.action}', 'chat/join'],
  ['${request.body.action}-${request.body.missing}', 'join-'],
  ['$request.body.deep.name', 'x'],
  ['$request.body.deep.nothing', ''],
  ['$request.body.flag', 'true'],
  ['$request.body.list', '[a, b]'],
  ['$request.body.deep', '{name=x, nothing=}'],
  ['$request.body.items[0].id', '1'],
  ["$request.body['action']", 'join'],
  ['$integration.response.statuscode', '200'],
  ['action', 'action'],
  ['request.body.action', 'request.body.action'],
  ['\\$default', '$default'],
  ['$default', ''],
  ['$request.body.constructor', ''],
  ['$request.body.__proto__', ''],
])('%s selects %j', (expression, key) => {
  expect(new SelectionExpression(expression, 'here').evaluate({ json, statusCode: 200 })).toBe(key);
});

test('values are not evaluated again', () => {
  expect(new SelectionExpression('${request.body.a}', 'here').evaluate({ json: { a: '${request.body.b}', b: 'x' } })).toBe('${request.body.b}');
});

test('what is not JSON has no variables', () => {
  expect(new SelectionExpression('x$request.body.a', 'here').evaluate({})).toBe('x$request.body.a');
  expect(new SelectionExpression('x${request.body.a}', 'here').evaluate({})).toBe('x');
});

test('fails for a path that cannot be read, naming place and expression', () => {
  expect(() => new SelectionExpression('${request.body.a[}', 'here')).toThrow("here: '${request.body.a[}': ");
});
