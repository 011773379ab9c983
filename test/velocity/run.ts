import fc from 'fast-check';
import { isReadAsWritten } from './json-libraries';
import { build, ENGINES, isMavenThere, render } from './velocity';
import type { Rendering } from './velocity';
import { MappingTemplate, TemplateError } from '../../local/src/vtl';
import { isSameJson } from '../templates/json';
import { LIBRARY_TEMPLATES } from '../templates/library-templates';
import type { LibraryTemplate } from '../templates/library-templates';
import { contexts } from '../templates/messages';
import { faultOf } from '../templates/verdict';
import type { Outcome, Sample } from '../templates/verdict';

/*
 * Renders every template that the library can emit with real Apache Velocity, for thousands of messages each, and compares with the local
 * run's renderer: `run.ts [--messages <a template>] [--seed <seed>]`.
 */

interface Case extends Sample {
  readonly template: LibraryTemplate;
}

interface Counts {
  passed: number;
  failed: number;
  refused: number;
}

/** Faults that are printed in full. */
const SHOWN = 5;
/** Characters of a text that are printed. */
const SHOWN_LENGTH = 2000;

function option(name: string, otherwise: number): number {
  const index = process.argv.indexOf(name);
  const value = index < 0 ? otherwise : Number(process.argv[index + 1]);
  if (!Number.isInteger(value)) {
    throw new Error(`${name} must be followed by an integer, got ${process.argv[index + 1] ?? 'nothing'}`);
  }
  return value;
}

function ours(templates: Map<string, MappingTemplate>, { template, body, context }: Case): Outcome {
  try {
    return { output: templates.get(template.name)!.render({ body, context: { ...context } }) };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { error: error.message };
    }
    throw error;
  }
}

/** What is wrong with one rendering of Velocity's, in itself or beside our own. */
function faultBeside(own: Outcome, given: Case, library: string, outcome: Outcome): string | undefined {
  const mustRender = isReadAsWritten(given.body, library);
  const fault = faultOf(given.template, given, outcome, mustRender);
  if (fault !== undefined || !mustRender) {
    return fault;
  }
  const agree = own.output !== undefined && isSameJson(given.template.read(own.output), given.template.read(outcome.output!));
  return agree ? undefined : `disagrees with our own: ${own.output ?? own.error}`;
}

async function run(engine: string, cases: readonly Case[], own: readonly Outcome[]): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>();
  let index = 0;
  let shown = 0;
  const lines = cases.map(({ template, body, context }) => JSON.stringify({ template: template.text, body, context }));
  for await (const renderings of render(engine, lines)) {
    const given = cases[index];
    // The escapes differ rarely: what is judged already is not judged again.
    const judged = new Map<string, string | undefined>();
    for (const rendering of renderings) {
      const key = `${rendering.library} ${rendering.output} ${rendering.error}`;
      if (!judged.has(key)) {
        judged.set(key, faultBeside(own[index], given, rendering.library, outcomeOf(rendering)));
      }
      const fault = judged.get(key);
      const variant = `${rendering.library}, ${rendering.escape}`;
      const count = counts.get(variant) ?? { passed: 0, failed: 0, refused: 0 };
      counts.set(variant, count);
      count[fault === undefined ? 'passed' : 'failed']++;
      count.refused += rendering.error === null ? 0 : 1;
      if (fault !== undefined && ++shown <= SHOWN) {
        console.log([`FAILED ${engine}, ${variant}, ${given.template.name}`, `body: ${JSON.stringify(given.body)}`,
          `context: ${JSON.stringify(given.context)}`, fault].map((text) => text.slice(0, SHOWN_LENGTH)).join('\n  '));
      }
    }
    index++;
  }
  if (index !== cases.length) {
    throw new Error(`${engine} has rendered ${index} of ${cases.length} cases`);
  }
  return counts;
}

function outcomeOf({ output, error }: Rendering): Outcome {
  return output === null ? { error: error ?? 'no reason given' } : { output };
}

async function main(): Promise<number> {
  if (!isMavenThere()) {
    console.log('No mvn: the templates are not rendered with Apache Velocity. Install Maven and Java 17 or later.');
    return process.env.CI ? 1 : 0;
  }
  const numRuns = option('--messages', 1000);
  const seed = option('--seed', Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31));
  console.log(`${LIBRARY_TEMPLATES.length} templates, ${numRuns} messages each, seed ${seed}`);

  const cases = LIBRARY_TEMPLATES.flatMap((template) =>
    fc.sample(fc.record({ body: template.bodies, context: contexts }), { numRuns, seed }).map((sample) => ({ ...sample, template })));
  const templates = new Map(LIBRARY_TEMPLATES.map(({ name, text }) => [name, MappingTemplate.parse(text)]));
  const own = cases.map((given) => ours(templates, given));

  let passed = 0;
  let failed = 0;
  ENGINES.forEach(build);
  const counted = await Promise.all(ENGINES.map(async (engine) => ({ engine, counts: await run(engine, cases, own) })));
  for (const { engine, counts } of counted) {
    for (const [variant, count] of counts) {
      console.log(`${engine}, ${variant}: ${count.passed} passed, ${count.failed} failed (${count.refused} refused by the engine)`);
      passed += count.passed;
      failed += count.failed;
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
