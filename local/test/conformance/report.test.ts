import { CaseReport, summarize } from '../../conformance/report';

function reports(certainty: CaseReport['certainty'], passed: number, failed: number): CaseReport[] {
  return Array.from({ length: passed + failed }, (_, index) => ({ id: `${certainty} ${index}`, kind: 'k', certainty, differences: index < passed ? [] : ['it differs'] }));
}

describe('report of the cases', () => {
  test('a measured case that fails is too many, unless it is known to deviate', () => {
    expect(summarize(reports('measured', 9, 1), {}).isGood).toBe(false);
    const { isGood, lines } = summarize(reports('measured', 9, 1), { 'measured 9': 'the reason' });
    expect(isGood).toBe(true);
    expect(lines).toEqual(expect.arrayContaining(['  known: the reason', '9 passed, 0 failed, 1 known to deviate']));
  });

  test('of the asserted cases a tenth may fail, beside those that are known to deviate', () => {
    expect(summarize(reports('asserted', 9, 1), {}).isGood).toBe(true);
    expect(summarize(reports('asserted', 8, 1), {}).isGood).toBe(false);
    expect(summarize(reports('asserted', 8, 1), { 'asserted 8': 'the reason' }).isGood).toBe(true);
  });

  test('measured and asserted cases are counted apart, and what passes is taken off the known deviations', () => {
    const { lines } = summarize([...reports('measured', 2, 0), ...reports('asserted', 3, 1)], { 'measured 0': 'none any more' });
    expect(lines.join('\n')).toMatch(/ k +measured +2 of 2\n +k +asserted +3 of 4, too few\n5 passed, 1 failed, 0 known to deviate$/);
    expect(lines).toContain('passes, so take it off the known deviations: measured 0');
  });
});
