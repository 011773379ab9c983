import type { JsonObject } from '../json';

/** What the name of an execution is made of, beside the id of the message: nothing, the principal, or the connection. */
export type Naming = 'message' | 'principal' | 'connection';

/** A route that clients send messages to. */
export interface RouteDescription {
  readonly key: string;
  /** The route of the integration's answer, if it has one that this library's client knows. */
  readonly service?: ServiceName;
  /** How it starts a workflow; undefined when it does not. */
  readonly start?: StartDescription;
  /** Whether the client hears a reply. */
  readonly isTwoWay: boolean;
  /** JSON schema draft 4 of its messages; undefined when they are not checked. */
  readonly schema?: JsonObject;
}

/** What routes beside those of workflows are for. */
export type ServiceName = 'ping' | 'status' | 'stop' | 'answer' | 'refuse' | 'wait' | 'ack' | 'resume';

export interface StartDescription {
  readonly isSynchronous: boolean;
  readonly isExpress: boolean;
  readonly names?: Naming;
  /** What status and stop messages call the workflow; undefined for the one that needs no name. */
  readonly workflow?: string;
}

/** What clients need to know of an API. */
export interface ApiDescription {
  readonly name: string;
  readonly region: string;
  readonly urlSuffix: string;
  readonly stages: readonly string[];
  /** Path of the member of a message that holds the route's key, such as `action`; undefined when it is none that a client can fill in. */
  readonly routeMember?: string;
  /** How `$connect` lets clients in: `NONE`, `AWS_IAM` or `CUSTOM`. */
  readonly authorization: string;
  readonly routes: readonly RouteDescription[];
}
