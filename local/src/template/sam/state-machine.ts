import { Expansion, getAtt, objectOf, pick, SamResource } from './expansion';
import { addImplicitApi } from './http-apis';
import { roleArn, startRole } from './role';
import { rulePattern, schedule } from './rules';
import { isObject, Json, JsonObject } from '../../json';

/** `AWS::Serverless::StateMachine`: the machine, its role, its version and alias, and what its Events start it with. */
export function stateMachine(resource: SamResource, expansion: Expansion): void {
  const { logicalId, properties } = resource;
  const { Type: type, Name: name, Logging: logging, Tracing: tracing, AutoPublishAlias: aliasName } = properties;
  expansion.add(resource, logicalId, 'AWS::StepFunctions::StateMachine', {
    ...pick(properties, 'Definition', 'DefinitionUri', 'DefinitionSubstitutions'),
    ...(name !== undefined && { StateMachineName: name }),
    ...(type !== undefined && { StateMachineType: type }),
    ...(logging !== undefined && { LoggingConfiguration: logging }),
    ...(tracing !== undefined && { TracingConfiguration: tracing }),
    RoleArn: roleArn(resource, { service: 'states.amazonaws.com', managedPolicies: isObject(tracing) && tracing.Enabled === true ? ['AWSXrayWriteOnlyAccess'] : [] }, expansion),
  });
  let target: Json = { Ref: logicalId };
  if (typeof aliasName === 'string') {
    expansion.add(resource, `${logicalId}Version`, 'AWS::StepFunctions::StateMachineVersion', { StateMachineArn: { Ref: logicalId } });
    const alias = `${logicalId}Alias${aliasName}`;
    expansion.add(resource, alias, 'AWS::StepFunctions::StateMachineAlias', {
      Name: aliasName, DeploymentPreference: { Type: 'ALL_AT_ONCE', StateMachineVersionArn: { Ref: `${logicalId}Version` } },
    });
    target = properties.UseAliasAsEventTarget === true ? { Ref: alias } : target;
  }
  for (const [eventId, event] of Object.entries(objectOf(resource, 'Events'))) {
    addEvent(resource, eventId, event, target, expansion);
  }
}

function addEvent(resource: SamResource, eventId: string, event: Json, target: Json, expansion: Expansion): void {
  const { Type: type, Properties: given } = isObject(event) ? event : ({} as JsonObject);
  const properties = isObject(given) ? given : {};
  const id = `${resource.logicalId}${eventId}`;
  const label = `${resource.label}, property Events.${eventId}`;
  const role = properties.RoleArn ?? getAtt(`${id}Role`, 'Arn');
  switch (type) {
    case 'EventBridgeRule':
    case 'CloudWatchEvent':
      expansion.add(resource, id, 'AWS::Events::Rule', { ...rulePattern(properties), ...targetOf(properties, target, role) });
      break;
    case 'Schedule':
      expansion.add(resource, id, 'AWS::Events::Rule', { ...schedule(properties, label), ...targetOf(properties, target, role) });
      break;
    case 'ScheduleV2':
      expansion.add(resource, id, 'AWS::Scheduler::Schedule', {
        ...pick(properties, 'ScheduleExpression', 'Name', 'State', 'GroupName', 'FlexibleTimeWindow', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate'),
        Target: { Arn: target, RoleArn: role, ...pick(properties, 'Input') },
      });
      break;
    case 'Api':
      addImplicitApi(resource, 'Api', properties.RestApiId, expansion);
      expansion.warnings.push(`${label}: the local run does not play REST APIs, so this one never starts the state machine`);
      break;
    default:
      expansion.warnings.push(`${label}: events of the type ${String(type)} are not played`);
  }
  if (properties.RoleArn === undefined) {
    const service = type === 'ScheduleV2' ? 'scheduler.amazonaws.com' : type === 'Api' ? 'apigateway.amazonaws.com' : 'events.amazonaws.com';
    startRole(resource, `${id}Role`, { service, action: 'states:StartExecution', target }, expansion);
  }
}

function targetOf(properties: JsonObject, arn: Json, role: Json): JsonObject {
  const id = isObject(properties.Target) ? properties.Target.Id : undefined;
  return { Targets: [{ Id: id ?? 'StepFunctionsTarget', Arn: arn, RoleArn: role, ...pick(properties, 'Input', 'InputPath', 'InputTransformer') }] };
}
