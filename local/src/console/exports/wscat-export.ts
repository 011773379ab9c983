import { Conversation, isHeard, ownHeaders } from './conversation';

/** The conversation as it is held with wscat, line by line: its command, then the lines to type, between those that it prints. */
export function* wscatExport({ rows, connections, stage, mask }: Conversation): Generator<string> {
  for (const [index, { id, stage: path }] of connections.entries()) {
    const ofConnection = rows.filter(({ connectionId }) => connectionId === id);
    const handshake = ofConnection.find(({ kind }) => kind === 'connect');
    const parameters = Object.entries(handshake?.query ?? {}).map(([name, value]) => `${encodeURIComponent(name)}=${masked(mask(name, value))}`);
    const url = `${stage(path)?.url ?? path}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
    const headers = Object.entries(ownHeaders(handshake?.headers)).map(([name, value]) => ` -H ${quoted(`${name}: ${mask(name, value)}`)}`);
    yield `${index > 0 ? '\n' : ''}npx wscat -c ${quoted(url)}${headers.join('')}`;
    yield* ofConnection.flatMap((row) => (row.kind === 'message' ? `> ${row.body}` : isHeard(row) ? `< ${row.body}` : []));
  }
}

/** A value for a query string; the mark of a placeholder stays readable. */
function masked(value: string): string {
  return encodeURIComponent(value).replaceAll(encodeURIComponent('•'), '•');
}

/** A text for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
