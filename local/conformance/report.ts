/** What one recorded case gave. */
export interface CaseReport {
  /** The case's own name. */
  readonly id: string;
  /** The part of the local run that the case is about. */
  readonly category: string;
  /** The language of what is run: `VTL`, `JSONPath` or `JSONata`. */
  readonly language: string;
  /** What differs from the recording, in full texts; empty when the case passes. */
  readonly differences: string[];
}
