import type { HttpAnswer } from '../aws/http-answer';
import { IntegrationResponseResource, TemplateLoadError } from '../template';
import type { TemplateContext } from '../vtl';
import type { GatewayRequest } from './request';
import { DEFAULT_KEY } from './selection-expression';
import { TemplateSet } from './template-set';

/** How one kind of answer of an integration becomes what the client hears. */
export class IntegrationResponse {
  public readonly key: string;
  public readonly isDefault: boolean;
  /** The regular expression between the slashes of the key. */
  private readonly pattern?: RegExp;
  private readonly templates: TemplateSet;

  /** @throws TemplateLoadError for a key, a template or an expression that cannot be used */
  constructor({ key, label, responseTemplates, templateSelectionExpression }: IntegrationResponseResource) {
    this.key = key;
    this.isDefault = key === DEFAULT_KEY;
    this.pattern = this.isDefault ? undefined : statusPattern(key, label);
    this.templates = new TemplateSet(responseTemplates, templateSelectionExpression, label, 'ResponseTemplates');
  }

  /** @param selectedBy the status, or what else chooses */
  public matches(selectedBy: string): boolean {
    return this.pattern?.test(selectedBy) ?? false;
  }

  /** @param context `$context` as the request template has left it; it gets the answer's status */
  public map({ status, body }: HttpAnswer, { json, params, stageVariables }: GatewayRequest, context: TemplateContext): string {
    context.set('status', status);
    return this.templates.render({ json, statusCode: status }, { body, context, params, stageVariables }) ?? body;
  }
}

function statusPattern(key: string, label: string): RegExp {
  const [, source] = /^\/(.+)\/$/s.exec(key) ?? [];
  if (source === undefined) {
    throw new TemplateLoadError(`${label}, property IntegrationResponseKey: '${key}' is not allowed: $default, or a regular expression between slashes such as /2\\d\\d/`);
  }
  try {
    return new RegExp(`^(?:${source})$`);
  } catch (error) {
    throw new TemplateLoadError(`${label}, property IntegrationResponseKey: ${(error as Error).message}`);
  }
}
