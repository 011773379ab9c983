import type { Logger } from '../log-entry';

/** Says once a run and runtime that functions run by another version of Node.js or Python than in Lambda. */
export class VersionNotice {
  private readonly said = new Set<string>();

  constructor(private readonly log: Logger) {}

  /**
   * @param runtime as Lambda writes it, such as `nodejs22.x`
   * @param version what runs it here, such as `20.20.2`; undefined where that is not told
   */
  public notice(runtime: string, version: string | undefined): void {
    const [, language, wanted] = /^(nodejs|python)(\d+(?:\.\d+)?)/.exec(runtime) ?? [];
    if (wanted === undefined || version === undefined || this.said.has(runtime) || `${version}.`.startsWith(`${wanted}.`)) {
      return;
    }
    this.said.add(runtime);
    const name = language === 'nodejs' ? 'Node.js' : 'Python';
    this.log({ type: 'Warning', message: `functions of ${runtime} run by ${name} ${version} here: what only ${name} ${wanted} has fails` });
  }
}
