import type { IntegrationResource } from '../template';
import { TemplateContext } from '../vtl';
import type { Backend, BackendAnswer } from './backends';
import { IntegrationFailure } from './integration-failure';
import { IntegrationResponse } from './integration-response';
import type { GatewayRequest } from './request';
import { TemplateSet } from './template-set';

/** What an integration answered. */
export interface IntegrationAnswer {
  readonly status: number;
  /** The answer as the integration's backend gave it. */
  readonly original: string;
  /** The answer as the integration's response maps it. */
  readonly body: string;
  /** The answer's own headers, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Integrations whose answers are the client's as they are: they have no integration responses. */
const PROXIES = ['AWS_PROXY', 'HTTP_PROXY'];

/** What stands between a route and a backend: request template → backend → response template. */
export class Integration {
  private readonly requestTemplates: TemplateSet;
  private readonly responses: readonly IntegrationResponse[];

  /** @throws TemplateLoadError for a template or an expression that does not parse */
  constructor(private readonly resource: IntegrationResource, private readonly backend: Backend, private readonly longestTime: number) {
    this.requestTemplates = new TemplateSet(resource.requestTemplates, resource.templateSelectionExpression, resource.label, 'RequestTemplates');
    this.responses = resource.responses.map((response) => new IntegrationResponse(response));
  }

  /** Whether its answers are the client's as they are. */
  public get isProxy(): boolean {
    return PROXIES.includes(this.resource.type);
  }

  /**
   * Calls the backend for a request; the answer is there at once if the backend need not wait.
   *
   * @param isTwoWay whether anyone hears the answer; when nobody does it is not mapped
   * @throws IntegrationFailure when there is no answer
   */
  public call(request: GatewayRequest, isTwoWay: boolean): IntegrationAnswer | Promise<IntegrationAnswer> {
    const context = new TemplateContext(request.context);
    const timeout = new AbortController();
    const body = this.requestBody(request, context);
    // A signal costs much, and most backends need none.
    const { trace } = request;
    if (trace) {
      trace.target = this.resource.uri ?? this.resource.type;
      trace.rendered = body;
    }
    const called = this.backend({ body, request, get signal() { return timeout.signal; } });
    const answer = (given: BackendAnswer): IntegrationAnswer => {
      if (trace) {
        trace.status = given.status;
        trace.answer = given.body;
      }
      return {
        status: given.status,
        original: given.body,
        body: isTwoWay ? this.mapped(given, request, context) : given.body,
        headers: given.headers ?? {},
      };
    };
    return called instanceof Promise ? this.inTime(called, timeout).then(answer) : answer(called);
  }

  private requestBody(request: GatewayRequest, context: TemplateContext): string {
    const { json, body, params, stageVariables } = request;
    const rendered = this.requestTemplates.render({ json }, { body, context, params, stageVariables });
    if (rendered !== undefined) {
      return rendered;
    }
    const { passthroughBehavior } = this.resource;
    const passes = passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && this.requestTemplates.isEmpty);
    if (!passes) {
      throw new IntegrationFailure(415, 'Unsupported Media Type', `no request template matches, and PassthroughBehavior is ${passthroughBehavior}`);
    }
    return body;
  }

  private mapped(answer: BackendAnswer, request: GatewayRequest, context: TemplateContext): string {
    if (this.isProxy) {
      return answer.body;
    }
    const { selectedBy = String(answer.status) } = answer;
    const response = this.responses.find((candidate) => candidate.matches(selectedBy)) ?? this.responses.find(({ isDefault }) => isDefault);
    if (!response) {
      throw IntegrationFailure.internal(`${this.resource.label} has no integration response for ${JSON.stringify(selectedBy)}: ${answer.body}`);
    }
    if (request.trace) {
      request.trace.responseKey = response.key;
    }
    return response.map(answer, request, context);
  }

  private async inTime(call: Promise<BackendAnswer>, timeout: AbortController): Promise<BackendAnswer> {
    const milliseconds = Math.min(this.resource.timeoutInMillis, this.longestTime);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new IntegrationFailure(504, 'Endpoint request timed out', `no answer within ${milliseconds} ms`));
        timeout.abort();
      }, milliseconds);
    });
    try {
      return await Promise.race([call, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
