import { NotPlayedError, TemplateLoadError } from './errors';

/** What is found while templates are read, so that all of it is said at once. */
export class LoadFindings {
  /** What is not played, each with its place. */
  public readonly warnings: string[] = [];
  private readonly errors: string[] = [];

  /** The value; what is not played is a warning, what cannot be is an error for later. Then there is no value. */
  public attempt<T>(compute: () => T): T | undefined {
    try {
      return compute();
    } catch (error) {
      if (error instanceof NotPlayedError) {
        this.warn(error.message);
      } else if (error instanceof TemplateLoadError) {
        this.errors.push(...error.findings);
      } else {
        throw error;
      }
      return undefined;
    }
  }

  /** As `attempt`, for what the rest can do without: whatever is wrong is a warning. */
  public attemptOptional<T>(compute: () => T): T | undefined {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof TemplateLoadError)) {
        throw error;
      }
      error.findings.forEach((finding) => this.warn(finding));
      return undefined;
    }
  }

  public warn(message: string): void {
    if (!this.warnings.includes(message)) {
      this.warnings.push(message);
    }
  }

  /** @throws TemplateLoadError with all errors */
  public throwIfAny(): void {
    if (this.errors.length > 0) {
      throw new TemplateLoadError([...new Set(this.errors)]);
    }
  }
}
