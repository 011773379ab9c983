import { excerpt, isObject, Json, JsonObject } from '../../json';
import { TemplateLoadError } from '../errors';
import { Expansion, getAtt, idPart, objectOf, pick, SamResource } from './expansion';

const DEFAULT_STAGE = 'default';
const IP_ADDRESS_TYPES = ['ipv4', 'dualstack'];
const OWN_ROUTES = ['$connect', '$disconnect', '$default'];

/**
 * `AWS::Serverless::WebSocketApi`: the API, a route and an integration a function, the authorizer of `$connect`, the stage, the domain.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html
 */
export function webSocketApi(resource: SamResource, expansion: Expansion): void {
  const { logicalId, properties, label } = resource;
  const routes = objectOf(resource, 'Routes');
  if (Object.keys(routes).length === 0) {
    throw new TemplateLoadError(`${label}, property Routes: at least one route is needed`);
  }
  const ipAddressType = expansion.resolve(properties.IpAddressType ?? 'ipv4');
  if (ipAddressType !== undefined && !IP_ADDRESS_TYPES.includes(ipAddressType)) {
    throw new TemplateLoadError(`${label}, property IpAddressType: ${excerpt(ipAddressType)} is not allowed: ${IP_ADDRESS_TYPES.join(', ')}`);
  }
  expansion.add(resource, logicalId, 'AWS::ApiGatewayV2::Api', {
    ProtocolType: 'WEBSOCKET',
    Name: properties.Name ?? logicalId,
    ...pick(properties, 'RouteSelectionExpression', 'ApiKeySelectionExpression', 'Description', 'DisableExecuteApiEndpoint', 'DisableSchemaValidation', 'IpAddressType'),
  });
  const auth = authorization(resource, routes, expansion);
  for (const [key, route] of Object.entries(routes)) {
    addRoute(resource, key, route, key === '$connect' ? auth : {}, expansion);
  }
  const stageName = properties.StageName ?? DEFAULT_STAGE;
  const stageId = `${logicalId}${stageName === DEFAULT_STAGE ? 'Default' : typeof stageName === 'string' ? stageName : ''}Stage`;
  expansion.add(resource, stageId, 'AWS::ApiGatewayV2::Stage', {
    ApiId: { Ref: logicalId }, StageName: stageName, AutoDeploy: true, ...pick(properties, 'StageVariables', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings'),
  });
  expansion.references.set(`${logicalId}.Stage`, stageId);
  addDomain(resource, stageId, expansion);
}

function addRoute(resource: SamResource, key: string, route: Json, auth: JsonObject, expansion: Expansion): void {
  const { logicalId, label } = resource;
  if (!OWN_ROUTES.includes(key) && !/^[A-Za-z0-9]+$/.test(key)) {
    throw new TemplateLoadError(`${label}, property Routes: the route key '${key}' is not allowed: letters and digits, or ${OWN_ROUTES.join(', ')}`);
  }
  if (!isObject(route) || route.FunctionArn === undefined) {
    throw new TemplateLoadError(`${label}, property Routes.${key}: FunctionArn is required, got ${excerpt(route)}`);
  }
  if (route.RequestParameters !== undefined && key !== '$connect') {
    throw new TemplateLoadError(`${label}, property Routes.${key}.RequestParameters: is allowed for the route $connect only`);
  }
  const bare = key.replace('$', '').toLowerCase();
  const id = `${logicalId}${bare.charAt(0).toUpperCase()}${bare.slice(1)}`;
  const apiId = { Ref: logicalId };
  expansion.add(resource, `${id}Route`, 'AWS::ApiGatewayV2::Route', {
    ApiId: apiId,
    RouteKey: key,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${id}Integration` }]] },
    ...pick(route, 'ApiKeyRequired', 'ModelSelectionExpression', 'OperationName', 'RequestModels', 'RequestParameters', 'RouteResponseSelectionExpression'),
    ...auth,
  });
  expansion.add(resource, `${id}Integration`, 'AWS::ApiGatewayV2::Integration', {
    ApiId: apiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: invocation(route.FunctionArn),
    ...(route.IntegrationTimeout !== undefined && { TimeoutInMillis: route.IntegrationTimeout }),
  });
  permission(resource, `${id}Permission`, route.FunctionArn, `*/${key}`, expansion);
}

function authorization(resource: SamResource, routes: JsonObject, expansion: Expansion): JsonObject {
  const { logicalId, label, properties } = resource;
  if (properties.Auth === undefined) {
    return {};
  }
  const { AuthType: type, AuthArn: arn, IdentitySource: identitySource, InvokeRole: role, Name: name } = objectOf(resource, 'Auth');
  const kind = String(type).toUpperCase();
  if (!['NONE', 'AWS_IAM', 'CUSTOM'].includes(kind)) {
    throw new TemplateLoadError(`${label}, property Auth.AuthType: ${excerpt(type)} is not allowed: AWS_IAM, CUSTOM, NONE`);
  }
  if (!Object.hasOwn(routes, '$connect')) {
    throw new TemplateLoadError(`${label}, property Auth: needs a route $connect`);
  }
  if (kind !== 'CUSTOM') {
    const [more] = Object.keys(objectOf(resource, 'Auth')).filter((member) => member !== 'AuthType');
    if (more !== undefined) {
      throw new TemplateLoadError(`${label}, property Auth.${more}: is allowed with the AuthType CUSTOM only, not with ${kind}`);
    }
    return { AuthorizationType: kind };
  }
  if (arn === undefined) {
    throw new TemplateLoadError(`${label}, property Auth.AuthArn: is required where AuthType is CUSTOM`);
  }
  const id = `${logicalId}ConnectAuthorizer`;
  expansion.add(resource, id, 'AWS::ApiGatewayV2::Authorizer', {
    ApiId: { Ref: logicalId },
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invocation(arn),
    Name: name ?? id,
    ...(identitySource !== undefined && { IdentitySource: identitySource }),
    ...(role !== undefined && { AuthorizerCredentialsArn: role }),
  });
  if (role === undefined) {
    permission(resource, `${logicalId}AuthorizerPermission`, arn, `authorizers/${'${Authorizer}'}`, expansion, { Authorizer: { Ref: id } });
  }
  return { AuthorizationType: kind, AuthorizerId: { Ref: id } };
}

function addDomain(resource: SamResource, stageId: string, expansion: Expansion): void {
  if (resource.properties.Domain === undefined) {
    return;
  }
  const { logicalId } = resource;
  const { DomainName: domainName, CertificateArn: certificateArn, BasePath: basePath } = objectOf(resource, 'Domain');
  if (domainName === undefined || certificateArn === undefined) {
    throw new TemplateLoadError(`${resource.label}, property Domain: DomainName and CertificateArn are required`);
  }
  const id = `ApiGatewayDomainNameV2${idPart(domainName) || logicalId}`;
  expansion.add(resource, id, 'AWS::ApiGatewayV2::DomainName', { DomainName: domainName, DomainNameConfigurations: [{ CertificateArn: certificateArn }] });
  expansion.references.set(`${logicalId}.DomainName`, id);
  for (const key of [basePath ?? ''].flat()) {
    const path = String(key).replace(/^\/+|\/+$/g, '');
    expansion.add(resource, `${logicalId}${path.replace(/[-_/]/g, '')}ApiMapping`, 'AWS::ApiGatewayV2::ApiMapping', {
      DomainName: { Ref: id }, ApiId: { Ref: logicalId }, Stage: { Ref: stageId }, ...(path !== '' && { ApiMappingKey: path }),
    });
  }
}

function invocation(functionArn: Json): Json {
  return { 'Fn::Sub': ['arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations', { FunctionArn: functionArn }] };
}

function permission(resource: SamResource, id: string, functionArn: Json, path: string, expansion: Expansion, variables: JsonObject = {}): void {
  expansion.add(resource, id, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: {
      'Fn::Sub': [`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${path}`, { Api: getAtt(resource.logicalId, 'ApiId'), ...variables }],
    },
  });
}
