import * as fc from 'fast-check';
import { parseTimestamp } from '../../src/states/timestamp';

describe('timestamps', () => {
  test.each([
    ['2024-02-29T12:30:00Z', '2024-02-29T12:30:00.000Z'],
    ['2024-02-29T12:30:00.25Z', '2024-02-29T12:30:00.250Z'],
    ['2024-02-29T12:30:00.123456789Z', '2024-02-29T12:30:00.123Z'],
    ['2024-02-29T12:30:00+02:00', '2024-02-29T10:30:00.000Z'],
    ['2024-02-29T12:30:00-00:30', '2024-02-29T13:00:00.000Z'],
  ])('%s is a point in time', (text, iso) => {
    expect(new Date(parseTimestamp(text) as number).toISOString()).toBe(iso);
  });

  test.each([
    '', '2024-02-29', '2024-02-29 12:30:00Z', '2024-02-29T12:30:00', '2023-02-29T12:30:00Z', '2024-13-01T00:00:00Z', '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z', '29-02-2024T12:30:00Z', '2024-02-29T12:30:00z', 'now',
  ])('fails to read %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  test('reads every date that JavaScript writes', () => {
    const dates = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
      .filter((date) => date.getUTCFullYear() >= 100);
    fc.assert(fc.property(dates, (date) => Math.round(parseTimestamp(date.toISOString()) as number) === date.getTime()));
  });
});
