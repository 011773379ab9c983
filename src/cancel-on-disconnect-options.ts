import { Duration } from 'aws-cdk-lib';

/**
 * When executions are stopped whose client has left.
 */
export interface CancelOnDisconnectOptions {
  /**
   * How long whoever has started them may be without a connection: up to 4 minutes. A page that is loaded again is away for some seconds. All workflows of
   * a construct have the same.
   *
   * @default Duration.seconds(60)
   */
  readonly grace?: Duration;
}
