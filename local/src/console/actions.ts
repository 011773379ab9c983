import { RefusedError } from './clients';
import type { Console } from './console';
import type { HttpAnswer } from '../aws/http-answer';

type Body = Readonly<Record<string, unknown>>;

/** Does what the page asks for; undefined where there is no such thing. */
type Action = (console: Console, path: readonly string[], body: Body) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>;

const DONE: HttpAnswer = { status: 200, body: '{}' };
/** As for `--time-scale`. */
const TIME_SCALES = { least: 0.001, most: 1_000_000 };

/** What the page may do. To add something, add one entry. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['questions', ({ questions }, [id, how], { output, error, cause }) =>
    questions.answer(id, how, { output: optionalText(output, 'output'), error: optionalText(error, 'error'), cause: optionalText(cause, 'cause') })],
  ['connect', async ({ clients }, _path, { stage, name, query, headers, authorizerContext }) => {
    await clients.open({
      stage: optionalText(stage, 'stage') ?? '',
      name: optionalText(name, 'name'),
      query: texts(query, 'query'),
      headers: texts(headers, 'headers'),
      authorizerContext: texts(authorizerContext, 'authorizerContext'),
    });
    return DONE;
  }],
  ['send', ({ clients }, [id], { text }) => {
    clients.send(Number(id), optionalText(text, 'text') ?? '');
    return DONE;
  }],
  ['close', async ({ clients }, [id]) => {
    await clients.close(Number(id));
    return DONE;
  }],
  ['skip', ({ executions }, [arn]) => (executions.skip(arn) ? DONE : undefined)],
  ['stop', ({ executions }, [arn]) => {
    const running = executions.find(arn)?.running;
    running?.stop(undefined, 'Stopped in the console');
    return running && DONE;
  }],
  ['time-scale', (console, _path, { scale }) => {
    if (typeof scale !== 'number' || !(scale >= TIME_SCALES.least && scale <= TIME_SCALES.most)) {
      throw new RefusedError(`the scale ${JSON.stringify(scale)} is not allowed: a number from ${TIME_SCALES.least} to ${TIME_SCALES.most}`);
    }
    return console.setTimeScale(scale) ? DONE : undefined;
  }],
]);

function optionalText(value: unknown, name: string): string | undefined {
  if (value !== undefined && typeof value !== 'string') {
    throw new RefusedError(`${name} must be a text`);
  }
  return value;
}

function texts(value: unknown, name: string): Record<string, string> | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !Object.values(value).every((member) => typeof member === 'string')) {
    throw new RefusedError(`${name} must be an object of texts`);
  }
  return value as Record<string, string>;
}
