import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CaseReport } from './report';
import { renderTemplate, TemplateContext } from '../src/vtl';
import type { TemplateData } from '../src/vtl';

interface Rendering extends TemplateData {
  readonly template: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

interface Step {
  readonly phase: 'request' | 'backend' | 'response';
  readonly template?: string;
}

/** A case of `mapping-templates.json`: one template, or the steps of a request and its response. */
interface RecordedCase extends Rendering {
  readonly id: string;
  readonly steps?: readonly Step[];
  readonly expected?: string;
  readonly expectedJson?: unknown;
  readonly ignoreWhitespace?: boolean;
}

type Same = (expected: unknown, actual: unknown) => boolean;

/**
 * Renders every recorded mapping template.
 *
 * @param folder where the kind's file and `compare.mjs` are
 */
export async function runMappingTemplates(folder: string, kind: string): Promise<CaseReport[]> {
  const cases = JSON.parse(await readFile(join(folder, `${kind}.json`), 'utf8')) as RecordedCase[];
  const { same } = await import(pathToFileURL(join(folder, 'compare.mjs')).href) as { same: Same };
  return cases.map((recorded) => ({
    id: recorded.id,
    kind,
    certainty: 'measured',
    differences: differences(recorded, same),
  }));
}

function differences(recorded: RecordedCase, same: Same): string[] {
  let actual: string;
  try {
    actual = recorded.steps ? runSteps(recorded, recorded.steps) : renderTemplate(recorded.template, recorded);
  } catch (error) {
    return [`threw ${String(error)}`];
  }
  if ('expectedJson' in recorded) {
    return same(recorded.expectedJson, parse(actual)) ? [] : [difference(JSON.stringify(recorded.expectedJson), actual)];
  }
  const normalize = (text: string): string => recorded.ignoreWhitespace ? text.replace(/\s+/g, ' ').trim() : text;
  const expected = recorded.expected ?? '';
  return normalize(expected) === normalize(actual) ? [] : [difference(JSON.stringify(expected), JSON.stringify(actual))];
}

/** The request template's text reaches a backend that echoes it; the response template sees it as its body, and what was put into the overrides. */
function runSteps(recorded: RecordedCase, steps: readonly Step[]): string {
  const context = new TemplateContext(recorded.context ?? {});
  return steps.reduce(
    (body, { template }) => template === undefined ? body : renderTemplate(template, { ...recorded, body, context }),
    recorded.body ?? '',
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function difference(expected: string, actual: string): string {
  return `expected ${expected}\n but got ${actual}`;
}
