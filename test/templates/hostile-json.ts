import fc from 'fast-check';

/** What breaks templates, strings, regular expressions and readers. */
const FRAGMENTS = [
  // quotes and backslashes, alone and in each other's company
  "'", '"', '\\', "\\'", '\\"', "\\\\'", "''", '\\\\', '`', '\\u0027', '\\u0022', '&quot;', '%22', '@@',
  // characters that JSON, JavaScript or Java treat specially
  '\u2028', '\u2029', '\u0085', '\u0000', '\u0001', '\u001f', '\u007f', '\u009f', '\n', '\r\n', '\t', '\b', '\f', '/', '</script>', '\ufeff', '\uffff', 'ü', '漢',
  // surrogate pairs, and halves of them
  '😀', '\u{10ffff}', '\ud800', '\udc00', '\udc00\ud800',
  // VTL, and the names that the templates use
  '$', '$$', '$x', '${x}', '$!{x}', '\\$x', '$context.stage', '$!context.connectionId', '$input.body', "$input.json('$')", '$util', '$executionInput', '$reply', '$1', '\\1',
  '#', '##', '# ', '#set($x = 1)', '#set($executionInput = "")', '#end', '#{end}', '#else', '#stop', '#if(true)', '#foreach($i in [1..9])', '#define($reply)', '#macro(a)',
  '#*', '*#', '#[[', ']]#', '#include("a")', '#parse("a")', '#evaluate("a")',
  // ends of members, and new ones
  '{', '}', '[', ']', ',', ':', '","isAdmin":true,"', '"}', '\\"}', '{}', 'null', 'true', '1', ' ', 'a', 'arn:aws:states',
  // names that mean something to JavaScript or Java
  '__proto__', 'constructor', 'toString', 'class', 'length', 'size',
];

const KEYS = ['a', 'b', '', '__proto__', 'constructor', 'message', 'Message', '__type', 'connection', 'request', 'isAdmin', 'stateMachineArn', 'input', 'order', '0', 'class'];

/** Text made of fragments that hurt. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

/** A JSON string: each character as it is where that is allowed, or each as an escape. */
const stringText = fc.tuple(hostileText, fc.constantFrom(JSON.stringify, unescaped, allEscaped)).map(([text, write]) => write(text));

const numberText = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
  fc.maxSafeInteger().map(String),
  fc.stringMatching(/^-?[1-9][0-9]{15,60}$/),
  fc.stringMatching(/^-?(0|[1-9][0-9]{0,30})\.[0-9]{1,40}$/),
  fc.stringMatching(/^-?[1-9](\.[0-9]{1,20})?[eE][+-]?(0?[0-9]|[1-2][0-9]{2})$/),
  fc.constantFrom('0', '-0', '-0.0', '10.00', '1e0', '0e5', '1E400', '-1e-400', '9007199254740993', '9223372036854775808', '1.7976931348623157e308', '5e-324'),
);

/** JSON as text, so that it can hold what no value in JavaScript has: names that stand twice, long numbers, blanks between. */
export const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc.oneof({ depthSize: 'small', withCrossShrink: true },
    stringText, numberText, fc.constantFrom('null', 'true', 'false'), tie('object'), tie('object'), tie('list')),
  list: fc.tuple(fc.array(tie('json'), { maxLength: 5 }), blanks()).map(([items, blank]) => `[${blank}${items.join(`${blank},`)}${blank}]`),
  object: fc.tuple(fc.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS).map((key) => JSON.stringify(key)), stringText), tie('json')), { maxLength: 5 }), blanks())
    .map(([members, blank]) => `{${blank}${members.map(([name, value]) => `${name}${blank}:${blank}${value}`).join(',')}${blank}}`),
}));

function blanks(): fc.Arbitrary<string> {
  return fc.constantFrom('', '', '', ' ', '\n\t', '\r\n');
}

function unescaped(text: string): string {
  return `"${text.replace(/["\\\u0000-\u001f]/g, (character) => JSON.stringify(character).slice(1, -1))}"`;
}

function allEscaped(text: string): string {
  return `"${text.replace(/[^]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}
