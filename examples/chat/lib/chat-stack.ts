import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ClientResponse, ConnectionRegistry, ExecutionInput, GroupAccess, WebSocketStepFunctionsAsync } from 'cdk-websocket-step-functions';
import { Construct } from 'constructs';
import { invite, say } from './workflows';

/**
 * A chat of teams: rooms, who is in them, and invitations that a person answers from whichever device is at hand. The authorizer is all the code that runs.
 */
export class ChatStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const connections = new ConnectionRegistry(this, 'Connections', {
      // The rooms of a team begin with its name.
      groupAccess: GroupAccess.prefixedBy('authorizer.team'),
      // Who is away hears of invitations and answers when they are back.
      mailbox: {},
      // Whoever is connected connects anew.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const options = {
      queryLanguage: sfn.QueryLanguage.JSONATA,
      executionInput: ExecutionInput.envelope({ authorizerContext: ['team'] }),
    };
    const api = new WebSocketStepFunctionsAsync(this, 'Chat', {
      connections,
      authorizer: this.authorizer(),
      routeKeys: ['say'],
      definitionBody: sfn.DefinitionBody.fromChainable(say(this, connections)),
      // Paid by its time, which is short; a chat says much.
      workflowType: sfn.StateMachineType.EXPRESS,
      response: ClientResponse.none(),
      ...options,
    });
    api.addWorkflow('invite', {
      definitionBody: sfn.DefinitionBody.fromChainable(invite(this, connections)),
      response: ClientResponse.executionId(),
      ...options,
    });
    api.addGroupRoutes('join', 'leave', { groupPath: '$.room' });
    api.addPresenceRoute('who', { groupPath: '$.room' });
    api.addAnswerRoute('answer');
    api.addMailboxRoutes('ack', 'resume');
    api.addPingRoute();

    new CfnOutput(this, 'Url', { value: api.url, description: 'Connect here, with ?token=<person>@<team>.open-sesame' });
  }

  private authorizer(): WebSocketLambdaAuthorizer {
    const handler = new lambda.Function(this, 'Authorizer', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(readFileSync(join(__dirname, 'authorizer.js'), 'utf8')),
    });
    return new WebSocketLambdaAuthorizer('Tokens', handler, { identitySource: ['route.request.querystring.token'] });
  }
}
