import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { SendToConnection } from 'cdk-websocket-step-functions';
import { Construct } from 'constructs';

export interface PlaceOrderProps {
  readonly orders: dynamodb.ITable;
  readonly toShip: sqs.IQueue;
}

/** Keeps an order, has it shipped, and tells the client that it is placed. */
export function placeOrder(scope: Construct, { orders, toShip }: PlaceOrderProps): sfn.IChainable {
  const customer = sfn.JsonPath.stringAt('$.authorizer.principalId');
  const order = sfn.JsonPath.stringAt('$$.Execution.Name');
  return new tasks.DynamoPutItem(scope, 'Keep', {
    table: orders,
    item: {
      customer: tasks.DynamoAttributeValue.fromString(customer),
      id: tasks.DynamoAttributeValue.fromString(order),
      article: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt('$.message.article')),
      state: tasks.DynamoAttributeValue.fromString('placed'),
    },
    resultPath: sfn.JsonPath.DISCARD,
  }).next(new tasks.SqsSendMessage(scope, 'Have it shipped', {
    queue: toShip,
    messageBody: sfn.TaskInput.fromObject({ customer, order, connectionId: sfn.JsonPath.stringAt('$.connection.id') }),
    resultPath: sfn.JsonPath.DISCARD,
  })).next(SendToConnection.jsonPath(scope, 'Tell', { message: sfn.TaskInput.fromObject({ order, state: 'placed' }) }));
}
