import { CalledService, callService, ServiceCallError } from '../aws/service-call';
import { hasSameKeys, TableDefinition } from '../dynamodb/table-definition';
import type { JsonObject } from '../json';

/**
 * Creates a table, unless it is there.
 *
 * @returns what of it is not as it is to be
 */
export async function createTable({ name, request, ttlAttribute }: TableDefinition, dynamoDb: CalledService): Promise<string[]> {
  const faults = await create(name, request, dynamoDb);
  if (ttlAttribute !== undefined) {
    const description = await callService(dynamoDb, 'DescribeTimeToLive', { TableName: name });
    if (!JSON.stringify(description).includes('"ENABLED"')) {
      await callService(dynamoDb, 'UpdateTimeToLive', { TableName: name, TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true } });
    }
  }
  return faults;
}

async function create(name: string, request: JsonObject, dynamoDb: CalledService): Promise<string[]> {
  try {
    await callService(dynamoDb, 'CreateTable', request);
    return [];
  } catch (error) {
    if (!(error instanceof ServiceCallError && error.code === 'ResourceInUseException')) {
      throw error;
    }
  }
  const { Table: table } = await callService(dynamoDb, 'DescribeTable', { TableName: name });
  return hasSameKeys(table as JsonObject, request)
    ? [] : [`property KeySchema: the table ${name} that is there has other keys or indexes: it is used as it is; delete it to have it anew`];
}
