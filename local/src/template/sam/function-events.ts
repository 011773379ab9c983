import { Expansion, pick, SamResource } from './expansion';
import { addImplicitApi } from './http-apis';
import { startRole } from './role';
import { rulePattern, schedule } from './rules';
import { isObject, Json, JsonObject } from '../../json';

export interface FunctionEvent {
  readonly resource: SamResource;
  readonly eventId: string;
  readonly event: Json;
  /** The function's ARN, or its alias'. */
  readonly target: Json;
  readonly expansion: Expansion;
}

interface EventParts extends FunctionEvent {
  /** The logical id of what the event becomes. */
  readonly id: string;
  readonly label: string;
  readonly properties: JsonObject;
}

/** Where an event source mapping finds its source, by type of event. */
const SOURCES: Readonly<Record<string, string>> = {
  SQS: 'Queue', Kinesis: 'Stream', DynamoDB: 'Stream', MSK: 'Stream', MQ: 'Broker', DocumentDB: 'Cluster', SelfManagedKafka: 'KafkaBootstrapServers',
};

type AddEvent = (parts: EventParts) => void;

const mapping: AddEvent = ({ resource, event, id, target, properties, expansion }) => {
  const source = SOURCES[String((event as JsonObject).Type)];
  const { [source]: eventSource, ...rest } = properties;
  expansion.add(resource, id, 'AWS::Lambda::EventSourceMapping', { ...rest, ...(eventSource !== undefined && { EventSourceArn: eventSource }), FunctionName: target });
};
const rule = (propertiesOf: (properties: JsonObject, label: string) => JsonObject): AddEvent => (parts) => {
  const { resource, id, label, target, properties, expansion } = parts;
  const targetId = isObject(properties.Target) ? properties.Target.Id : undefined;
  expansion.add(resource, id, 'AWS::Events::Rule', {
    ...propertiesOf(properties, label),
    Targets: [{ Id: targetId ?? 'LambdaTarget', Arn: target, ...pick(properties, 'Input', 'InputPath', 'InputTransformer') }],
  });
  permission(parts, 'events.amazonaws.com', { 'Fn::GetAtt': [id, 'Arn'] });
};
const notPlayed = (what: string): AddEvent => ({ label, expansion }) => {
  expansion.warnings.push(`${label}: ${what} are not played, so this one never calls the function`);
};

/** What SAM makes of an event, by its type. To add a type, add one entry. */
const EVENT_TYPES: ReadonlyMap<string, AddEvent> = new Map<string, AddEvent>([
  ...Object.keys(SOURCES).map((type) => [type, mapping] as const),
  ['EventBridgeRule', rule(rulePattern)],
  ['CloudWatchEvent', rule(rulePattern)],
  ['Schedule', rule(schedule)],
  ['ScheduleV2', ({ resource, id, target, properties, expansion }) => {
    expansion.add(resource, id, 'AWS::Scheduler::Schedule', {
      ...pick(properties, 'ScheduleExpression', 'Name', 'State', 'GroupName', 'FlexibleTimeWindow', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate'),
      Target: { Arn: target, RoleArn: properties.RoleArn ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] }, ...pick(properties, 'Input') },
    });
    if (properties.RoleArn === undefined) {
      startRole(resource, `${id}Role`, { service: 'scheduler.amazonaws.com', action: 'lambda:InvokeFunction', target }, expansion);
    }
  }],
  ['SNS', (parts) => {
    const { resource, id, target, properties, expansion } = parts;
    const { Topic: topic, SqsSubscription: queue } = properties;
    let endpoint = target;
    if (queue === true) {
      expansion.add(resource, `${id}Queue`, 'AWS::SQS::Queue', {});
    }
    if (queue !== undefined && queue !== false) {
      endpoint = isObject(queue) ? queue.QueueArn : { 'Fn::GetAtt': [`${id}Queue`, 'Arn'] };
      expansion.add(resource, `${id}EventSourceMapping`, 'AWS::Lambda::EventSourceMapping', {
        EventSourceArn: endpoint, FunctionName: target, BatchSize: 10, Enabled: true, ...(isObject(queue) && pick(queue, 'BatchSize', 'Enabled')),
      });
    } else {
      permission(parts, 'sns.amazonaws.com', topic);
    }
    expansion.add(resource, id, 'AWS::SNS::Subscription', {
      Protocol: endpoint === target ? 'lambda' : 'sqs',
      Endpoint: endpoint,
      TopicArn: topic,
      ...pick(properties, 'FilterPolicy', 'FilterPolicyScope', 'Region', 'RedrivePolicy'),
    });
  }],
  ['Api', (parts) => addImplicitApi(parts.resource, 'Api', parts.properties.RestApiId, parts.expansion)],
  ['HttpApi', (parts) => addImplicitApi(parts.resource, 'HttpApi', parts.properties.ApiId, parts.expansion)],
  ['S3', notPlayed('notifications of S3')],
  ['Cognito', notPlayed('triggers of Cognito')],
  ['CloudWatchLogs', notPlayed('subscriptions of log groups')],
  ['IoTRule', notPlayed('rules of IoT')],
  ['AlexaSkill', notPlayed('Alexa skills')],
]);

/** An entry of a function's Events. */
export function addFunctionEvent(parts: FunctionEvent): void {
  const { resource, eventId, event, expansion } = parts;
  const label = `${resource.label}, property Events.${eventId}`;
  const type = isObject(event) ? event.Type : undefined;
  const add = EVENT_TYPES.get(String(type));
  if (!add || !isObject(event)) {
    expansion.warnings.push(`${label}: events of the type ${String(type)} are not played`);
    return;
  }
  add({ ...parts, id: `${resource.logicalId}${eventId}`, label, properties: isObject(event.Properties) ? event.Properties : {} });
}

function permission({ resource, id, target, expansion }: EventParts, principal: string, source: Json): void {
  expansion.add(resource, `${id}Permission`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction', FunctionName: target, Principal: principal, ...(source !== undefined && { SourceArn: source }),
  });
}
