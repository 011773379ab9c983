import fc from 'fast-check';
import { queryProtocol } from '../../src/aws/query-protocol';

const protocol = queryProtocol('2010-03-31', ['Attributes']);

test('flattens lists, structures and maps, and leaves out nulls', () => {
  const form = new URLSearchParams(protocol.request('Do', { A: null, B: [1, { C: true }], Attributes: { Key: { D: 'x' } } }).body);

  expect([...form]).toEqual([
    ['Action', 'Do'], ['Version', '2010-03-31'], ['B.member.1', '1'], ['B.member.2.C', 'true'], ['Attributes.entry.1.Name', 'Key'], ['Attributes.entry.1.Value.D', 'x'],
  ]);
});

test('reads any text out of XML', () => {
  const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&#62;').replace(/"/g, '&#x22;');
  fc.assert(fc.property(fc.string(), (text) => {
    const body = `<DoResponse><DoResult><MessageId>${escaped(text)}</MessageId></DoResult></DoResponse>`;
    expect(protocol.output('Do', { status: 200, headers: [], body })).toEqual({ MessageId: text });
  }));
});

test('takes what is no error in XML for the message', () => {
  const error = (body: string) => protocol.error({ status: 400, headers: [], body });

  expect(error('<ErrorResponse><Error><Code>X</Code><Message>a &lt; &#66; &nope;</Message></Error></ErrorResponse>')).toEqual({ code: 'X', message: 'a < B &nope;' });
  expect(error('<ErrorResponse><Error></ErrorResponse>')).toEqual({ code: undefined, message: '<ErrorResponse><Error></ErrorResponse>' });
  expect(error('Bad gateway')).toEqual({ code: undefined, message: 'Bad gateway' });
});
