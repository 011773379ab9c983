import { attributes, keys, table } from './support';
import { tableDefinitions } from '../../src/dynamodb/table-definition';

const ALL = { ProjectionType: 'ALL' };

test.each<[string, object, string[]]>([
  ['no keys', { KeySchema: undefined }, [
    'property KeySchema: is required: a table and each index have a HASH key',
    "property AttributeDefinitions[0]: 'pk' is no key of the table or of an index: leave it out",
  ]],
  ['keys that have no definition', { KeySchema: keys('pk', 'sk') }, ["property KeySchema: 'sk' is not in AttributeDefinitions: pk"]],
  ['a RANGE key alone', { KeySchema: [{ AttributeName: 'pk', KeyType: 'RANGE' }] },
    ['property KeySchema: [{"AttributeName":"pk","KeyType":"RANGE"}] is not allowed: a HASH key, and a RANGE key after it if need be']],
  ['one key twice', { KeySchema: keys('pk', 'pk') }, ["property KeySchema: 'pk' cannot be both keys"]],
  ['no definitions', { AttributeDefinitions: undefined }, [
    "property KeySchema: 'pk' is not in AttributeDefinitions: none", 'property AttributeDefinitions: is required: a list with the type of each key',
  ]],
  ['a type that a key cannot have', { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'BOOL' }] },
    ['property AttributeDefinitions[0].AttributeType: "BOOL" is not allowed: S, N or B']],
  ['an index with much amiss', { GlobalSecondaryIndexes: [{ IndexName: 'x', KeySchema: keys('colour') }] }, [
    "property GlobalSecondaryIndexes[0].KeySchema: 'colour' is not in AttributeDefinitions: pk",
    'property GlobalSecondaryIndexes[0].IndexName: "x" is not allowed: 3 to 255 letters, digits, \'_\', \'-\' and \'.\'',
    'property GlobalSecondaryIndexes[0].Projection.ProjectionType: null is not allowed: ALL, KEYS_ONLY or INCLUDE',
  ]],
  ['a local index without a RANGE key', {
    KeySchema: keys('pk', 'sk'), AttributeDefinitions: attributes('pk', 'sk'), LocalSecondaryIndexes: [{ IndexName: 'local', KeySchema: keys('pk'), Projection: ALL }],
  }, ["property LocalSecondaryIndexes[0].KeySchema: does not fit a local index: it has the table's HASH key and a RANGE key of its own, as the table has"]],
])('a table with %s is not there, and each reason is a line', (_title, properties, faults) => {
  const { tables, warnings } = tableDefinitions([table(properties as never)]);

  expect(tables).toEqual([]);
  expect(warnings).toEqual(faults.map((fault) => `resource Orders (stack Demo), ${fault}; so the table is not there`));
});

test('streams are named as not played', () => {
  const { tables, warnings } = tableDefinitions([table({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } })]);

  expect(tables).toHaveLength(1);
  expect(warnings).toEqual(["resource Orders (stack Demo), property StreamSpecification: DynamoDB streams are not played, so nothing hears of the table's changes"]);
});

test('of two tables with one name the second is not there', () => {
  const { tables, warnings } = tableDefinitions([table(), table()]);

  expect(tables).toHaveLength(1);
  expect(warnings).toEqual([expect.stringContaining("property TableName: resource Orders (stack Demo) has the name 'Orders', too")]);
});
