import { IntegrationResource, IntegrationResponseResource, TemplateLoadError } from '../template';
import { MappingTemplate, TemplateData, TemplateError } from '../vtl';
import type { Backend } from './backends';
import type { HttpAnswer } from './http';
import { IntegrationFailure } from './integration-failure';
import type { GatewayRequest } from './request';
import { SelectionExpression } from './selection-expression';
import type { VariableSources } from './variables';

/** The catch-all among templates, routes and responses. */
export const DEFAULT_KEY = '$default';

/** What an integration answered. */
export interface IntegrationAnswer {
  readonly status: number;
  /** The answer as the integration's backend gave it. */
  readonly original: string;
  /** The answer as the integration's response maps it. */
  readonly body: string;
}

/** An integration with its templates and expressions parsed: what stands between a route and what it calls. */
export class Integration {
  private readonly requestTemplates: TemplateSet;
  private readonly responses: readonly IntegrationResponse[];

  /** @throws TemplateLoadError for a template or an expression that does not parse */
  constructor(private readonly resource: IntegrationResource, private readonly backend: Backend, private readonly longestTime: number) {
    this.requestTemplates = new TemplateSet(resource.requestTemplates, resource.templateSelectionExpression, resource.label, 'RequestTemplates');
    this.responses = resource.responses.map((response) => new IntegrationResponse(response));
  }

  /**
   * Calls the integration for a request; the answer is there at once if the backend need not wait.
   * @param isTwoWay whether anyone hears the answer; when nobody does it is not mapped
   * @throws IntegrationFailure when there is no answer
   */
  call(request: GatewayRequest, isTwoWay: boolean): IntegrationAnswer | Promise<IntegrationAnswer> {
    const called = this.backend(this.requestBody(request));
    return called instanceof Promise
      ? this.inTime(called).then((answer) => this.answer(answer, request, isTwoWay))
      : this.answer(called, request, isTwoWay);
  }

  private answer(answer: HttpAnswer, request: GatewayRequest, isTwoWay: boolean): IntegrationAnswer {
    return { status: answer.status, original: answer.body, body: isTwoWay ? this.mapped(answer, request) : answer.body };
  }

  private requestBody(request: GatewayRequest): string {
    const template = this.requestTemplates.select({ json: request.json });
    if (template) {
      return render(template, { body: request.body, context: request.context, params: request.params, stageVariables: request.stageVariables });
    }
    const { passthroughBehavior } = this.resource;
    const passes = passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && this.requestTemplates.isEmpty);
    if (!passes) {
      throw new IntegrationFailure(415, 'Unsupported Media Type', `no request template matches, and PassthroughBehavior is ${passthroughBehavior}`);
    }
    return request.body;
  }

  private mapped(answer: HttpAnswer, request: GatewayRequest): string {
    const status = String(answer.status);
    const response = this.responses.find(({ pattern }) => pattern?.test(status)) ?? this.responses.find(({ isDefault }) => isDefault);
    if (!response) {
      throw IntegrationFailure.internal(`${this.resource.label} has no integration response for status ${status}: ${answer.body}`);
    }
    return response.map(answer, request);
  }

  private async inTime(call: Promise<HttpAnswer>): Promise<HttpAnswer> {
    const milliseconds = Math.min(this.resource.timeoutInMillis, this.longestTime);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new IntegrationFailure(504, 'Endpoint request timed out', `no answer within ${milliseconds} ms`)), milliseconds);
    });
    try {
      return await Promise.race([call, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}

class IntegrationResponse {
  /** The regular expression between the slashes of the key. */
  readonly pattern?: RegExp;
  readonly isDefault: boolean;
  private readonly templates: TemplateSet;

  constructor({ key, label, responseTemplates, templateSelectionExpression }: IntegrationResponseResource) {
    this.isDefault = key === DEFAULT_KEY;
    const [, source] = /^\/(.+)\/$/s.exec(key) ?? [];
    if (!this.isDefault && source === undefined) {
      throw new TemplateLoadError(`${label}, property IntegrationResponseKey: '${key}' is not allowed: $default, or a regular expression between slashes such as /2\\d\\d/`);
    }
    try {
      this.pattern = source === undefined ? undefined : new RegExp(`^(?:${source})$`);
    } catch (error) {
      throw new TemplateLoadError(`${label}, property IntegrationResponseKey: ${(error as Error).message}`);
    }
    this.templates = new TemplateSet(responseTemplates, templateSelectionExpression, label, 'ResponseTemplates');
  }

  map({ status, body }: HttpAnswer, { json, context, params, stageVariables }: GatewayRequest): string {
    const template = this.templates.select({ json, statusCode: status });
    context.status = status;
    return template ? render(template, { body, context, params, stageVariables }) : body;
  }
}

/** Templates by key, and the expression that chooses one. */
class TemplateSet {
  private readonly templates: ReadonlyMap<string, MappingTemplate>;
  private readonly expression?: SelectionExpression;

  constructor(templates: Readonly<Record<string, string>>, expression: string | undefined, label: string, property: string) {
    this.templates = new Map(Object.entries(templates).map(([key, text]) => [key, parseTemplate(text, `${label}, property ${property}.${key}`)]));
    this.expression = expression === undefined ? undefined : new SelectionExpression(expression, `${label}, property TemplateSelectionExpression`);
  }

  get isEmpty(): boolean {
    return this.templates.size === 0;
  }

  /** The chosen template, or `$default`; without an expression, the one for JSON as in AWS's own samples. */
  select(sources: VariableSources): MappingTemplate | undefined {
    const key = this.expression ? this.expression.evaluate(sources) : 'application/json';
    return this.templates.get(key) ?? this.templates.get(DEFAULT_KEY);
  }
}

function parseTemplate(text: string, at: string): MappingTemplate {
  try {
    return MappingTemplate.parse(text);
  } catch (error) {
    throw error instanceof TemplateError ? new TemplateLoadError(`${at}: ${error.message}`) : error;
  }
}

function render(template: MappingTemplate, data: TemplateData): string {
  try {
    return template.render(data);
  } catch (error) {
    if (!(error instanceof TemplateError)) {
      throw error;
    }
    throw error.statusCode === 400
      ? new IntegrationFailure(400, 'Bad request body', error.message)
      : IntegrationFailure.internal(error.message);
  }
}
