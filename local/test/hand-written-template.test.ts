// No source of this name: a template that nobody generated, played whole.
import { join } from 'node:path';
import { LocalRun } from '../src';
import { folder } from './files';

const TEMPLATE = `
AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Parameters:
  StageName: { Type: String, Default: live }
  Greeting: { Type: String }
Conditions:
  IsLive: !Equals [!Ref StageName, live]
Globals:
  Function: { Timeout: 3 }
Resources:
  ChatApi:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: !Sub '\${AWS::StackName}-chat'
      ProtocolType: WEBSOCKET
      RouteSelectionExpression: "\${request.body.kind}/\${request.body.verb}"
  ChatRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: apigateway.amazonaws.com } }]
      Policies:
        - PolicyName: Begin
          PolicyDocument:
            Statement: { Effect: Allow, Action: states:StartExecution, Resource: !Ref ChatMachine }
  ChatMachine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: chat.asl.yaml
      Policies:
        - Statement:
            - Effect: Allow
              Action: execute-api:ManageConnections
              Resource: !Sub 'arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${ChatApi}/\${StageName}/POST/@connections/*'
      DefinitionSubstitutions:
        Endpoint: !Sub '\${ChatApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}'
        Stage: !Ref StageName
        Greeting: !If [IsLive, !Ref Greeting, nobody hears this]
  Begin:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref ChatApi
      IntegrationType: AWS
      IntegrationMethod: POST
      CredentialsArn: !GetAtt ChatRole.Arn
      IntegrationUri: !Join [':', [!Sub 'arn:\${AWS::Partition}:apigateway:\${AWS::Region}', 'states', action/StartExecution]]
      PassthroughBehavior: NEVER
      TemplateSelectionExpression: \\$default
      RequestTemplates:
        "$default":
          Fn::Sub: |-
            #set($text = $util.escapeJavaScript($input.json('$.text')).replaceAll("\\\\'", "'"))
            {"stateMachineArn": "\${ChatMachine}", "input": "{\\"text\\": $text, \\"to\\": \\"\${!context.connectionId}\\"}"}
  BeginResponse:
    Type: AWS::ApiGatewayV2::IntegrationResponse
    Properties:
      ApiId: !Ref ChatApi
      IntegrationId: !Ref Begin
      IntegrationResponseKey: /2\\d\\d/
      TemplateSelectionExpression: \\$default
      ResponseTemplates:
        $default: '{"started": "$input.path(''$.executionArn'').replaceAll(''.*:'', '''')"}'
  BeginRoute:
    Type: AWS::ApiGatewayV2::Route
    DependsOn: [BeginResponse]
    Properties:
      ApiId: !Ref ChatApi
      RouteKey: chat/begin
      Target: !Join ['/', ['integrations', !Ref Begin]]
  BeginRouteResponse:
    Type: AWS::ApiGatewayV2::RouteResponse
    Properties: { ApiId: !Ref ChatApi, RouteId: !Ref BeginRoute, RouteResponseKey: $default }
  Deployment:
    Type: AWS::ApiGatewayV2::Deployment
    DependsOn: BeginRoute
    Properties: { ApiId: !Ref ChatApi }
  ChatStage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref ChatApi, StageName: !Ref StageName, DeploymentId: !Ref Deployment }
Outputs:
  Url: { Value: !Sub 'wss://\${ChatApi}.execute-api.\${AWS::Region}.amazonaws.com/\${StageName}' }
`;

const DEFINITION = `
StartAt: Answer
States:
  Answer:
    Type: Task
    Resource: arn:aws:states:::apigateway:invoke
    Parameters:
      ApiEndpoint: \${Endpoint}
      Method: POST
      Stage: \${Stage}
      Path.$: States.Format('/@connections/{}', $.to)
      RequestBody: { greeting: '\${Greeting}', text.$: $.text }
      AuthType: IAM_ROLE
    End: true
`;

test('a template that was written by hand, in SAM\'s YAML, holds its conversation', async () => {
  const path = folder({ 'template.yaml': TEMPLATE, 'chat.asl.yaml': DEFINITION });
  await using local = await LocalRun.start({ template: join(path, 'template.yaml'), parameters: { Greeting: 'hello' } });
  const client = await local.connect();

  client.send({ kind: 'chat', verb: 'begin', text: { it: "isn't \"easy\"" } });
  const frames = [await client.next(), await client.next()];

  expect(new URL(local.urls.ChatStage).pathname).toBe('/live');
  expect(frames).toContainEqual({ started: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(frames).toContainEqual({ greeting: 'hello', text: { it: "isn't \"easy\"" } });
});
