import { connector, embeddedConnectors } from './connectors';
import { Expansion, pick, SamResource } from './expansion';
import { serverlessFunction } from './function';
import { withGlobals } from './globals';
import { httpApi, restApi } from './http-apis';
import { stateMachine } from './state-machine';
import { webSocketApi } from './web-socket-api';
import { isObject, Json, JsonObject, ownMember } from '../../json';

type Expand = (resource: SamResource, expansion: Expansion, resources: JsonObject) => void;

/** What SAM makes of its own types. To add one, add one entry. */
const RESOURCE_TYPES: ReadonlyMap<string, Expand> = new Map<string, Expand>([
  ['AWS::Serverless::Function', serverlessFunction],
  ['AWS::Serverless::StateMachine', stateMachine],
  ['AWS::Serverless::WebSocketApi', webSocketApi],
  ['AWS::Serverless::Api', restApi],
  ['AWS::Serverless::HttpApi', httpApi],
  ['AWS::Serverless::SimpleTable', simpleTable],
  ['AWS::Serverless::LayerVersion', (resource, expansion) => expansion.add(resource, resource.logicalId, 'AWS::Lambda::LayerVersion', resource.properties)],
  ['AWS::Serverless::Application', application],
  ['AWS::Serverless::Connector', connector],
]);

/**
 * The resources of a template with SAM's written as those that SAM makes of them, with the logical ids that SAM gives.
 *
 * @param labelOf where a resource is, for messages
 * @param resolve the text of a value that needs nothing but parameters; undefined for others
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 */
export function expandSam(
  template: JsonObject, resources: JsonObject, labelOf: (logicalId: string) => string, resolve: (value: Json) => string | undefined,
): Expansion {
  const expansion = new Expansion(resolve);
  for (const [logicalId, body] of Object.entries(resources)) {
    const expand = isObject(body) ? RESOURCE_TYPES.get(String(body.Type)) : undefined;
    if (expand && isObject(body)) {
      expand({ logicalId, label: labelOf(logicalId), body, properties: withGlobals(template, body) }, expansion, resources);
    } else {
      expansion.resources[logicalId] = body;
    }
    embeddedConnectors(logicalId, labelOf(logicalId), isObject(body) ? body : {}).forEach((each) => connector(each, expansion, resources));
  }
  return expansion;
}

function simpleTable(resource: SamResource, expansion: Expansion): void {
  const { logicalId, properties } = resource;
  const key = isObject(properties.PrimaryKey) ? properties.PrimaryKey : {};
  const name = ownMember(key, 'Name') ?? 'id';
  const attributeType = String(ownMember(key, 'Type') ?? 'String').charAt(0);
  expansion.add(resource, logicalId, 'AWS::DynamoDB::Table', {
    ...pick(properties, 'TableName', 'SSESpecification', 'ProvisionedThroughput'),
    ...(properties.ProvisionedThroughput === undefined && { BillingMode: 'PAY_PER_REQUEST' }),
    AttributeDefinitions: [{ AttributeName: name, AttributeType: attributeType }],
    KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
  });
}

/** An application of the template's own project is a nested stack; one of the Serverless Application Repository is not at hand. */
function application(resource: SamResource, expansion: Expansion): void {
  const { logicalId, label, properties } = resource;
  if (isObject(properties.Location) && Object.hasOwn(properties.Location, 'ApplicationId')) {
    expansion.warnings.push(`${label}, property Location: an application of the Serverless Application Repository is not at hand, so nothing of it is played`);
    expansion.add(resource, logicalId, 'AWS::CloudFormation::Stack', {});
    return;
  }
  expansion.add(resource, logicalId, 'AWS::CloudFormation::Stack', { TemplateURL: properties.Location ?? '', ...pick(properties, 'Parameters') });
}
