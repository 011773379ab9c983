import { parseText, readObject } from '../../src/template/parse';
import { file } from '../files';

describe('short forms', () => {
  test.each([
    ['!Ref Api', { Ref: 'Api' }],
    ['!Condition IsProd', { Condition: 'IsProd' }],
    ['!GetAtt Api.ApiEndpoint', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }],
    ['!GetAtt Nested.Outputs.Arn', { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }],
    ['!GetAtt [Api, ApiEndpoint]', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }],
    ["!Sub '${A}-${!b}'", { 'Fn::Sub': '${A}-${!b}' }],
    ["!Sub ['${A}', {A: !Ref B}]", { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!Join [/, [integrations, !Ref Integration]]', { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] }],
    ['!Select [0, !Split [",", "a,b"]]', { 'Fn::Select': [0, { 'Fn::Split': [',', 'a,b'] }] }],
    ['!If [IsProd, 1, !Ref AWS::NoValue]', { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] }],
    ['!Base64 text', { 'Fn::Base64': 'text' }],
    ['!Transform {Name: AWS::Include}', { 'Fn::Transform': { Name: 'AWS::Include' } }],
  ])('%s', (yaml, expected) => {
    expect(parseText(yaml, 'test.yaml')).toEqual(expected);
  });

  test('stand anywhere in a template, next to long forms and block texts', () => {
    const yaml = 'Resources:\n  A:\n    Text: !Sub |\n      {"a": "${B}"}\n    Long:\n      Fn::Sub: x\n';

    expect(parseText(yaml, 'test.yaml')).toEqual({ Resources: { A: { Text: { 'Fn::Sub': '{"a": "${B}"}\n' }, Long: { 'Fn::Sub': 'x' } } } });
  });
});

test('dates and versions stay text', () => {
  expect(parseText('Version: 2012-10-17', 'test.yaml')).toEqual({ Version: '2012-10-17' });
});

test('anchors and aliases repeat a value', () => {
  expect(parseText('a: &x {b: 1}\nc: *x', 'test.yaml')).toEqual({ a: { b: 1 }, c: { b: 1 } });
});

test('keys such as __proto__ are data', () => {
  for (const text of ['{"__proto__": {"polluted": 1}}', '__proto__: {polluted: 1}']) {
    const value = parseText(text, 'test') as object;

    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  }
});

describe('fails', () => {
  test('for a file that does not exist', () => {
    expect(() => readObject('nowhere.json')).toThrow('cannot read nowhere.json: no such file');
  });

  test('for JSON that does not parse, in one line', () => {
    expect(() => readObject(file('{"a": 1,\n"b" 2}'))).toThrow(/^\S+Test\.template\.json is not JSON: [^\n]+$/);
  });

  test('for YAML that does not parse, with the line', () => {
    expect(() => readObject(file('a: [1\nb: 2', 'test.yaml'))).toThrow(/test\.yaml is not YAML: line \d+, column \d+: /);
  });

  test('for a file that holds no object', () => {
    expect(() => readObject(file('[1]'))).toThrow('expected an object at the top, got a list');
  });

  test('for aliases that grow beyond measure', () => {
    const lines = ['a0: &a0 [x]', ...Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)];

    expect(() => parseText(lines.join('\n'), 'test.yaml')).toThrow('are its aliases nested?');
  });
});
