import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as logs from 'aws-cdk-lib/aws-logs';

/**
 * A custom domain that clients connect to.
 */
export interface DomainOptions {
  /**
   * The domain.
   */
  readonly domainName: apigwv2.IDomainName;

  /**
   * The path below the domain: clients connect to `wss://<domain>/<mappingKey>`.
   *
   * @default - the domain's root
   */
  readonly mappingKey?: string;
}

/**
 * Access logs of the API's stage: a line of JSON for each connection and message.
 */
export interface AccessLogOptions {
  /**
   * Where they go.
   *
   * @default - a log group of the construct's own, which is deleted with it
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * How long the construct's own log group keeps them.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;
}

/**
 * How much the API writes to its execution logs.
 */
export enum ExecutionLogLevel {
  /** Errors only. */
  ERROR = 'ERROR',

  /** Errors, and each step of each message's way through the API. */
  INFO = 'INFO',
}

/**
 * Execution logs of the API's stage: what API Gateway does with each message.
 */
export interface ExecutionLogOptions {
  /**
   * How much is written.
   *
   * @default ExecutionLogLevel.ERROR
   */
  readonly level?: ExecutionLogLevel;

  /**
   * Whether messages and templates are written, too: with them, whatever clients send.
   *
   * @default false
   */
  readonly dataTraceEnabled?: boolean;

  /**
   * How long they are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;
}
