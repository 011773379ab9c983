import { NotPlayedError, RouteResource, WebSocketApiResource } from '../template';
import { Authorizer } from './authorizer';
import { backend, BackendServices } from './backends';
import { GatewayRights } from './gateway-rights';
import { Integration } from './integration';
import { RequestValidation } from './request-validation';
import { DEFAULT_KEY, SelectionExpression } from './selection-expression';
import type { Rights } from '../rights/rights';
import { LoadFindings } from '../template/load-findings';

/** A route, ready to take messages. */
export interface Route {
  readonly resource: RouteResource;
  readonly integration?: Integration;
  /** @default - none, or it does not run here */
  readonly authorizer?: Authorizer;
  readonly validation?: RequestValidation;
  /** Why it is not played. @default - it is */
  readonly notPlayed?: string;
}

/** What the routes of an API may call. */
export interface RouteServices extends Omit<BackendServices, 'rights'> {
  readonly rights: Rights;
}

/** The routes of an API, and the expression that chooses one. */
export class RouteTable {
  private readonly routes: ReadonlyMap<string, Route>;
  private readonly selection: SelectionExpression;

  /** @throws TemplateLoadError with all that AWS would refuse of the routes */
  constructor(api: WebSocketApiResource, { rights, ...others }: RouteServices, integrationTimeout: number) {
    const services = { ...others, rights: new GatewayRights(rights, api) };
    this.selection = new SelectionExpression(api.routeSelectionExpression, `${api.label}, property RouteSelectionExpression`);
    const findings = new LoadFindings();
    this.routes = new Map([...api.routes].flatMap(([key, resource]) => {
      const route = findings.attempt(() => playedRoute(resource, services, integrationTimeout));
      return route ? [[key, route]] : [];
    }));
    findings.throwIfAny();
  }

  /** What of the routes is not played, one line each. */
  public get warnings(): string[] {
    return [...this.routes].flatMap(([key, { resource, notPlayed }]) => (notPlayed === undefined ? [] : [warning(key, resource, notPlayed)]));
  }

  public get(key: '$connect' | '$disconnect'): Route | undefined {
    return this.routes.get(key);
  }

  /**
   * The route of exactly the key that a message selects, else `$default`.
   *
   * @param json the message, or undefined when it is not JSON, which goes to `$default`
   */
  public select(json: unknown): Route | undefined {
    const key = this.selectedKey(json);
    // A client cannot choose API Gateway's own routes by naming them.
    const chosen = key.startsWith('$') ? undefined : this.routes.get(key);
    return chosen ?? this.routes.get(DEFAULT_KEY);
  }

  public selectedKey(json: unknown): string {
    return json === undefined ? DEFAULT_KEY : this.selection.evaluate({ json });
  }
}

/** A route, or why it is not played. */
function playedRoute(resource: RouteResource, services: BackendServices, integrationTimeout: number): Route {
  const { integration, requestValidation, notPlayed } = resource;
  if (notPlayed !== undefined) {
    return { resource, notPlayed };
  }
  try {
    return {
      resource,
      integration: integration && new Integration(integration, backend(integration, services), integrationTimeout),
      authorizer: authorizerOf(resource, services),
      validation: requestValidation && new RequestValidation(requestValidation),
    };
  } catch (error) {
    if (error instanceof NotPlayedError) {
      return { resource, notPlayed: error.message };
    }
    throw error;
  }
}

/** The route's authorizer; that it cannot run is a notice of its own. */
function authorizerOf({ authorizer }: RouteResource, { functions, rights }: BackendServices): Authorizer | undefined {
  const arn = authorizer?.functionArn;
  return authorizer && arn !== undefined && functions.fault(arn) === undefined ? new Authorizer(authorizer, arn, functions, rights) : undefined;
}

function warning(key: string, { label }: RouteResource, reason: string): string {
  const consequences: Readonly<Record<string, string>> = { $connect: 'refuses every handshake with 500', $disconnect: 'does nothing' };
  return `${label}: the route ${key} is not played and ${(Object.hasOwn(consequences, key) ? consequences[key] : undefined) ?? "answers 'Internal server error'"}: ${reason}`;
}
