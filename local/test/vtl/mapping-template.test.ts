import * as fc from 'fast-check';
import { MappingTemplate, renderTemplate, TemplateError } from '../../src/vtl';

/** A request to Step Functions as templates build it: an envelope around the message, escaped once as a whole. */
const ENVELOPE = MappingTemplate.parse(`#define($input1){"message":$input.json('$'),"id":"$util.escapeJavaScript("$!context.id").replaceAll("\\\\'","'")"}#end
{"stateMachineArn":"arn","input":"$util.escapeJavaScript("$!input1").replaceAll("\\\\'","'")"}`);

function execution(body: string, id: unknown = 'x'): { message: unknown; id: unknown } {
  const request = JSON.parse(ENVELOPE.render({ body, context: { id } })) as { input: string; stateMachineArn: string };
  expect(Object.keys(request)).toEqual(['stateMachineArn', 'input']);
  return JSON.parse(request.input) as { message: unknown; id: unknown };
}

describe('MappingTemplate', () => {
  test('is parsed once and rendered often, each time anew', () => {
    const template = MappingTemplate.parse("#set($n = $n + 1)[$n]$input.path('$.a')");

    expect(template.render({ body: '{"a":1}' })).toBe('[1]1');
    expect(template.render({ body: '{"a":2}' })).toBe('[1]2');
    expect(template.render()).toBe('[1]');
  });

  test('leaves the data as it is', () => {
    const context = { requestOverride: { path: {} }, list: ['a'] };
    const stageVariables = { v: '1' };
    const template = '#set($context.requestOverride.path.x = 1)#set($context.list[0] = "b")#set($stageVariables.v = 2)$context.list $stageVariables.v';

    expect(renderTemplate(template, { context, stageVariables })).toBe('[b] 2');
    expect({ context, stageVariables }).toEqual({ context: { requestOverride: { path: {} }, list: ['a'] }, stageVariables: { v: '1' } });
  });

  test.each([
    ['$context.id', 'abc='],
    ['$context.time', '1652716274909'],
    ['#set($seconds = $context.time / 1000)$seconds', '1652716274'],
    ['$context.rate $context.on', '0.5 true'],
    ['[$context.none][$context.missing.more]', '[][]'],
    ['[$context][$context.authorizer]', '[][]'],
    ["$context.authorizer.role $context.get('id')", 'admin abc='],
    ['#set($context.authorizer.role = "user")$context.authorizer.role', 'user'],
  ])('reads $context: %s', (template, expected) => {
    const context = { id: 'abc=', time: 1652716274909, rate: 0.5, on: true, none: null, authorizer: { role: 'admin' } };

    expect(renderTemplate(template, { context })).toBe(expected);
  });

  test.each([
    ['$stageVariables.v', '1.0'], ["${stageVariables['v']}", '1.0'], ['[$stageVariables.w]', '[]'], ['$stageVariables', '{v=1.0}'],
  ])('reads $stageVariables: %s', (template, expected) => {
    expect(renderTemplate(template, { stageVariables: { v: '1.0' } })).toBe(expected);
  });

  test('reads no variable named like a prototype', () => {
    expect(renderTemplate("[$constructor$__proto__$context.constructor$context['__proto__']$input.constructor$util.constructor$stageVariables.toString]")).toBe('[]');
  });

  test('fails with the position of what failed', () => {
    const failing = (): string => renderTemplate("a\n  $input.path('$.x').length()\n  $stageVariables.v.substring(5)", { stageVariables: { v: 'abc' } });

    expect(failing).toThrow(TemplateError);
    expect(failing).toThrow('mapping template, line 3, column 3: substring(5, 3) is out of bounds: the length is 3');
  });
});

describe('an envelope around any message', () => {
  test('holds what the client sent', () => {
    fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1), (json, space) => {
      const message: unknown = JSON.parse(json);

      expect(execution(JSON.stringify(message, undefined, space))).toEqual({ message, id: 'x' });
    }));
  });

  test('lets no text out of its place', () => {
    const enemies = fc.constantFrom('"', '\'', '\\', '$x', '${x}', '#set($a = 1)', '##', '#end', '$', '}', '{', ',"id":"evil"', '\u2028', '\n', '\u0000', '\ud83d', '#[[', ']]#');
    fc.assert(fc.property(fc.array(fc.oneof(enemies, fc.string()), { maxLength: 8 }), (parts) => {
      const text = parts.join('');

      expect(execution(JSON.stringify({ text, [text]: 1 }), text)).toEqual({ message: { text, [text]: 1 }, id: text });
    }));
  });

  test('renders any body, or fails with a TemplateError', () => {
    const syntax = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '-', '.', 'e', 'null', ' ', '\\', 'a', '$', '#', '\'');
    fc.assert(fc.property(fc.array(syntax, { maxLength: 12 }), (parts) => {
      const body = parts.join('');
      try {
        expect(execution(body)).toEqual({ message: messageOf(body), id: 'x' });
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateError);
        expect((error as TemplateError).statusCode).toBe(400);
      }
    }));
  });
});

describe('any template', () => {
  test('renders, or fails with a TemplateError', () => {
    const piece = fc.constantFrom('$a', '${a', '}', '$', '#', '\\', '#if(', '#foreach($i in ', '#set($a = ', '#define($a)', '#end', '#else', '$input.', 'path(', 'json(', '"$."', '\'$\'',
      '(', ')', '[', ']', '..', '1', '-', '+', '==', '!', 'true', '"', ' ', '\n', '##', '#*', '*#', '#stop', '.x', '.get(', ',', ':', '{', '$util.', '|');
    fc.assert(fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
      try {
        expect(typeof renderTemplate(pieces.join(''), { body: '{"a":[1,{"x":"y"}]}' })).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateError);
      }
    }), { numRuns: 2000 });
  });
});

function messageOf(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    return body.trim();
  }
}
