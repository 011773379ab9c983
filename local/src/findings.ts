import { OptionsError } from './options';
import { TemplateLoadError } from './template';

/** What an error of a run's start tells, a line each. */
export function findingsOf(error: unknown): readonly string[] {
  const message = error instanceof Error ? error.message : String(error);
  const findings = error instanceof TemplateLoadError || error instanceof OptionsError ? error.findings : [message];
  return findings.map((finding) => finding.replace(/\s*\n\s*/g, ' '));
}
