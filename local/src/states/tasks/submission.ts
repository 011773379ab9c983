import { TaskResource } from './task';

/** That the service has taken the request of a task that it answers later: one that waits for a token, or runs a job. */
export class Submission {
  private isPending: boolean;
  private next?: () => void;

  /** @param record tells of the submission, with the service's answer to it if there is one */
  constructor({ waitsForToken, runsJob }: TaskResource, private readonly record: (output: unknown) => void) {
    this.isPending = waitsForToken || runsJob;
  }

  /** Tells of the submission, once. */
  public done(output?: unknown): void {
    if (this.isPending) {
      this.isPending = false;
      this.record(output);
      this.next?.();
    }
  }

  /** Does something after the submission: a token may be answered before the request that carries it. */
  public after(act: () => void): void {
    if (this.isPending) {
      this.next ??= act;
    } else {
      act();
    }
  }
}
