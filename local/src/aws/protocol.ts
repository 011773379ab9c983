import type { HttpReply } from './http-request';
import type { JsonObject } from '../json';

/** What a protocol sends for an action. */
export interface ProtocolRequest {
  /** What follows the endpoint's URL, such as `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error as a service answers it. */
export interface ProtocolError {
  /** The error code, such as `ResourceNotFoundException`; some endpoints give none. */
  readonly code: string | undefined;
  /** The code that the AWS SDK for Java 1 shows in its place, where it is another. */
  readonly legacyCode?: string;
  readonly message: string;
}

/** How the actions of a service go over the wire. To support another protocol, add one of these. */
export interface Protocol {
  /** @param action the action's name in the API, such as `PutItem` */
  request(action: string, parameters: JsonObject): ProtocolRequest;
  output(action: string, reply: HttpReply): JsonObject;
  error(reply: HttpReply): ProtocolError;
}
