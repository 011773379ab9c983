import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Fault } from './faults';
import { PARTITION_KEY, SORT_KEY, TIME_TO_LIVE } from './registry-rows';

export interface RegistryTableOptions {
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
  readonly tableName?: string;
}

/** The table of a registry: on demand, since connections come as they like, and without an index, which would be read late and paid twice. */
export function registryTable(scope: Construct, id: string, { encryptionKey, removalPolicy, tableName }: RegistryTableOptions): dynamodb.Table {
  return new dynamodb.Table(scope, id, {
    tableName,
    partitionKey: { name: PARTITION_KEY, type: dynamodb.AttributeType.STRING },
    sortKey: { name: SORT_KEY, type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: TIME_TO_LIVE,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: encryptionKey ? dynamodb.TableEncryption.CUSTOMER_MANAGED : undefined,
    encryptionKey,
    removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN,
  });
}

/** What is wrong with a table of the user's. Of an imported one only its deployment knows. */
export function faultsOfTable(table: dynamodb.ITable): Fault[] {
  const resource = table.node.defaultChild as dynamodb.CfnTable | undefined;
  if (!resource) {
    return [];
  }
  const { attributeDefinitions = [], keySchema = [], timeToLiveSpecification } = Stack.of(table).resolve({
    attributeDefinitions: resource.attributeDefinitions, keySchema: resource.keySchema, timeToLiveSpecification: resource.timeToLiveSpecification,
  });
  const typeOf = (name: string) => attributeDefinitions.find((definition: any) => definition.attributeName === name)?.attributeType;
  const named = keySchema.map(({ attributeName, keyType }: any) => `${attributeName} (${keyType}, ${typeOf(attributeName)})`).join(', ');
  const wanted = `${PARTITION_KEY} (HASH, S), ${SORT_KEY} (RANGE, S)`;
  const { attributeName = 'none' } = timeToLiveSpecification ?? {};
  return [
    ...(named === wanted ? [] : [{ prop: 'table', got: `the keys ${named}`, allowed: wanted }]),
    ...(attributeName === TIME_TO_LIVE ? [] : [{
      prop: 'table', got: `the time-to-live attribute ${attributeName}`, allowed: `${TIME_TO_LIVE}; without it, rows of connections that have ended stay for ever`,
    }]),
  ];
}

/** The right to actions on a table's rows, and to what its key has to do for them. */
export function grantOnTable(grantee: iam.IGrantable, table: dynamodb.ITable, ...actions: string[]): iam.Grant {
  const { encryptionKey } = table;
  if (encryptionKey) {
    const { region, urlSuffix } = Stack.of(table);
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      resourceArns: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.${urlSuffix}` } },
    });
  }
  return iam.Grant.addToPrincipal({ grantee, actions: actions.map((action) => `dynamodb:${action}`), resourceArns: [table.tableArn] });
}
