import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ClientSummary, RowDetail } from '../../src/console/wire';
import { act, get } from '../api';
import { connections, general, rows } from '../live';
import { href, place } from '../location';
import { clockTime, closeCode, jsonFault, pairs } from '../model/text';
import { forget, save, savedMessages } from '../saved-messages';
import { Icon } from './icons';

/** Clients that are connected from here, side by side. */
export function Clients() {
  const clients = general.value?.clients ?? [];
  const draft = useSignal<string | undefined>(undefined);
  const row = place.value.query.get('row');
  useEffect(() => {
    if (row !== null) {
      void get<RowDetail>(`rows/${row}`).then((found) => { draft.value = found?.body; });
    }
  }, [row]);
  return (
    <div class="clients">
      <NewClient hasClients={clients.length > 0} />
      {row !== null && clients.length === 0 && <p class="notice">Connect a client: frame {row} is then there to be sent.</p>}
      <div class="client-columns">
        {clients.map((client) => <Client key={client.id} client={client} draft={draft.value} />)}
      </div>
    </div>
  );
}

function NewClient({ hasClients }: { readonly hasClients: boolean }) {
  const stages = general.value?.stages ?? [];
  const form = useSignal({ stage: '', name: '', query: '', headers: '', identity: '' });
  const said = useSignal('');
  const set = (name: keyof typeof form.value) => ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }): void => {
    form.value = { ...form.value, [name]: value };
  };
  const submitted = (event: Event): void => {
    event.preventDefault();
    const { stage, name, query, headers, identity } = form.value;
    act('connect', {
      stage: stage || stages[0]?.name,
      name: name || undefined,
      query: pairs(query, '='),
      headers: pairs(headers, ':'),
      authorizerContext: identity.trim() === '' ? undefined : pairs(identity, '='),
    }).then(() => { said.value = ''; }, (error: Error) => { said.value = error.message; });
  };
  return (
    <details class="card new-client" open={!hasClients}>
      <summary><h2>New client</h2></summary>
      <form onSubmit={submitted}>
        <div class="fields">
          {stages.length > 1 && <label>Stage <select value={form.value.stage} onChange={set('stage')}>{stages.map(({ name }) => <option key={name}>{name}</option>)}</select></label>}
          <label>Name <input value={form.value.name} placeholder="Jane" onInput={set('name')} /></label>
          <label>Query <textarea rows={2} spellcheck={false} placeholder="user=jane" value={form.value.query} onInput={set('query')} /></label>
          <label>Headers <textarea rows={2} spellcheck={false} placeholder="X-App: web" value={form.value.headers} onInput={set('headers')} /></label>
          <label>Identity (what an authorizer would say) <textarea rows={2} spellcheck={false} placeholder="principalId=jane" value={form.value.identity} onInput={set('identity')} /></label>
        </div>
        <button type="submit" class="primary">Connect</button>
        <p role="status" class="said">{said.value}</p>
      </form>
    </details>
  );
}

/** Frames of a client that are shown here: the Conversation has them all. */
const SHOWN = 50;

function Client({ client, draft }: { readonly client: ClientSummary; readonly draft: string | undefined }) {
  const { id, name, connection, isOpen, end } = client;
  const message = useSignal('');
  const said = useSignal('');
  useEffect(() => {
    if (draft !== undefined) {
      message.value = draft;
    }
  }, [draft]);
  const frames = connection === undefined ? [] : rows.value.filter((row) => row.connection === connection && row.kind !== 'connect').slice(-SHOWN);
  const number = connection === undefined ? undefined : connections.value.get(connection)?.number;
  const fault = message.value.trim() === '' ? undefined : jsonFault(message.value.replace(/\{\{[^}]*\}\}/g, '0'));
  const ask = (path: string, body: object = {}): void => {
    act(path, body).then(() => { said.value = ''; }, (error: Error) => { said.value = error.message; });
  };
  return (
    <section class="card client" aria-label={name}>
      <div class="client-head">
        <h2>{number !== undefined && <span class={`who hue-${number % 6}`}>{number}</span>} {name}</h2>
        <button type="button" class="small" onClick={() => ask(`close/${id}`)}>{isOpen ? 'Disconnect' : 'Remove'}</button>
      </div>
      <p class={`status ${isOpen ? 'tone-good' : 'tone-quiet'}`}><Icon name={isOpen ? 'plug' : 'stop'} />{isOpen ? 'Connected' : ended(end)}</p>
      <ol class="bubbles" tabIndex={0} aria-label={`Frames of ${name}`}>
        {frames.map((row) => (
          <li key={row.id} class={row.kind === 'message' ? 'sent' : 'heard'}>
            <span class="quiet">{row.kind === 'message' ? 'sent' : row.kind === 'close' ? 'closed' : 'heard'} {clockTime(row.time).slice(0, 8)}</span>
            <a href={href(['conversation'], { row: row.id })} aria-label={`Frame ${row.id}`}><code>{row.kind === 'close' ? closeCode(row.status ?? 1006) : row.text}</code></a>
            {row.failure !== undefined && <span class="status tone-bad"><Icon name="cross" isRound />{row.failure}</span>}
          </li>
        ))}
      </ol>
      {isOpen && (
        <form onSubmit={(event) => { event.preventDefault(); ask(`send/${id}`, { text: message.value }); }}>
          <label>Message
            <textarea rows={4} spellcheck={false} value={message.value} placeholder={'{"action":"…"}'} aria-describedby={`json-${id}`}
              onInput={({ currentTarget }) => { message.value = currentTarget.value; }}
              onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(`send/${id}`, { text: message.value }); } }} />
          </label>
          <p id={`json-${id}`} class="quiet hint">{fault === undefined ? '{{name}} stands for that member of the latest frame that has it.' : `This is no JSON: ${fault}`}</p>
          <div class="actions">
            <button type="submit" class="primary">Send</button>
            <button type="button" disabled={message.value.trim() === ''} onClick={() => save(message.value)}>Save message</button>
          </div>
        </form>
      )}
      {isOpen && savedMessages.value.length > 0 && (
        <ul class="saved" aria-label="Saved messages">
          {savedMessages.value.map((text) => (
            <li key={text}>
              <button type="button" class="link" onClick={() => { message.value = text; }}><code>{text.slice(0, 80)}</code></button>
              <button type="button" class="small" aria-label={`Forget ${text.slice(0, 40)}`} onClick={() => forget(text)}><Icon name="cross" /></button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" class="said">{said.value}</p>
    </section>
  );
}

function ended(end = ''): string {
  const code = Number(/^\d{4}/.exec(end)?.[0] ?? NaN);
  return Number.isNaN(code) ? `Not connected: ${end}` : `Closed with ${end}: ${closeCode(code)}`;
}
