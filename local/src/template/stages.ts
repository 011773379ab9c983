import { TemplateLoadError } from './errors';
import type { LoadFindings } from './load-findings';
import { Resource } from './resource';

export interface StageResource {
  readonly logicalId: string;
  /** Where it is in the CDK app, when CDK has said so. */
  readonly constructPath?: string;
  readonly stackName: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Where it is found under domains of the account's own. */
  readonly customDomains: readonly CustomDomainResource[];
}

/** A stage's place under a custom domain. */
export interface CustomDomainResource {
  /** Such as `ws.example.org`. */
  readonly domainName: string;
  /** Such as `/chat`, or empty. */
  readonly path: string;
}

/**
 * A stage of an API.
 *
 * @param mappings the API's `AWS::ApiGatewayV2::ApiMapping`s; one that does not resolve is a warning
 */
export function stage(resource: Resource, mappings: readonly Resource[], findings: LoadFindings): StageResource {
  const { logicalId, constructPath, stack } = resource;
  const name = stageName(resource);
  return {
    logicalId,
    constructPath,
    stackName: stack.name,
    name,
    variables: resource.texts('StageVariables'),
    customDomains: mappings.flatMap((mapping) => findings.attemptOptional(() => (mapping.requiredText('Stage') === name ? [customDomain(mapping)] : [])) ?? []),
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-stage.html#cfn-apigatewayv2-stage-stagename */
function stageName(resource: Resource): string {
  const name = resource.requiredText('StageName');
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    throw new TemplateLoadError(`${resource.label}, property StageName: ${JSON.stringify(name)} is not allowed: 1 to 128 letters, digits, hyphens and underscores`);
  }
  return name;
}

function customDomain(mapping: Resource): CustomDomainResource {
  return { domainName: mapping.requiredText('DomainName').toLowerCase(), path: path(mapping) };
}

function path(mapping: Resource): string {
  const key = mapping.text('ApiMappingKey') ?? '';
  if (!/^[A-Za-z0-9$_.+!*'()/-]*$/.test(key)) {
    throw new TemplateLoadError(`${mapping.label}, property ApiMappingKey: ${JSON.stringify(key)} is not allowed: letters, digits, and $-_.+!*'()/`);
  }
  return key === '' || key === '(none)' ? '' : `/${key.replace(/^\/+|\/+$/g, '')}`;
}
