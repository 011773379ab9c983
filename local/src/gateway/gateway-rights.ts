import { IntegrationFailure } from './integration-failure';
import type { GatewayRequest } from './request';
import type { ServiceCall } from '../rights/call-rights';
import type { Caller, Denial } from '../rights/right';
import type { Rights } from '../rights/rights';
import type { AuthorizerResource, IntegrationResource, WebSocketApiResource } from '../template';

const API_GATEWAY = 'apigateway.amazonaws.com';
/** What API Gateway calls the sessions of the roles that it assumes. */
const SESSION = 'BackplaneAssumeRoleSession';

/** What API Gateway may do for one API: by the credentials of an integration, or because what it calls lets it in. */
export class GatewayRights {
  private readonly callers = new Map<string, Caller>();

  constructor(private readonly rights: Rights, private readonly api: WebSocketApiResource) {}

  public get isChecked(): boolean {
    return this.rights.isChecked;
  }

  /**
   * Why a service does not take a call of an integration; undefined when it does.
   *
   * @throws IntegrationFailure when API Gateway may not even assume the role
   */
  public denialOfCall({ label, credentialsArn }: IntegrationResource, call: ServiceCall, { stageVariables }: GatewayRequest): Denial | undefined {
    if (!this.isChecked) {
      return undefined;
    }
    const { partition, region, accountId } = this.api;
    const caller = credentialsArn === undefined
      ? this.once(label, () => this.rights.outside(`API Gateway for ${label}`, 'has no CredentialsArn'))
      : this.role(credentialsArn, stageVariables);
    return caller.denial(this.rights.neededFor(call, { partition, region, accountId }));
  }

  /**
   * Checks whether API Gateway may invoke an integration's function.
   *
   * @throws IntegrationFailure when it may not
   */
  public checkInvocation({ label, credentialsArn }: IntegrationResource, functionArn: string, request: GatewayRequest): void {
    const { context, routeKey, stageVariables } = request;
    const caller = credentialsArn === undefined ? this.service(`${String(context.stage)}/${routeKey}`) : this.role(credentialsArn, stageVariables);
    this.check(label, functionArn, caller);
  }

  /**
   * Checks whether API Gateway may ask an authorizer's function.
   *
   * @throws IntegrationFailure when it may not
   */
  public checkAuthorizer({ label, id, credentialsArn }: AuthorizerResource, functionArn: string): void {
    this.check(label, functionArn, credentialsArn === undefined ? this.service(`authorizers/${id}`) : this.role(credentialsArn, {}));
  }

  private check(label: string, functionArn: string, caller: Caller): void {
    const denial = caller.denial([{ action: 'lambda:InvokeFunction', resource: functionArn.replace(/:\$LATEST$/, '') }]);
    if (denial) {
      throw IntegrationFailure.internal(`${label}: ${denial.message}`);
    }
  }

  private service(source: string): Caller {
    const { partition, region, accountId, apiId } = this.api;
    return this.once(source, () => this.rights.ofService(API_GATEWAY, `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${source}`));
  }

  private role(credentialsArn: string, stageVariables: Readonly<Record<string, string>>): Caller {
    const arn = credentialsArn.includes('${')
      ? credentialsArn.replace(/\$\{stageVariables\.(\w+)\}/g, (_text, name: string) => stageVariables[name] ?? '') : credentialsArn;
    return this.once(arn, () => {
      const fault = this.rights.trustFault(arn, API_GATEWAY);
      return fault === undefined ? this.rights.ofRole(arn, SESSION) : {
        denial: () => {
          throw IntegrationFailure.internal(fault);
        },
      };
    });
  }

  private once(key: string, make: () => Caller): Caller {
    const known = this.callers.get(key);
    if (known) {
      return known;
    }
    const caller = make();
    this.callers.set(key, caller);
    return caller;
  }
}
