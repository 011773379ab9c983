import { Expansion, idPart, pick, SamResource } from './expansion';
import { Json } from '../../json';

/** The APIs that SAM makes for functions whose events name none. */
const IMPLICIT = { Api: 'ServerlessRestApi', HttpApi: 'ServerlessHttpApi' } as const;

/** `AWS::Serverless::Api`: there to be referred to; the local run does not play it. */
export function restApi(resource: SamResource, expansion: Expansion): void {
  const { logicalId, properties } = resource;
  const stageName = properties.StageName ?? 'Prod';
  const stageId = `${logicalId}${idPart(stageName)}Stage`;
  expansion.add(resource, logicalId, 'AWS::ApiGateway::RestApi', pick(properties, 'Name', 'Description'));
  expansion.add(resource, `${logicalId}Deployment`, 'AWS::ApiGateway::Deployment', { RestApiId: { Ref: logicalId } });
  expansion.add(resource, stageId, 'AWS::ApiGateway::Stage', { RestApiId: { Ref: logicalId }, StageName: stageName });
  expansion.references.set(`${logicalId}.Stage`, stageId);
  expansion.references.set(`${logicalId}.Deployment`, `${logicalId}Deployment`);
}

/** `AWS::Serverless::HttpApi`: as `restApi`. */
export function httpApi(resource: SamResource, expansion: Expansion): void {
  const { logicalId, properties } = resource;
  const stageName = properties.StageName ?? '$default';
  const stageId = `${logicalId}${stageName === '$default' ? 'ApiGatewayDefault' : idPart(stageName)}Stage`;
  expansion.add(resource, logicalId, 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', ...pick(properties, 'Name', 'Description') });
  expansion.add(resource, stageId, 'AWS::ApiGatewayV2::Stage', { ApiId: { Ref: logicalId }, StageName: stageName });
  expansion.references.set(`${logicalId}.Stage`, stageId);
}

/** An event of a function that names no API of the template. */
export function addImplicitApi(resource: SamResource, kind: keyof typeof IMPLICIT, named: Json | undefined, expansion: Expansion): void {
  const logicalId = IMPLICIT[kind];
  if (named !== undefined || Object.hasOwn(expansion.resources, logicalId)) {
    return;
  }
  const implicit: SamResource = { logicalId, label: resource.label, body: {}, properties: {} };
  (kind === 'Api' ? restApi : httpApi)(implicit, expansion);
}
