import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ExecutionInput, WebSocketStepFunctionsAsync } from 'cdk-websocket-step-functions';
import { Construct } from 'constructs';
import { placeOrder } from './place-order';

/** Orders: functions where code is needed, a workflow where it is not, and a table and a queue between them. */
export class MixedStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const toShip = new sqs.Queue(this, 'ToShip', {
      enforceSSL: true,
      visibilityTimeout: Duration.minutes(1),
      deadLetterQueue: { maxReceiveCount: 3, queue: new sqs.Queue(this, 'NotShipped', { enforceSSL: true }) },
    });

    const api = new WebSocketStepFunctionsAsync(this, 'Api', {
      routeKeys: ['order'],
      definitionBody: sfn.DefinitionBody.fromChainable(placeOrder(this, { orders, toShip })),
      executionInput: ExecutionInput.envelope({ authorizerContext: ['principalId'] }),
      timeout: Duration.minutes(5),
      authorizer: new WebSocketLambdaAuthorizer('Customers', this.function('authorizer'), { identitySource: ['route.request.querystring.token'] }),
    });

    const members = this.function('members', { TABLE_NAME: orders.tableName });
    orders.grantReadData(members);
    api.addRoute('orders', { integration: new WebSocketLambdaIntegration('Members', members), returnResponse: true });

    const shipping = this.function('shipping', { TABLE_NAME: orders.tableName, CALLBACK_URL: api.callbackUrl });
    orders.grantWriteData(shipping);
    api.grantManageConnections(shipping);
    shipping.addEventSource(new SqsEventSource(toShip, { batchSize: 5, reportBatchItemFailures: true }));

    new CfnOutput(this, 'Url', { value: api.url, description: 'Connect here, with ?token=<customer>.<password>' });
  }

  private function(name: string, environment: Record<string, string> = {}): lambda.Function {
    return new lambda.Function(this, name, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, 'functions', name)),
      environment,
      memorySize: 256,
      timeout: Duration.seconds(10),
    });
  }
}
