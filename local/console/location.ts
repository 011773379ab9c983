import { computed, signal } from '@preact/signals';

const hash = signal(window.location.hash);
window.addEventListener('hashchange', () => {
  hash.value = window.location.hash;
});

/** Where the page is: `#/executions/<arn>?view=table`. */
export const place = computed(() => {
  const [path, query = ''] = hash.value.replace(/^#\/?/, '').split('?', 2);
  const [page = '', ...rest] = path.split('/').map(decoded);
  return { page: page === '' ? 'conversation' : page, rest, query: new URLSearchParams(query) };
});

/** An address may be anything: a link to it may stand anywhere. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a page, and of what is selected on it. */
export function href(path: readonly string[], query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => [name, String(value)]);
  const search = new URLSearchParams(given).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

/** Selects something else of the same page, without a step in the browser's history. */
export function select(changes: Readonly<Record<string, string | number | undefined>>): void {
  const { page, rest, query } = place.value;
  const target = href([page, ...rest], { ...Object.fromEntries(query), ...changes });
  window.history.replaceState(null, '', target);
  hash.value = target;
}
