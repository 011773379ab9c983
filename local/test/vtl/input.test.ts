import { renderTemplate, TemplateError } from '../../src/vtl';

const given = (body: string | undefined) => (template: string): string => renderTemplate(template, { body });

describe('$input.body', () => {
  test.each([
    ['{"a": 1 }', '{"a": 1 }'],
    ['bare text', 'bare text'],
    ['{broken', '{broken'],
    ['', '{}'],
    [undefined, '{}'],
  ])('is the text of %j', (body, expected) => {
    expect(given(body)('$input.body')).toBe(expected);
    expect(given(body)('[$input.body.a]')).toBe('[]');
  });
});

describe('$input.json', () => {
  test.each([
    ['compact JSON as it is', '{"a":[1,"x",true,null,{}],"b":"\\"\\\\"}', '$', '{"a":[1,"x",true,null,{}],"b":"\\"\\\\"}'],
    ['other JSON written anew', ' { "a" : [ 1 , 2 ] , "b":"\\u0041\\/" } ', '$', '{"a":[1,2],"b":"A/"}'],
    ['the last of duplicate keys', '{"a":1,"b":2,"a":3}', '$', '{"a":3,"b":2}'],
    ['numbers as Java prints them', '[1.0,10.50,1e3,1E-7,-0,-0.0,12345678.5]', '$', '[1.0,10.5,1000.0,1.0E-7,0,-0.0,1.23456785E7]'],
    ['long numbers with all their digits', '[12345678901234567890123, 0.1234567890123456789012, 1e400]', '$', '[12345678901234567890123,0.1234567890123456789012,1E+400]'],
    ['an empty body', '', '$', '{}'],
    ['bare text as a string', 'a=b', '$', '"a=b"'],
    ['bare text without the blanks around it', '  a "b"\n', '$', '"a \\"b\\""'],
    ['a string', '"a=b"', '$', '"a=b"'],
    ['a number', '12', '$', '12'],
    ['null', 'null', '$', 'null'],
    ['a member', '{"a":{"b":"c"}}', '$.a', '{"b":"c"}'],
    ['a string member', '{"a":"it\'s"}', '$.a', '"it\'s"'],
    ['a null member', '{"a":null}', '$.a', 'null'],
    ['two quotes where there is nothing', '{"a":1}', '$.b', '""'],
    ['two quotes where the body has no members', 'text', '$.b', '""'],
    ['control characters and line separators escaped', '"\\u0001\\u2028\\u007f"', '$', '"\\u0001\\u2028\\u007F"'],
    ['keys named like a prototype', '{"__proto__":1,"constructor":2}', '$', '{"__proto__":1,"constructor":2}'],
  ])('gives %s', (_, body, path, expected) => {
    expect(given(body)(`$input.json('${path}')`)).toBe(expected);
  });

  test.each(['{a', '[a', '{', '{"a":1', '{"a":1}}', '{\'a\':1}', '[1,]', '{"a":01}', '"open', '"a" b', '["\t"]', '["\\x"]', '{"a" 1}', '{1:2}', '[nul]'])(
    'fails with 400 for %s, which begins like JSON', (body) => {
      for (const call of ["$input.json('$')", "$input.path('$')", "$input.path('$.a')"]) {
        expect(() => given(body)(call)).toThrow(expect.objectContaining({ statusCode: 400, reason: expect.stringContaining('could not process the payload') }));
      }
      expect(given(body)('$input.body')).toBe(body);
    });

  test('fails with 400 for a body that nests without end', () => {
    expect(() => given('['.repeat(100_000))("$input.json('$')")).toThrow(expect.objectContaining({ statusCode: 400 }));
    expect(given(`${'['.repeat(900)}${']'.repeat(900)}`)("$input.json('$')")).toHaveLength(1800);
  });

  test('fails for a number that is out of range', () => {
    expect(() => given('[1e999999999]')("$input.json('$')")).toThrow(/number at position 1 is out of range/);
  });
});

describe('$input.path', () => {
  test.each([
    ['a map prints as Java prints it', '{"a":{"b":"c","d":1.5}}', "$input.path('$.a')", '{b=c, d=1.5}'],
    ['a list prints as JSON', '{"a":[{"b":"c/d"},null]}', "$input.path('$.a')", '[{"b":"c\\/d"},null]'],
    ['a list inside a map prints as JSON', '{"a":{"b":[{"c":1}],"n":null}}', "$input.path('$.a')", '{b=[{"c":1}], n=null}'],
    ['toString() is the same', '{"a":[1]}', "$input.path('$').toString()", '{a=[1]}'],
    ['a string is bare', '{"a":"b"}', "$input.path('$.a')", 'b'],
    ['nothing is empty', '{"a":null}', "[$input.path('$.a')$input.path('$.b')$input.path('$.a.b')]", '[]'],
    ['an empty list', '{"a":[]}', "$input.path('$.a')$input.path('$.a').b", '[]'],
    ['a root without its dollar', '{"a":1}', "$input.path('a')", '1'],
    ['a path from a variable', '[[4,5]]', '#foreach($i in [0..1])$input.path("$[0][$i]")#end', '45'],
    ['methods', '{"a":[1,2,3]}', "$input.path('$.a').size()", '3'],
    ['an empty body', '', "$input.path('$')", '{}'],
  ])('%s', (_, body, template, expected) => {
    expect(given(body)(template)).toBe(expected);
  });

  test('fails for what is not a JSONPath, where it stands', () => {
    expect(() => given('{}')("\n $input.path('$.a[')")).toThrow(/line 2, column 2: "\$\.a\[" is not a valid JSONPath/);
  });
});

describe('$input.params', () => {
  const params = { path: { id: '1', x: 'p' }, querystring: { x: 'q', y: 'q' }, header: { y: 'h', Host: 'example.org', Connection: 'Upgrade', upgrade: 'websocket' } };
  const render = (template: string): string => renderTemplate(template, { params });

  test.each([
    ['a path parameter before a query parameter', "$input.params('x')", 'p'],
    ['a query parameter before a header', "$input.params('y')", 'q'],
    ['a header', "$input.params('Host')", 'example.org'],
    ['a header in whatever case', "$input.params('hOST')", 'example.org'],
    ['nothing', "[$input.params('z')]", '[]'],
    ['no header that API Gateway hides', "[$input.params('Connection')$input.params('upgrade')$input.params().header.Connection]", '[]'],
    ['maps', '$input.params().querystring', '{x=q, y=q}'],
    ['all maps', '$input.params()', '{path={id=1, x=p}, querystring={x=q, y=q}, header={y=h, Host=example.org}}'],
    ['a map by get()', "$input.params().get('path').id", '1'],
  ])('gives %s', (_, template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test('is empty without parameters', () => {
    expect(renderTemplate('$input.params()')).toBe('{path={}, querystring={}, header={}}');
  });
});

describe('$input itself', () => {
  test.each(['$input', '$input.json', '$input.path', '$input.params'])('%s prints {}', (template) => {
    expect(given('[1]')(template)).toBe('{}');
  });

  test.each([
    ['$input.text()', /\$input has no function text: there are json, path, params/],
    ['$input.json()', /\$input\.json cannot be called with \(\): it takes a string/],
    ['$input.json(5)', /cannot be called with \(a number\)/],
    ["$input.path($input.path('$'))", /cannot be called with \(a map\)/],
  ])('fails for %s', (template, message) => {
    expect(() => given('{}')(template)).toThrow(TemplateError);
    expect(() => given('{}')(template)).toThrow(message);
  });
});
