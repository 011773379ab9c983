import { MappingTemplate, renderTemplate, TemplateError } from '../../src/vtl';

const render = (template: string): string => renderTemplate(template, { stageVariables: { v: 'foo' } });
const PREFIX = '#set($email = "foo")';

describe('text', () => {
  test.each([
    '', 'plain', 'a $ b', '$5.00', '$ ', '# heading', '#13ff93', '"#"', 'href="#"', '$(x)', '${}', '$[0]', 'a } b { c', '#foo', '# end', '100%', '\u2028 \ud83d\ude00 \ud83d',
  ])('stays as it is: %j', (template) => {
    expect(render(template)).toBe(template);
  });

  test.each([
    ['$email', 'foo'], ['\\$email', '$email'], ['\\\\$email', '\\foo'], ['\\\\\\$email', '\\$email'], ['\\${email}', '${email}'], ['\\$!email', '$!email'],
    ['\\', '\\'], ['\\\\', '\\\\'], ['\\# \\$ \\x', '\\# \\$ \\x'], ['\\#end', '#end'], ['\\# end', '\\# end'], ['\\#nope', '\\#nope'],
    ['\\#set( $email = "foo" )', '#set( foo = "foo" )'], ['\\\\#if(true)x#end', '\\x'], ['\\"', '\\"'], ['$email}', 'foo}'],
  ])('takes the escapes of %s', (template, expected) => {
    expect(render(PREFIX + template)).toBe(expected);
  });
});

describe('white space', () => {
  test.each([
    ['#set swallows the rest of its line', '#set($a = 1) \t\nx', 'x'],
    ['#set swallows one newline only', '#set($a = 1)\n\nx', '\nx'],
    ['#set leaves blanks before text', '#set($a = 1) $a', ' 1'],
    ['#set takes the blanks after a directive', '#set($a = 1) #set($b = 2)\nx', 'x'],
    ['#set takes the indentation of its own line after a directive', '#set($a = 1)\n  #set($b = 2)\nx', 'x'],
    ['#set leaves the indentation after text', 'x\n  #set($a = 1)\n  y', 'x\n    y'],
    ['#set takes the blanks after a reference', '#set($a = 1)$a #set($b = 2)|', '1|'],
    ['#if and #end swallow the rest of their lines', '#if(true) \nx\n#end \ny', 'x\ny'],
    ['#else swallows the rest of its line', '#if(false)\nx\n#else \ny\n#end\nz', 'y\nz'],
    ['#end leaves what follows', '#if(true)x#end.\n', 'x.\n'],
    ['#foreach swallows the rest of its line', '#foreach($i in [1..2])\n$i\n#end\n', '1\n2\n'],
    ['#define swallows the rest of its line', '#define($d)\nx\n#end\n$d|', 'x\n|'],
    ['indentation before #if stays', '  #if(true)\nx\n  #end\ny', '  x\n  y'],
    ['\\r\\n is a newline', '#set($a = 1)\r\nx', 'x'],
    ['a line comment swallows its newline', 'a## comment $b #set(\nb', 'ab'],
    ['a line comment may end the template', 'a## comment', 'a'],
    ['a block comment leaves the newline', '#* comment $b\n ## *#\nx', '\nx'],
    ['unparsed text', '#[[ $email #if( ]]#', ' $email #if( '],
    ['directives in braces', '#{if}(true)a#{else}b#{end}c', 'ac'],
  ])('%s', (_, template, expected) => {
    expect(render(template)).toBe(expected);
  });
});

describe('directives that API Gateway does not run', () => {
  test.each([
    ['an unknown one', '#foo($email, "b", [1..2], word)\n.', '#foo($email, "b", [1..2], word)\n.'],
    ['#evaluate', '#evaluate("$email")', '#evaluate("$email")'],
    ['#return', '#return($email)', '#return($email)'],
    ['#parse', "#parse('x.vm')", "#parse('x.vm')"],
    ['a macro and its call', '#macro(m $a)\n[$a]\n#end\n#m(1)', '#m(1)'],
    ['a block macro', '#@m()x#end', '#@m()x#end'],
    ['a word that begins like a directive', '#endless #iffy #settle', '#endless #iffy #settle'],
  ])('render %s as it is written', (_, template, expected) => {
    expect(render(PREFIX + template)).toBe(expected);
  });
});

describe('literals', () => {
  test.each([
    ['a backslash is a backslash', '"a\\\\n\\n"', 'a\\\\n\\n'],
    ['double quotes in double quotes', '"say ""hi"""', 'say "hi"'],
    ['single quotes in single quotes', "'it''s'", "it's"],
    ['single quotes do not interpolate', "'$email'", '$email'],
    ['double quotes interpolate', '"<$email>"', '<foo>'],
    ['double quotes take escapes', '"\\$email"', '$email'],
    ['directives in double quotes', '"#if(true)$email#end#"', 'foo#'],
    ['a dollar at the end', '"5$"', '5$'],
    ['a JSONPath', '"$.a[0]"', '$.a[0]'],
    ['a comment in double quotes', '"a ## b"', 'a '],
    ['a newline', '"a\nb"', 'a\nb'],
    ['a Unicode escape in double quotes', '"\\u0041"', 'A'],
    ['no Unicode escape in single quotes', "'\\u0041'", '\\u0041'],
    ['a map over lines', '{\n "a": 1,\n "b": [$email, true]\n}', '{a=1, b=[foo, true]}'],
    ['an empty map and list', '[{}, []]', '[{}, []]'],
    ['numbers', '[1, -2, 1.50, .5, 5., 1e3, 99999999999999999999]', '[1, -2, 1.5, 0.5, 5.0, 1000.0, 99999999999999999999]'],
    ['a range', '[2..-1]', '[2, 1, 0, -1]'],
  ])('%s', (_, literal, expected) => {
    expect(render(`${PREFIX}#set($x = ${literal})$x`)).toBe(expected);
  });
});

describe('a template that API Gateway would not take', () => {
  test.each([
    ['a dollar at the end', 'price: $', 1, 8, /must not end with \$/],
    ['a hash at the end', 'a\n#', 2, 1, /must not end with #/],
    ['no #end', 'a\n #if(true)b', 2, 2, /#if has no #end: the template ends/],
    ['#else without #if', '#else', 1, 1, /#else without the directive/],
    ['#end without a directive', '#end', 1, 1, /#end without the directive/],
    ['#else in #foreach', '#foreach($i in [1])#else#end', 1, 1, /#foreach has no #end: #else follows/],
    ['#if without a condition', '#if true', 1, 1, /#if needs its arguments in parentheses/],
    ['#foreach without "in"', '#foreach($i of [1])#end', 1, 13, /expects "in".*"of"/],
    ['#foreach over a path', '#foreach($a.b in [1])#end', 1, 10, /plain name/],
    ['#set without a reference', '#set(a = 1)', 1, 6, /needs a reference.*"a"/],
    ['#set without a value', '#set($a = )', 1, 11, /expected a value.*"\)"/],
    ['a bare word', '#set($a = null)', 1, 11, /"null" is not a value/],
    ['a minus that belongs to the number', '#set($a = 3 -2)', 1, 13, /expected "\)".*"-2"/],
    ['escaped quotes', '#set($a = "\\"x\\"")', 1, 14, /expected "\)"/],
    ['an open string', '#set($a = "x)', 1, 11, /no closing "/],
    ['an alternate value', "${a|'b'}", 1, 1, /no closing }/],
    ['an open index', '$a[', 1, 4, /expected a value/],
    ['a calculation as an argument', '$a.get(1 + 1)', 1, 10, /expected "\)".*"\+"/],
    ['a range from a reference', '#set($a = [$b..$c])', 1, 11, /range that begins with a reference/],
    ['an open comment', 'a #* b', 1, 3, /#\* has no closing \*#/],
    ['open unparsed text', '#[[ b', 1, 1, /#\[\[ has no closing ]]#/],
    ['a bad Unicode escape', '#set($a = "\\u00zz")', 1, 11, /four hexadecimal digits/],
    ['an error inside a literal', '\n#set($a = "#if(")', 2, 11, /expected a value/],
    ['deep nesting', '#if(true)'.repeat(200), 1, undefined, /nest deeper than 100 levels/],
    ['deep parentheses', `#if(${'('.repeat(2000)}`, 1, undefined, /nest deeper than 200 levels/],
    ['deep negation', `#if(${'!'.repeat(2000)}$a)#end`, 1, undefined, /nest deeper than 200 levels/],
    ['deep lists', `#set($a = ${'['.repeat(2000)}`, 1, undefined, /nest deeper than 200 levels/],
  ])('fails for %s', (_, template, line, column, reason) => {
    let error: unknown;
    try {
      MappingTemplate.parse(template);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(TemplateError);
    expect(error).toMatchObject({ line, reason: expect.stringMatching(reason), statusCode: 500 });
    expect((error as TemplateError).message).toContain(`line ${line}, column`);
    if (column !== undefined) {
      expect(error).toMatchObject({ column });
    }
  });
});
