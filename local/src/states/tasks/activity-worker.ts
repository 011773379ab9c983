/** Who performs a task of an activity: the handler itself at once, or a worker that takes the task when it comes for one. */
export class ActivityWorker {
  private isQueued = false;
  private hasStarted = false;

  /** @param started told once, when the task is taken */
  constructor(private readonly started: (workerName?: string) => void) {}

  /** The task is there to be taken; the answer takes it. */
  public queue(): (workerName?: string) => void {
    this.isQueued = true;
    return (workerName) => this.start(workerName);
  }

  public startUnlessQueued(): void {
    if (!this.isQueued) {
      this.start();
    }
  }

  private start(workerName?: string): void {
    if (!this.hasStarted) {
      this.hasStarted = true;
      this.started(workerName);
    }
  }
}
