import type { FunctionResource } from '../template';
import type { InvocationResult } from './invocation';
import type { LambdaFunction } from './lambda-function';
import { exchange, header } from '../aws/http-request';
import { lambdaProtocol } from '../aws/lambda-protocol';
import { localSignature } from '../aws/signature';

/** A function that runs elsewhere, behind an endpoint that speaks Lambda's `Invoke`. */
export class ForwardedFunction implements LambdaFunction {
  /** Nothing of it would have to be ended. */
  public readonly isAtWork = false;
  private readonly closing = new AbortController();

  /** @param url the endpoint's, such as `http://127.0.0.1:3001` */
  constructor(private readonly definition: Pick<FunctionResource, 'name' | 'region' | 'timeout'>, private readonly url: string) {}

  public async invoke(payload: string): Promise<InvocationResult> {
    const { name, region, timeout } = this.definition;
    const { path, headers, body } = lambdaProtocol.request('Invoke', { FunctionName: name, Payload: payload });
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(timeout * 1000)]);
    try {
      const reply = await exchange({ url: new URL(`${this.url}${path}`), headers: { ...headers, ...localSignature('lambda', region, new Date()) }, body, signal });
      if (reply.status < 200 || reply.status > 299) {
        return failure('Lambda.Unavailable', `${this.url} answered ${reply.status}: ${reply.body.slice(0, 200)}`);
      }
      return { payload: reply.body, isError: header(reply, 'x-amz-function-error') !== undefined };
    } catch (error) {
      return failure('Lambda.Unavailable', `${this.url}: ${(error as Error).message}`);
    }
  }

  public retire(): void {
    // Nothing of it is here.
  }

  public close(): void {
    this.closing.abort();
  }
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return { payload: JSON.stringify({ errorType, errorMessage }), isError: true };
}
