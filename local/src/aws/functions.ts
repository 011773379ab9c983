/** The functions of the run, for whoever calls them. */
export interface Functions {
  /** Why a function cannot be invoked, and what to do; undefined when it can. */
  fault(nameOrArn: string): string | undefined;
  /**
   * Invokes a function and waits for its answer.
   *
   * @param payload the event, JSON
   */
  invoke(nameOrArn: string, payload: string): Promise<{ readonly payload: string; readonly isError: boolean }>;
}
