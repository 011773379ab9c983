import { renderTemplate, TemplateContext } from '../../src/vtl';

/** What the response template of a message renders after its request template. */
function chain(request: string, response: string, context: Record<string, unknown> = {}): string {
  const shared = new TemplateContext(context);
  renderTemplate(request, { body: '{"a":"b"}', context: shared });
  shared.set('status', 200);
  return renderTemplate(response, { body: '{}', context: shared });
}

describe('TemplateContext', () => {
  test.each<[string, string, string, string]>([
    ['by dots', '#set($context.requestOverride.path.body = $input.body)', '$context.requestOverride.path.body', '{"a":"b"}'],
    ['by index', '#set($context.requestOverride.querystring["k"] = 1)', '$context.requestOverride.querystring.k', '1'],
    ['by a variable as index', '#set($n = "k")#set($context.requestOverride.querystring[$n] = 1)', '$context.requestOverride.querystring.get("k")', '1'],
    ['by put', '$context.requestOverride.header.put("k", "v")', '$context.requestOverride.header.k', 'v'],
    ['all by index', '#set($context["requestOverride"].querystring["k"] = "v")', '$context.requestOverride.querystring.k', 'v'],
    ['as the status', '#set($context.responseOverride.status = 444)', '$context.responseOverride.status', '444'],
    ['as a header', '#set($context.responseOverride.header.foo = "bar")', '$context.responseOverride.header.foo', 'bar'],
    ['as a whole', '#set($context.requestOverride = {"path":{"x":1}})', '$context.requestOverride.path.x', '1'],
  ])('keeps what the request template overrides %s', (_title, request, response, expected) => {
    expect(chain(request, response)).toBe(expected);
  });

  test('gets what the answer brings', () => {
    expect(chain('$context.stage', '$context.stage $context.status', { stage: 'prod' })).toBe('prod 200');
  });

  test('leaves the data as it is', () => {
    const data = { requestOverride: { path: { x: '1' } }, stage: 'prod' };

    expect(chain('#set($context.requestOverride.path.x = 2)', '$context.requestOverride.path.x', data)).toBe('2');
    expect(data).toEqual({ requestOverride: { path: { x: '1' } }, stage: 'prod' });
  });
});
