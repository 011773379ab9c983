import type { Console } from './console';
import type { HttpAnswer } from '../aws/http-answer';

/** Answers a question of the page's; undefined where there is no such thing. */
type Query = (console: Console, path: readonly string[], query: URLSearchParams) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>;

/** What the page may ask for. To add something, add one entry. */
export const QUERIES: ReadonlyMap<string, Query> = new Map<string, Query>([
  ['changes', async (console, _path, query) => {
    const [run, revision] = (query.get('since') ?? '').split(':');
    return json(await console.changes(run === console.run ? Number(revision) || 0 : 0));
  }],
  ['rows', async (console, [id]) => json(await console.row(Number(id)))],
  ['executions', async ({ executions }, [arn]) => json(await executions.detail(arn))],
  ['events', async ({ executions }, [arn], query) => {
    const ids = query.get('ids');
    return json(ids === null ? executions.events(arn, Number(query.get('after')) || 0) : await executions.eventDetails(arn, ids.split(',').map(Number)));
  }],
  ['export', async (console, [format], query) => text(await console.exported(format, query.getAll('connection')))],
  ['mocks', async (console, [arn]) => text(await console.mocks(arn))],
]);

function json(value: unknown): HttpAnswer | undefined {
  return value === undefined ? undefined : { status: 200, body: JSON.stringify(value) };
}

function text(body: string | undefined): HttpAnswer | undefined {
  return body === undefined ? undefined : { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body };
}
