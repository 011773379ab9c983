import { Stack, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { Fault } from './faults';
import type { ApiOptions } from '../api-options';
import type { WorkflowOptions } from '../workflow-options';

/** Where something is. What is not known at synthesis may be anywhere, and is let through. */
interface Place {
  readonly region?: string;
  readonly account?: string;
}

/** A CDK resource, of whatever kind. */
type Resource = IConstruct & { readonly env: Place };

/** What is wrong with a resource that has to be in the region and account of the construct's stack. */
export function faultsOfPlace(scope: IConstruct, prop: string, resource: Resource | undefined, arn?: string): Fault[] {
  return faults(scope, prop, ['region', 'account'], resource?.env, placeOfArn(arn));
}

/** What is wrong with a resource that has to be in the region of the construct's stack, of whichever account. */
export function faultsOfRegion(scope: IConstruct, prop: string, resource: Resource | undefined, arn?: string): Fault[] {
  return faults(scope, prop, ['region'], resource?.env, placeOfArn(arn));
}

/** What is wrong with a state machine: API Gateway starts none of another region, and Step Functions lets no other account start one. */
export function faultsOfMachinePlace(scope: IConstruct, stateMachine: sfn.IStateMachine | undefined, prop = 'stateMachine'): Fault[] {
  return [...faultsOfMachineArn(prop, stateMachine?.stateMachineArn), ...faultsOfPlace(scope, prop, stateMachine, stateMachine?.stateMachineArn)];
}

/** A fault if an ARN is that of something else: of an execution, or an activity. */
function faultsOfMachineArn(prop: string, arn: string | undefined): Fault[] {
  const [, , service, , , resource] = arn?.split(':') ?? [];
  const isOther = resource !== undefined && ![service, resource].some(Token.isUnresolved) && (service !== 'states' || resource !== 'stateMachine');
  return isOther
    ? [{ prop, got: `an ARN of ${service}:${resource}`, allowed: 'that of a state machine, of its version or its alias: arn:…:states:…:stateMachine:<name>' }]
    : [];
}

/** What is wrong with a role that API Gateway is to have: services take roles of their own account only. */
export function faultsOfRolePlace(scope: IConstruct, role: iam.IRole | undefined): Fault[] {
  return faults(scope, 'credentialsRole', ['account'], role?.env, placeOfArn(role?.roleArn));
}

/** What is wrong with where the resources of a workflow are. */
export function faultsOfWorkflowPlaces(scope: IConstruct, options: WorkflowOptions): Fault[] {
  const { encryptionConfiguration, logs, stateMachine, workflowLogs = logs } = options;
  const key = encryptionConfiguration instanceof sfn.CustomerManagedEncryptionConfiguration ? encryptionConfiguration.kmsKey : undefined;
  // Newer versions of the CDK take less than a log group here, too.
  const logGroup = workflowLogs?.destination as ILogGroup | undefined;
  return [
    ...faultsOfMachinePlace(scope, stateMachine),
    ...faultsOfRegion(scope, 'encryptionConfiguration', key, key?.keyArn),
    ...faultsOfRegion(scope, options.workflowLogs ? 'workflowLogs' : 'logs', logGroup, logGroup?.logGroupArn),
  ];
}

/** What is wrong with where the resources of the API are. */
export function faultsOfApiPlaces(scope: IConstruct, options: ApiOptions): Fault[] {
  const { accessLogs, connections, domainMapping, logEncryptionKey, webSocketApi, webSocketStage } = options;
  return [
    ...faultsOfPlace(scope, 'webSocketApi', webSocketApi),
    ...faultsOfPlace(scope, 'webSocketStage', webSocketStage),
    ...faultsOfPlace(scope, 'connections', connections?.table, connections?.table.tableArn),
    ...(domainMapping ? faultsOfDomain(scope, domainMapping.domainName) : []),
    ...faultsOfRegion(scope, 'logEncryptionKey', logEncryptionKey, logEncryptionKey?.keyArn),
    ...faultsOfRegion(scope, 'accessLogs.logGroup', accessLogs?.logGroup, accessLogs?.logGroup?.logGroupArn),
  ];
}

/** A domain of a WebSocket API is regional, and so is its certificate. */
function faultsOfDomain(scope: IConstruct, domainName: apigwv2.IDomainName): Fault[] {
  const resource = domainName.node.defaultChild as apigwv2.CfnDomainName | undefined;
  const configurations: apigwv2.CfnDomainName.DomainNameConfigurationProperty[] = Stack.of(scope).resolve(resource?.domainNameConfigurations) ?? [];
  const [, region] = /\.execute-api\.([^.]+)\./.exec(domainName.regionalDomainName) ?? [];
  return [
    ...faults(scope, 'domainMapping.domainName', ['region', 'account'], domainName.env, { region }),
    ...configurations.flatMap(({ certificateArn }) =>
      faults(scope, 'domainMapping.domainName', ['region'], placeOfArn(certificateArn)).map((fault) => ({ ...fault, got: `a certificate ${fault.got.slice('one '.length)}` }))),
  ];
}

/** What is wrong with ARNs of resources that have to be in the region of the construct's stack. */
export function faultsOfArnRegions(scope: IConstruct, prop: string, arns: unknown[]): Fault[] {
  return arns.flatMap((arn) => faults(scope, prop, ['region'], placeOfArn(arn)));
}

function faults(scope: IConstruct, prop: string, parts: (keyof Place)[], ...places: (Place | undefined)[]): Fault[] {
  const here: Required<Place> = Stack.of(scope);
  return parts.flatMap((part) => {
    const elsewhere = places.map((place) => place?.[part])
      .find((value) => value && ![value, here[part]].some(Token.isUnresolved) && value !== here[part]);
    return elsewhere
      ? [{ prop, got: `one of ${part} ${elsewhere}`, allowed: `one of ${part} ${here[part]}, where the API is; it works from no other` }]
      : [];
  });
}

/** What an ARN says of the place, where it is a text. */
function placeOfArn(arn: unknown): Place {
  if (typeof arn !== 'string' || !/^arn:([^:]*:){4}/.test(arn)) {
    return {};
  }
  // Tokens of single parts stand between the colons like any other text.
  const [, , , region, account] = arn.split(':');
  return { region, account };
}
