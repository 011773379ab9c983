import { Masks } from '../../src/console/masks';
import { TaskTokens } from '../../src/states';

const tokens = new TaskTokens();
const masks = new Masks(tokens.prefix);
masks.addNames(['pass']);

test.each([
  ['a member of JSON', '{"authorization":"abc","x":1}', /^\{"authorization":"•••[0-9a-f]{8}","x":1\}$/],
  ['in any case', '{"accessToken" : "abc"}', /^\{"accessToken" : "•••[0-9a-f]{8}"\}$/],
  ['with quotes inside', '{"password":"a\\"b","x":1}', /^\{"password":"•••[0-9a-f]{8}","x":1\}$/],
  ['in a text of JSON', '{"input":"{\\"token\\":\\"abc\\",\\"x\\":1}"}', /^\{"input":"\{\\"token\\":\\"•••[0-9a-f]{8}\\",\\"x\\":1\}"\}$/],
  ['that is cut off', '{"token":"abcdef', /^\{"token":"•••[0-9a-f]{8}$/],
  ['of a name that an authorizer reads', '{"pass":"abc"}', /^\{"pass":"•••[0-9a-f]{8}"\}$/],
  ['a list of a Lambda event', '{"multiValueHeaders":{"Authorization":["Basic abc="],"Accept":["*/*"]}}', /^\{"multiValueHeaders":\{"Authorization":\["•••[0-9a-f]{8}"\],"Accept":\["\*\/\*"\]\}\}$/],
  ['each of a list', '{"Cookie":["a=b", "c=]d",7],"x":["y","z"]}', /^\{"Cookie":\["•••[0-9a-f]{8}", "•••[0-9a-f]{8}","•••[0-9a-f]{8}"\],"x":\["y","z"\]\}$/],
  ['each of a list in a text of JSON', '{"input":["{\\"token\\":[\\"a\\",\\"b\\"],\\"x\\":1}"]}', /^\{"input":\["\{\\"token\\":\[\\"•••[0-9a-f]{8}\\",\\"•••[0-9a-f]{8}\\"\],\\"x\\":1\}"\]\}$/],
  ['each of a list that Node.js prints', "{ Cookie: [ 'a=b', 'c=d' ], x: [ 'y', 'z' ] }", /^\{ Cookie: \[ '•••[0-9a-f]{8}', '•••[0-9a-f]{8}' \], x: \[ 'y', 'z' \] \}$/],
  ['what Node.js prints of an object', "{ Authorization: 'Basic abc=', 'x-api-key': 'it\\'s', Accept: '*/*' }", /^\{ Authorization: '•••[0-9a-f]{8}', 'x-api-key': '•••[0-9a-f]{8}', Accept: '\*\/\*' \}$/],
  ['a list that Node.js prints', "{ Cookie: [ 'a=b' ] }", /^\{ Cookie: \[ '•••[0-9a-f]{8}' \] \}$/],
  ['a number', '{"password":1234,"x":1}', /^\{"password":"•••[0-9a-f]{8}","x":1\}$/],
  ['any other number', '{"secret": -1.5e+3}', /^\{"secret": "•••[0-9a-f]{8}"\}$/],
  ['what is true, false or null', '{"token":true,"secret":false,"password":null}', /^\{"token":"•••[0-9a-f]{8}","secret":"•••[0-9a-f]{8}","password":"•••[0-9a-f]{8}"\}$/],
  ['a number in a text of JSON', '{"input":"{\\"token\\":12,\\"x\\":1}"}', /^\{"input":"\{\\"token\\":\\"•••[0-9a-f]{8}\\",\\"x\\":1\}"\}$/],
  ['a number that is cut off', '{"password":12', /^\{"password":"•••[0-9a-f]{8}"$/],
  ['a list of a number', '{"secret":[1234]}', /^\{"secret":\["•••[0-9a-f]{8}"\]\}$/],
  ['a number that Node.js prints', "{ password: 1234, 'x-api-key': [ 5 ], x: 1 }", /^\{ password: '•••[0-9a-f]{8}', 'x-api-key': \[ '•••[0-9a-f]{8}' \], x: 1 \}$/],
  ['what Python prints', "{'password': 1234, 'token': None, 'secret': True}", /^\{'password': '•••[0-9a-f]{8}', 'token': '•••[0-9a-f]{8}', 'secret': '•••[0-9a-f]{8}'\}$/],
  ['an API key by its other names', '{"apiKey":"abc","api_key":"def","passwd":"x"}', /^\{"apiKey":"•••[0-9a-f]{8}","api_key":"•••[0-9a-f]{8}","passwd":"•••[0-9a-f]{8}"\}$/],
  ['a JSON web token anywhere', 'GET /chat?t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl&x=1', /^GET \/chat\?t=•••[0-9a-f]{8}&x=1$/],
  ['a bearer token anywhere', 'header: Bearer abcdefgh.ijk', /^header: Bearer •••[0-9a-f]{8}$/],
])('%s becomes a placeholder', (_title, text, masked) => {
  expect(masks.mask(text)).toMatch(masked);
  expect(masks.restore(masks.mask(text))).toBe(text);
  expect(masks.mask(masks.mask(text))).toBe(masks.mask(text));
});

test('a task token becomes one, wherever it stands and however it is escaped', () => {
  const token = tokens.issue();
  const text = `${token} ${JSON.stringify({ question: token })} ${token.replaceAll('/', '\\/')} ${token.slice(0, 60)}`;

  const masked = masks.mask(text);

  expect(masked).not.toContain(token.slice(0, 32));
  expect(masked).toMatch(/^•••[0-9a-f]{8} \{"question":"•••[0-9a-f]{8}"\} •••[0-9a-f]{8} •••[0-9a-f]{8}$/);
  expect(masks.restore(masked)).toBe(text);
});

test('a number and its text have placeholders of their own, which nobody finds the value by', () => {
  const masked = masks.mask('{"password":1234,"token":"1234"}');
  const [number, text] = masked.match(/•••[0-9a-f]{8}/g)!;
  expect(number).not.toBe(text);
  expect(masks.restore(`{"p":"${number}","t":"${text}"}`)).toBe('{"p":1234,"t":"1234"}');
  expect(new Masks(tokens.prefix).mask('{"password":1234,"token":"1234"}')).not.toBe(masked);
});

test('what is no secret stays', () => {
  const text = '{"message":"a token of thanks","tokens":3,"isToken1":true,"name":"Jane","executionArn":"arn:aws:states:us-east-1:1:execution:M:e"}';
  expect(masks.mask(text)).toBe(text);
});

test('headers and query parameters are masked by their names', () => {
  const masked = masks.maskValues({ 'Authorization': 'abc', 'Cookie': 'a=b', 'pass': 'x', 'X-Amz-Security-Token': 'y', 'Accept': 'text/html' });
  expect(masked).toEqual({
    'Authorization': expect.stringMatching(/^•••/),
    'Cookie': expect.stringMatching(/^•••/),
    'pass': expect.stringMatching(/^•••/),
    'X-Amz-Security-Token': expect.stringMatching(/^•••/),
    'Accept': 'text/html',
  });
});

test.each([
  ['backslashes', '\\'],
  ['quotes', "'"],
  ['beginnings of members', '"a":"'],
  ['beginnings of printed members', "a: '"],
  ['beginnings of lists', '"a":["'],
  ['lists without end', '"a":[1,'],
  ['beginnings of printed lists', "a: [ '"],
  ['dots', 'eyJ.'],
])('a long message of %s is masked at once', (_title, part) => {
  const text = part.repeat(128 * 1024 / part.length);
  const start = process.cpuUsage().user;
  expect(masks.mask(text)).toBe(text);
  // Microseconds: it takes some milliseconds, and many seconds where each character is looked at again from each other.
  expect(process.cpuUsage().user - start).toBeLessThan(1_000_000);
});
