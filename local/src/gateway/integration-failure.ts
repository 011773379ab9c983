/** A request that gets no answer from its integration. The client hears `frame`; the log hears why. */
export class IntegrationFailure extends Error {
  static internal(reason: string): IntegrationFailure {
    return new IntegrationFailure(500, 'Internal server error', reason);
  }

  /**
   * @param status the handshake's status, when it happens on `$connect`
   * @param frame the message of API Gateway's own frame
   */
  constructor(readonly status: number, readonly frame: string, reason: string) {
    super(reason);
    this.name = 'IntegrationFailure';
  }
}
