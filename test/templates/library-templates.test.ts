// Mirrors library-templates.ts beside it: the mapping templates of all files of the library, with any message.
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { depthOf, isJson, readJson } from './json';
import { LIBRARY_TEMPLATES } from './library-templates';
import { contexts } from './messages';
import { faultOf } from './verdict';
import type { Outcome, Sample } from './verdict';
import { MappingTemplate, TemplateError } from '../../local/src/vtl';
import { DemoStack } from '../demo/demo-stack';
import { textOf } from '../stacks';

const MESSAGES = Number(process.env.MESSAGES ?? 300);
/** No reader takes more, and API Gateway none of the client's. */
const MAXIMUM_DEPTH = 1000;

function render(template: MappingTemplate, { body, context }: Sample): Outcome {
  try {
    return { output: template.render({ body, context: { ...context } }) };
  } catch (error) {
    // Anything else is a fault of the renderer's.
    expect(error).toBeInstanceOf(TemplateError);
    return { error: (error as TemplateError).message };
  }
}

describe.each(LIBRARY_TEMPLATES.map((template) => [template.name, template] as const))('%s', (_, template) => {
  const parsed = MappingTemplate.parse(template.text);

  test('stays whole, whatever the message', () => {
    fc.assert(fc.property(template.bodies, contexts, (body, context) => {
      const fault = faultOf(template, { body, context }, render(parsed, { body, context }), isJson(body) && depthOf(body) <= MAXIMUM_DEPTH);
      expect(fault).toBeUndefined();
    }), { numRuns: MESSAGES });
  }, 60_000);

  test('is shorter than API Gateway\'s limit', () => {
    expect(template.text.length).toBeLessThanOrEqual(32_768);
  });
});

test('the list holds every template of the demo stack', () => {
  const withoutNames = (text: string) => text.replace(/<[^>]*>/g, '<>');
  const known = new Set(LIBRARY_TEMPLATES.map(({ text }) => withoutNames(text)));

  const demo = Template.fromStack(new DemoStack(new App(), 'Demo'));
  const templates = [
    ...Object.values(demo.findResources('AWS::ApiGatewayV2::Integration')).flatMap(({ Properties }) => Object.values(Properties.RequestTemplates)),
    ...Object.values(demo.findResources('AWS::ApiGatewayV2::IntegrationResponse')).flatMap(({ Properties }) => Object.values(Properties.ResponseTemplates)),
  ].map((template) => withoutNames(textOf(template)));

  expect(templates.length).toBeGreaterThan(0);
  expect(templates.filter((template) => !known.has(template))).toEqual([]);
});

describe('a reader that means one thing to everybody', () => {
  test.each(['{"a":1,"a":2}', '[{"b":{"a":1,"\\u0061":2}}]', '{"__proto__":1,"__proto__":2}'])('fails for a name that stands twice: %s', (text) => {
    expect(() => readJson(text)).toThrow('a name stands twice');
  });

  test.each(['{"a":"\\"b\\":1"}', '[["a"],{"a" :1},{"a":{"a":1}}]', '"a"'])('reads %s', (text) => {
    expect(readJson(text)).toEqual(JSON.parse(text));
  });
});
