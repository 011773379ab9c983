import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isObject, parsedJson } from '../json';

/** What a Lambda authorizer would have added to `$context.authorizer`. */
export type AuthorizerContext = Readonly<Record<string, string>>;

/** The header that marks the handshake of a client that the run itself has made. Its value is a random id of the run's, which nobody else can guess. */
const MARK = 'x-local-run-client';

/** What stands for the answers of Lambda authorizers: the same for every connection, but for those that were announced. */
export class AuthorizerContexts {
  private readonly announced = new Map<string, AuthorizerContext>();

  /**
   * @param common undefined where the authorizers themselves are asked
   * @param queryParameter the parameter that may bring a context. @default - none may
   */
  constructor(private readonly common: AuthorizerContext | undefined, private readonly queryParameter?: string) {}

  /** Announces one handshake with a context of its own; gives the headers that it must have. */
  public announce(context: AuthorizerContext): Record<string, string> {
    const id = randomUUID();
    this.announced.set(id, context);
    return { [MARK]: id };
  }

  /** The context of a handshake, undefined where the authorizer is to be asked. What brought it is taken from the handshake, so that no template sees it. */
  public take(handshake: Pick<IncomingMessage, 'headers' | 'url'>): AuthorizerContext | undefined {
    const { headers } = handshake;
    const id = String(headers[MARK]);
    const context = this.announced.get(id);
    if (context) {
      this.announced.delete(id);
      delete headers[MARK];
    }
    return context ?? this.ofQuery(handshake) ?? this.common;
  }

  private ofQuery(handshake: Pick<IncomingMessage, 'url'>): AuthorizerContext | undefined {
    const [path, ...query] = (handshake.url ?? '/').split('?');
    const name = this.queryParameter;
    const parameters = new URLSearchParams(query.join('?'));
    const text = name === undefined ? undefined : parameters.getAll(name).at(-1);
    if (name === undefined || text === undefined) {
      return undefined;
    }
    parameters.delete(name);
    handshake.url = parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
    const value = parsedJson(text);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([member, item]) => [member, typeof item === 'string' ? item : JSON.stringify(item)]))
      : { principalId: text };
  }
}
