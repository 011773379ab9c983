import type { AuthorizerContext } from './authorizer-contexts';
import { functionError, parsedPayload } from './function-error';
import type { GatewayRights } from './gateway-rights';
import { IntegrationFailure } from './integration-failure';
import { authorizerEvent } from './proxy-event';
import type { GatewayRequest } from './request';
import type { Functions } from '../aws/functions';
import { PolicyDocument } from '../iam/policy-document';
import { excerpt, isObject, Json } from '../json';
import type { AuthorizerResource } from '../template';

/** The longest answer of an authorizer, in bytes. */
const LONGEST_ANSWER = 8192;

/** A Lambda authorizer: the function that says who connects, and whether they may. */
export class Authorizer {
  private readonly label: string;

  /** @param functionArn of its function, which can be invoked */
  constructor(
    private readonly resource: AuthorizerResource,
    private readonly functionArn: string,
    private readonly functions: Functions,
    private readonly rights: GatewayRights,
  ) {
    this.label = resource.label;
  }

  /**
   * Asks the function for a handshake. Its answer is not kept for others, as on WebSocket APIs.
   *
   * @param methodArn of the API's `$connect`
   * @returns what it adds to `$context.authorizer`
   * @throws IntegrationFailure when the client may not connect
   */
  public async authorize(request: GatewayRequest, methodArn: string): Promise<AuthorizerContext> {
    this.rights.checkAuthorizer(this.resource, this.functionArn);
    const { payload, isError } = await this.functions.invoke(this.functionArn, JSON.stringify(authorizerEvent(request, methodArn)));
    const answer = parsedPayload(payload);
    if (isError) {
      // The one error that is an answer: API Gateway knows it by its message.
      throw isObject(answer) && answer.errorMessage === 'Unauthorized'
        ? new IntegrationFailure(401, 'Unauthorized', `${this.label} says Unauthorized`)
        : this.failure(`failed: ${functionError(payload)}`);
    }
    if (Buffer.byteLength(payload) > LONGEST_ANSWER) {
      throw this.failure(`answered more than ${LONGEST_ANSWER} bytes`);
    }
    if (!isObject(answer) || typeof answer.principalId !== 'string') {
      throw this.failure(`must answer a principalId and a policyDocument, got ${excerpt(answer ?? null)}`);
    }
    const decision = this.policy(answer.policyDocument).decide({ action: 'execute-api:Invoke', resource: methodArn });
    if (decision !== 'Allow') {
      const reason = decision === 'Deny' ? 'denies' : 'does not allow';
      throw new IntegrationFailure(403, 'Forbidden', `the policy of ${this.label} ${reason} execute-api:Invoke on ${methodArn}`);
    }
    return { ...this.context(answer.context), principalId: answer.principalId };
  }

  private policy(document: Json | undefined): PolicyDocument {
    try {
      return new PolicyDocument(document);
    } catch (error) {
      throw this.failure(`answered a policyDocument that cannot be used: ${(error as Error).message}`);
    }
  }

  /** Values are texts to whom they are handed; lists and objects cannot be. */
  private context(context: Json | undefined): Record<string, string> {
    if (context === undefined || context === null) {
      return {};
    }
    if (!isObject(context) || !Object.values(context).every((value) => value === null || typeof value !== 'object')) {
      throw this.failure(`answered a context that is not an object of texts, numbers and booleans: ${excerpt(context)}`);
    }
    return Object.fromEntries(Object.entries(context).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
  }

  private failure(reason: string): IntegrationFailure {
    return IntegrationFailure.internal(`${this.label} ${reason}`);
  }
}
