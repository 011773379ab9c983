/** Where in a template something is: lines and columns count from 1. */
export interface TemplatePosition {
  readonly line: number;
  readonly column: number;
}

/**
 * A mapping template that cannot be parsed, or that fails while it renders: API Gateway answers such a request with an error of its own
 * instead of calling the integration.
 */
export class TemplateError extends Error {
  /** Line of the offending text, from 1. */
  public readonly line: number;
  /** Column of the offending text, from 1. */
  public readonly column: number;
  /** What is wrong, without the position. */
  public readonly reason: string;
  /**
   * The HTTP status that API Gateway answers with: 400 for a body that `$input.json` or `$input.path` cannot read, else 500.
   */
  public readonly statusCode: 400 | 500;

  constructor(reason: string, position: TemplatePosition, statusCode: 400 | 500 = 500) {
    super(`mapping template, line ${position.line}, column ${position.column}: ${reason}`);
    this.name = 'TemplateError';
    this.reason = reason;
    this.line = position.line;
    this.column = position.column;
    this.statusCode = statusCode;
  }
}

/** An error of rendering, such as a Java method throws. Whoever runs the part of the template adds the position and makes it a `TemplateError`. */
export class RenderingError extends Error {
  constructor(message: string, public readonly statusCode: 400 | 500 = 500) {
    super(message);
    this.name = 'RenderingError';
  }
}

/** Line and column of an offset; `\r\n`, `\n` and `\r` each end a line. */
export function positionAt(text: string, offset: number): TemplatePosition {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}
