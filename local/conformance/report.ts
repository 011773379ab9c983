/** What one case gave. */
export interface CaseReport {
  /** The case's own name. */
  readonly id: string;
  /** The kind of cases, as their file is named. */
  readonly kind: string;
  /** `measured` on AWS, or only `asserted` by whoever published it. */
  readonly certainty: Certainty;
  /** What differs, in full texts; empty when the case passes. */
  readonly differences: readonly string[];
}

export type Certainty = 'measured' | 'asserted';

/** Cases known to differ: id to reason. */
export type KnownDeviations = Readonly<Record<string, string>>;

/** The part of a kind's asserted cases that must pass, but for those that are known to deviate: who asserts may be wrong. */
const ASSERTED_GOAL = 0.9;

/** What all reports say together. */
export interface Summary {
  readonly lines: readonly string[];
  readonly isGood: boolean;
}

/** Tells every difference, the counts a kind, and whether all is as it must be. */
export function summarize(reports: readonly CaseReport[], known: KnownDeviations): Summary {
  const failed = reports.filter(isDifferent);
  const unknown = failed.filter(({ id }) => !(id in known));
  const ofGroups = groups(reports).map((group) => summarizeGroup(group, known));
  return {
    isGood: ofGroups.every((group) => group.isGood),
    lines: [
      ...failed.flatMap(({ id, differences }) => [
        `\n${id}`, ...differences.map((difference) => `  ${difference.replace(/\n/g, '\n  ')}`), ...id in known ? [`  known: ${known[id]}`] : [],
      ]),
      ...reports.filter((report) => !isDifferent(report) && report.id in known).map(({ id }) => `passes, so take it off the known deviations: ${id}`),
      '',
      ...ofGroups.map(({ line }) => line),
      `${reports.length - failed.length} passed, ${unknown.length} failed, ${failed.length - unknown.length} known to deviate`,
    ],
  };
}

function summarizeGroup(group: readonly CaseReport[], known: KnownDeviations): { readonly line: string; readonly isGood: boolean } {
  const [{ kind, certainty }] = group;
  const passed = group.filter((report) => !isDifferent(report)).length;
  const unknown = group.filter((report) => isDifferent(report) && !(report.id in known)).length;
  const isGood = passed >= (passed + unknown) * (certainty === 'asserted' ? ASSERTED_GOAL : 1);
  return { isGood, line: `  ${kind.padEnd(34)}${certainty.padEnd(10)}${String(passed).padStart(5)} of ${group.length}${isGood ? '' : ', too few'}` };
}

/** The reports of each kind and certainty. */
function groups(reports: readonly CaseReport[]): CaseReport[][] {
  const byName = new Map<string, CaseReport[]>();
  for (const report of reports) {
    const name = `${report.kind} ${report.certainty}`;
    byName.set(name, [...byName.get(name) ?? [], report]);
  }
  return [...byName.values()];
}

function isDifferent({ differences }: CaseReport): boolean {
  return differences.length > 0;
}
