const { DynamoDBClient, QueryCommand } = require('@aws-sdk/client-dynamodb');

const dynamodb = new DynamoDBClient({});

/** Tells customers their own orders. */
exports.handler = async ({ requestContext }) => {
  const { Items: items } = await dynamodb.send(new QueryCommand({
    TableName: process.env.TABLE_NAME,
    KeyConditionExpression: 'customer = :customer',
    ExpressionAttributeValues: { ':customer': { S: requestContext.authorizer.principalId } },
  }));
  return { statusCode: 200, body: JSON.stringify({ orders: items.map(({ article, state }) => ({ article: article.S, state: state.S })) }) };
};
