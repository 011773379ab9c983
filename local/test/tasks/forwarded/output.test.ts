import { withIsoDates, withMetadata, withMillisecondDates } from '../../../src/tasks/forwarded/output';

test('dates are converted at any depth, and nothing else is', () => {
  const output = { StartDate: 1.5, Items: [{ CreationDateTime: 0, Timestamp: 2, Count: 1.5, Birthdate: 1, Date: 'today' }] };

  expect(withIsoDates(output)).toEqual({
    StartDate: '1970-01-01T00:00:01.500Z', Items: [{ CreationDateTime: '1970-01-01T00:00:00.000Z', Timestamp: '1970-01-01T00:00:02.000Z', Count: 1.5, Birthdate: 1, Date: 'today' }],
  });
  expect(withMillisecondDates(output)).toMatchObject({ StartDate: 1500, Items: [{ CreationDateTime: 0, Count: 1.5 }] });
});

test('metadata has every value of a header, and the last one', () => {
  const headers: [string, string][] = [['Set', 'a'], ['Set', 'b'], ['__proto__', 'x']];
  const { SdkHttpMetadata, SdkResponseMetadata } = withMetadata({}, { status: 200, headers, body: '' }) as {
    SdkHttpMetadata: { AllHttpHeaders: object; HttpHeaders: object };
    SdkResponseMetadata: object;
  };

  expect(JSON.stringify(SdkHttpMetadata.AllHttpHeaders)).toBe('{"Set":["a","b"],"__proto__":["x"]}');
  expect(JSON.stringify(SdkHttpMetadata.HttpHeaders)).toBe('{"Set":"b","__proto__":"x"}');
  expect(SdkResponseMetadata).toEqual({ RequestId: null });
});
