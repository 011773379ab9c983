import { errorText } from '../guard';

/** A request that gets no answer from its integration. The client hears `frame`; the log hears why. */
export class IntegrationFailure extends Error {
  public static internal(reason: string): IntegrationFailure {
    return new IntegrationFailure(500, 'Internal server error', reason);
  }

  /** Any error as the client hears it: one that nobody has thought of is a failure of the server. */
  public static from(error: unknown): IntegrationFailure {
    return error instanceof IntegrationFailure ? error : IntegrationFailure.internal(errorText(error));
  }

  /**
   * @param status the handshake's status, when it happens on `$connect`
   * @param frame the message of API Gateway's own frame
   */
  constructor(public readonly status: number, public readonly frame: string, reason: string) {
    super(reason);
    this.name = 'IntegrationFailure';
  }
}
