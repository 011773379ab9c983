/**
 * Whether a route waits for the workflow that it starts.
 */
export enum Invocation {
  /**
   * The client hears at once that the workflow has started. For Standard and Express.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  ASYNCHRONOUS = 'ASYNCHRONOUS',

  /**
   * The client hears the workflow's output: for Express, and within the 29 seconds that API Gateway waits.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
   */
  SYNCHRONOUS = 'SYNCHRONOUS',
}
