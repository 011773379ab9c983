/** What the user gave cannot be used: a file, a parameter, a reference, a property. The message says which and what to do. */
export class TemplateLoadError extends Error {
  /** All that is wrong, one line each. */
  public readonly findings: readonly string[];

  constructor(message: string | readonly string[]) {
    const findings = [message].flat();
    super(findings.join('; '));
    this.name = 'TemplateLoadError';
    this.findings = findings;
  }
}

/**
 * What AWS may well do and the local run does not: something that is not at hand, or not supported. Whoever can do without it names it in
 * a warning and goes on.
 */
export class NotPlayedError extends TemplateLoadError {
  constructor(message: string) {
    super(message);
    this.name = 'NotPlayedError';
  }
}
