import { Duration } from 'aws-cdk-lib';

/**
 * The mailbox of a registry: what is sent by it is kept until the client acknowledges it.
 */
export interface MailboxOptions {
  /**
   * For how long a message is kept that nobody acknowledges: 5 minutes to 365 days. A change counts for what is sent from then on.
   *
   * @default Duration.days(1)
   */
  readonly retention?: Duration;
}
