import { DynamoDb, DynamoDbOptions } from '../../src/dynamodb/dynamodb';
import { tableDefinitions } from '../../src/dynamodb/table-definition';
import type { Json, JsonObject } from '../../src/json';
import type { LogEntry } from '../../src/log-entry';

const opened: DynamoDb[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** A table `Orders` as a template gives it. */
export function table(properties: JsonObject = {}, ref = 'Orders'): Parameters<typeof tableDefinitions>[0][number] {
  return {
    type: 'AWS::DynamoDB::Table',
    logicalId: 'Orders',
    label: 'resource Orders (stack Demo)',
    ref,
    region: 'eu-west-1',
    accountId: '111122223333',
    properties: { KeySchema: keys('pk'), AttributeDefinitions: attributes('pk'), ...properties },
  };
}

export const keys = (...names: string[]): JsonObject[] => names.map((name, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
export const attributes = (...names: string[]): JsonObject[] => names.map((name) => ({ AttributeName: name, AttributeType: 'S' }));

/** A clock whose calls happen when the test says so. */
export class TestClock {
  public readonly calls: { readonly milliseconds: number; readonly callback: () => void }[] = [];

  public after(milliseconds: number, callback: () => void): { cancel(): void } {
    const call = { milliseconds, callback };
    this.calls.push(call);
    return { cancel: () => this.calls.splice(this.calls.indexOf(call), 1) };
  }
}

export interface TestTables {
  readonly dynamoDb: DynamoDb;
  readonly log: readonly LogEntry[];
  readonly clock: TestClock;
  ask(action: string, request: Json): Promise<{ readonly status: number; readonly answer: JsonObject }>;
}

export function tables(resources = [table()], options: Partial<DynamoDbOptions> = {}): TestTables {
  const log: LogEntry[] = [];
  const clock = new TestClock();
  const dynamoDb = new DynamoDb({ tables: tableDefinitions(resources).tables, clock, log: (entry) => log.push(entry), ...options });
  opened.push(dynamoDb);
  return {
    dynamoDb,
    log,
    clock,
    ask: async (action, request) => {
      const { status, body } = await dynamoDb.perform(action, JSON.stringify(request));
      return { status, answer: JSON.parse(body) as JsonObject };
    },
  };
}
