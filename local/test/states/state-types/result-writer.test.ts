import { MemoryObjects, distributed } from './objects';
import { play, successOf } from '../play';

const WRITER = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { 'Bucket': 'b', 'Prefix.$': '$.to' } };
const FAILS_FOR_2 = {
  StartAt: 'Which',
  States: {
    Which: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 2, Next: 'Fail' }], Default: 'Pass' },
    Fail: { Type: 'Fail', Error: 'E', Cause: 'c' },
    Pass: { Type: 'Pass', End: true },
  },
};

interface Written {
  readonly MapRunArn: string;
  readonly ResultWriterDetails: { readonly Bucket: string; readonly Key: string };
}

describe('ResultWriter', () => {
  test('writes a manifest and the results of those that succeed and those that fail', async () => {
    // GIVEN
    const objects = new MemoryObjects();
    const states = distributed({ ItemsPath: '$.items', ToleratedFailureCount: 1, ResultWriter: WRITER }, FAILS_FOR_2);

    // WHEN
    const output = successOf(await play(states, { items: [1, 2, 3], to: 'out' }, { objects })) as Written;

    // THEN
    const { MapRunArn, ResultWriterDetails: { Bucket, Key } } = output;
    expect(MapRunArn).toMatch(/:mapRun:StateMachine\/M:/);
    expect([Bucket, Key]).toEqual(['b', expect.stringMatching(/^out\/[0-9a-f-]{36}\/manifest\.json$/)]);
    const folder = Key.replace(/\/[^/]*$/, '');
    const file = (status: string): object[] => [{ Key: `${folder}/${status}_0.json`, Size: expect.any(Number) as number }];
    expect(objects.json(`b/${Key}`))
      .toEqual({ DestinationBucket: 'b', MapRunArn, ResultFiles: { FAILED: file('FAILED'), PENDING: [], SUCCEEDED: file('SUCCEEDED') } });
    expect(objects.json(`b/${folder}/SUCCEEDED_0.json`)).toMatchObject([{ Input: '1', Output: '1', Status: 'SUCCEEDED' }, { Input: '3', Output: '3' }]);
    expect(objects.json(`b/${folder}/FAILED_0.json`)).toMatchObject([{ Cause: 'c', Error: 'E', Input: '2', Status: 'FAILED', RedriveStatus: 'REDRIVABLE' }]);
  });

  test.each<[string, object, string]>([
    ['compact', { Transformation: 'COMPACT', OutputType: 'JSON' }, '[[1],[2]]'],
    ['flat', { Transformation: 'FLATTEN', OutputType: 'JSON' }, '[1,2]'],
    ['lines', { Transformation: 'COMPACT', OutputType: 'JSONL' }, '[1]\n[2]\n'],
  ])('writes %s results', async (_, WriterConfig, expected) => {
    const objects = new MemoryObjects();
    await play(distributed({ ItemsPath: '$.items', ResultWriter: { ...WRITER, WriterConfig } }), { items: [[1], [2]], to: '' }, { objects });
    expect([...objects.bodies].find(([path]) => path.includes('SUCCEEDED_0'))![1]).toBe(expected);
  });

  test('without a resource the results are the output, in the form that is asked for', async () => {
    const result = async (Transformation: string): Promise<unknown> =>
      successOf(await play(distributed({ ItemsPath: '$.items', ResultWriter: { WriterConfig: { Transformation, OutputType: 'JSON' } } }), { items: [[1], [2]] }));
    expect(await result('FLATTEN')).toEqual([1, 2]);
    expect(await result('NONE')).toMatchObject([{ Output: '[1]' }, { Output: '[2]' }]);
  });

  test('fails without a bucket, and writes nothing', async () => {
    const objects = new MemoryObjects();
    const fields = { ItemsPath: '$.items', ResultWriter: { ...WRITER, Parameters: { Prefix: 'p' } } };
    expect(await play(distributed(fields), { items: [1] }, { objects })).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
    expect(objects.bodies.size).toBe(0);
  });

  test('a Map that fails has written what there was; one that cannot write fails', async () => {
    const objects = new MemoryObjects();
    const fields = { ItemsPath: '$.items', MaxConcurrency: 1, ResultWriter: WRITER };
    const input = { items: [1, 2, 3], to: 'out' };
    expect(await play(distributed(fields, FAILS_FOR_2), input, { objects }))
      .toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect([...objects.bodies.keys()].map((path) => path.replace(/.*\//, '')).sort()).toEqual(['FAILED_0.json', 'SUCCEEDED_0.json', 'manifest.json']);
    expect(await play(distributed(fields), input)).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
  });
});
