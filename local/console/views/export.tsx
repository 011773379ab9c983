import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { text } from '../api';
import { connections } from '../live';
import { place, select } from '../location';
import { CopyButton } from './payload';

const FORMATS: Readonly<Record<string, { readonly label: string; readonly file: string; readonly note: string }>> = {
  jest: { label: 'Jest test', file: 'conversation.test.ts', note: 'The clients say the same again, and must hear the same. What differs from run to run may be any text or number.' },
  vitest: { label: 'Vitest test', file: 'conversation.test.ts', note: 'The clients say the same again, and must hear the same. What differs from run to run may be any text or number.' },
  wscat: { label: 'wscat', file: 'conversation.txt', note: 'Lines with > are for you to type, lines with < are what was heard.' },
  json: { label: 'JSON', file: 'conversation.json', note: 'All that is known of each frame.' },
};
const MOCKS = { label: 'Mock file', file: 'mocks.json', note: 'Start a run with --mocks mocks.json: the tasks answer as they have here.' };

/** The conversation, or an execution, for use elsewhere. Secrets are placeholders. */
export function Export() {
  const { query } = place.value;
  const [format, connection, execution] = [query.get('format') ?? 'jest', query.get('connection') ?? '', query.get('execution') ?? ''];
  const { file, note } = format === 'mocks' ? MOCKS : FORMATS[format] ?? FORMATS.jest;
  const shown = useSignal('');
  useEffect(() => {
    const path = format === 'mocks' ? `mocks/${encodeURIComponent(execution)}` : `export/${format}?${connection === '' ? '' : new URLSearchParams({ connection }).toString()}`;
    void text(path).then((found) => { shown.value = found; });
  }, [format, connection, execution]);
  const download = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([shown.value], { type: 'text/plain' }));
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <div class="toolbar">
        {format !== 'mocks' && (
          <>
            <label>As
              <select value={format} onChange={({ currentTarget }) => select({ format: currentTarget.value })}>
                {Object.entries(FORMATS).map(([name, { label }]) => <option key={name} value={name}>{label}</option>)}
              </select>
            </label>
            <label>Connection
              <select value={connection} onChange={({ currentTarget }) => select({ connection: currentTarget.value })}>
                <option value="">All</option>
                {[...connections.value.values()].map(({ id, number }) => <option key={id} value={id}>{number} · {id}</option>)}
              </select>
            </label>
          </>
        )}
        <button type="button" class="primary" onClick={download}>Download {file}</button>
        <CopyButton text={shown.value} what="it all" />
      </div>
      <p class="quiet note">{note} Tokens and other secrets are placeholders.</p>
      <pre class="exported" tabIndex={0} role="region" aria-label={file}>{shown.value}</pre>
    </>
  );
}
