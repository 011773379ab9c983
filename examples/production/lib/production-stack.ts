import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ClientResponse, ConnectionRegistry, ExecutionInput, ExecutionName, Invocation, WebSocketStepFunctionsAsync, WorkflowOptions,
} from 'cdk-websocket-step-functions';
import { Construct } from 'constructs';
import { TokenAuthorizer } from './token-authorizer';
import { order, ORDER_SCHEMA, quote } from './workflows';

const RETENTION = logs.RetentionDays.THREE_MONTHS;

export interface ProductionStackProps extends StackProps {
  /** A domain of yours that clients connect to, and its certificate in this region; without them, the API's own endpoint. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
}

/**
 * Orders that ask the person for confirmation, on whichever connection (Standard), and quotes (Express, synchronous), with everything that a production account wants: tokens,
 * throttling, validated messages, keys of the customer's own, logs, traces, alarms and a dashboard.
 */
export class ProductionStack extends Stack {
  /** Encrypts what executions, logs and alarms hold. */
  private readonly key: kms.Key;

  constructor(scope: Construct, id: string, props: ProductionStackProps = {}) {
    super(scope, id, props);
    this.key = new kms.Key(this, 'Key', { description: `Data of ${this.stackName}`, enableKeyRotation: true });
    const { authorizer, tokenKey } = new TokenAuthorizer(this, 'Tokens', { logGroup: this.logGroup('authorizer') });

    const connections = new ConnectionRegistry(this, 'Connections', { encryptionKey: this.key });

    const api = new WebSocketStepFunctionsAsync(this, 'Orders', {
      connections,
      routeKeys: ['order'],
      definitionBody: sfn.DefinitionBody.fromChainable(order(this, connections)),
      timeout: Duration.hours(1),
      executionName: ExecutionName.perPrincipal(),
      response: ClientResponse.executionId(),
      notifyCompletion: true,
      routeThrottle: { rateLimit: 50, burstLimit: 100 },
      ...this.workflowOptions('order'),
      authorizer,
      domainMapping: props.domain && { domainName: this.domainName(props.domain) },
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogs: { retention: RETENTION },
      apiExecutionLogs: { retention: RETENTION },
      logEncryptionKey: this.key,
      detailedMetricsEnabled: true,
      cloudWatchRole: true,
    });
    api.addWorkflow('quote', {
      definitionBody: sfn.DefinitionBody.fromChainable(quote(this)),
      workflowType: sfn.StateMachineType.EXPRESS,
      invocation: Invocation.SYNCHRONOUS,
      timeout: Duration.seconds(10),
      ...this.workflowOptions('quote'),
    });
    api.addStatusRoute('status');
    api.addStopRoute('stop');
    api.addAnswerRoute('answer');

    const alarms = this.alarmTopic();
    api.addAlarms({ actions: [new SnsAction(alarms)] });
    api.addDashboard();

    new CfnOutput(this, 'Url', { value: api.url, description: 'Connect here, with ?token=<token>' });
    new CfnOutput(this, 'TokenKeyArn', { value: tokenKey.keyArn, description: 'Tokens are signed with it' });
    new CfnOutput(this, 'AlarmsTopicArn', { value: alarms.topicArn, description: 'Subscribe whoever is on call' });
  }

  /** What both workflows have. */
  private workflowOptions(name: string): WorkflowOptions {
    return {
      queryLanguage: sfn.QueryLanguage.JSONATA,
      messageSchema: ORDER_SCHEMA,
      executionInput: ExecutionInput.envelope({ authorizerContext: ['principalId'] }),
      encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(this.key),
      workflowLogs: { destination: this.logGroup(name), level: sfn.LogLevel.ALL, includeExecutionData: false },
    };
  }

  private domainName({ certificateArn, name }: { name: string; certificateArn: string }): apigwv2.DomainName {
    const domainName = new apigwv2.DomainName(this, 'Domain', {
      domainName: name,
      certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
    });
    new CfnOutput(this, 'DomainTarget', { value: domainName.regionalDomainName, description: `Let ${name} be an alias of it` });
    return domainName;
  }

  private alarmTopic(): sns.Topic {
    const topic = new sns.Topic(this, 'Alarms', { masterKey: this.key, enforceSSL: true });
    // A topic with a policy has no longer SNS's default one, by which the account's alarms may publish.
    topic.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': this.account } } }));
    return topic;
  }

  /** Under the prefix whose log groups need no line in a resource policy. */
  private logGroup(name: string): logs.LogGroup {
    return new logs.LogGroup(this, `Logs-${name}`, {
      logGroupName: `/aws/vendedlogs/${this.stackName}/${name}`,
      retention: RETENTION,
      encryptionKey: this.key,
    });
  }
}
