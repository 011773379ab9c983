const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi');
const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');

const connections = new ApiGatewayManagementApiClient({ endpoint: process.env.CALLBACK_URL });
const dynamodb = new DynamoDBClient({});

/** Ships what is in the queue, and tells whoever is still there. */
exports.handler = async ({ Records: records }) => {
  const results = await Promise.allSettled(records.map(({ body }) => ship(JSON.parse(body))));
  return {
    batchItemFailures: results.flatMap(({ status, reason }, index) => {
      if (status === 'fulfilled') {
        return [];
      }
      console.error(reason);
      return [{ itemIdentifier: records[index].messageId }];
    }),
  };
};

async function ship({ customer, order, connectionId }) {
  await dynamodb.send(new UpdateItemCommand({
    TableName: process.env.TABLE_NAME,
    Key: { customer: { S: customer }, id: { S: order } },
    UpdateExpression: 'SET #state = :shipped',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':shipped': { S: 'shipped' } },
  }));
  try {
    await connections.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify({ order, state: 'shipped' }) }));
  } catch (error) {
    if (error.name !== 'GoneException') {
      throw error;
    }
  }
}
