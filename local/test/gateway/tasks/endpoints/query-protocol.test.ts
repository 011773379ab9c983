import fc from 'fast-check';
import { queryProtocol } from '../../../../src/gateway/tasks/endpoints/query-protocol';

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

test('keeps entities that it does not know', () => {
  expect(protocol.fault({ status: 400, headers: [], body: '<Code>X</Code><Message>&nope;&#x110000;</Message>' })).toEqual({ code: 'X', message: '&nope;&#x110000;' });
});
