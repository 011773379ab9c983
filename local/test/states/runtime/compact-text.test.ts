import { Json } from '../../../src/json';
import { compactText } from '../../../src/states/runtime/compact-text';
import { machineOf } from '../play';

const compact = (text: string): string => compactText(text, JSON.parse(text) as Json);

describe('compact texts', () => {
  test.each([
    ['{ "v" : 9223372036854775808 }', '{"v":9.223372036854776E18}'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['[9007199254740993,\n 1.0, 1e3]', '[9007199254740993,1,1000]'],
    ['1.0', '1'],
    ['1e21', '1.0E21'],
    ['-1e+300', '-1.0E300'],
    ['{"a\\u0022 9223372036854775808":"x  \\u00e9 9223372036854775808"}', '{"a\\" 9223372036854775808":"x  é 9223372036854775808"}'],
    ['0.1', '0.1'],
  ])('%s is written %s', (text, expected) => {
    expect(compact(text)).toBe(expected);
  });

  test('an execution tells its input as it was sent, and hands on what the service writes', async () => {
    const text = '{ "id": 9007199254740993, "amount": 1.0 }';
    const execution = machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', ResultPath: '$.r', Result: 2 ** 64, End: true } })
      .start(JSON.parse(text), { inputText: text });
    await execution.result;

    expect(execution.history.map(({ details }) => details.input ?? details.output)).toEqual([
      text, text, '{"id":9007199254740993,"amount":1}', '{"id":9007199254740993,"amount":1}',
      '{"id":9007199254740992,"amount":1,"r":1.8446744073709552E19}', '{"id":9007199254740992,"amount":1,"r":1.8446744073709552E19}',
    ]);
  });
});
