import { arn, Service, serviceError } from './service';

const M = arn('stateMachine', 'M');

test('tags are added, replaced and removed', async () => {
  const service = new Service();
  await service.create('M', undefined, { tags: [{ key: 'a', value: '1' }] });
  const tags = async (): Promise<unknown> => (await service.call('ListTagsForResource', { resourceArn: M })).tags;

  expect(await service.call('TagResource', { resourceArn: M, tags: [{ key: 'a', value: '2' }, { key: 'b', value: '' }, { key: 'c' }] })).toEqual({});
  expect(await tags()).toEqual([{ key: 'a', value: '2' }, { key: 'b', value: '' }, { key: 'c', value: '' }]);
  expect(await service.call('UntagResource', { resourceArn: M, tagKeys: ['a', 'x'] })).toEqual({});
  expect(await tags()).toEqual([{ key: 'b', value: '' }, { key: 'c', value: '' }]);
});

test('a resource has 50 tags at most', async () => {
  const service = new Service();
  await service.create();
  const tags = (from: number, count: number): object[] => Array.from({ length: count }, (_, index) => ({ key: `k${from + index}`, value: '' }));

  expect(await service.call('TagResource', { resourceArn: M, tags: tags(0, 50) })).toEqual({});
  expect(await service.call('TagResource', { resourceArn: M, tags: tags(49, 1) })).toEqual({});
  expect(await service.call('TagResource', { resourceArn: M, tags: tags(50, 1) })).toMatchObject({ __type: expect.stringMatching(/#TooManyTags$/) });
});

test.each([
  [`${M}:1`, serviceError('ResourceNotFound', `Resource not found: '${M}:1'`)],
  [`${M}2`, serviceError('ResourceNotFound', `Resource not found: '${M}2'`)],
  ['x', serviceError('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'")],
])('the tags of %s are none', async (resourceArn, error) => {
  const service = new Service();
  await service.create('M', undefined, { publish: true });

  expect(await service.call('TagResource', { resourceArn, tags: [] })).toEqual(error);
  expect(await service.call('UntagResource', { resourceArn, tagKeys: [] })).toEqual(error);
  expect(await service.call('ListTagsForResource', { resourceArn })).toEqual(error);
});
