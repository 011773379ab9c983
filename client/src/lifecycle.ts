import { globals } from './environment';

/**
 * Listens to the page, where there is one; @returns stops it.
 * @param changed the network is another, or the page comes from the back-forward cache: the connection is most likely gone
 * @param shown the page is seen again: its timers may have stood still
 */
export function followPage(changed: () => void, shown: () => void): () => void {
  const { document } = globals;
  const controller = new AbortController();
  globals.addEventListener?.('online', changed, controller);
  globals.addEventListener?.('pageshow', ({ persisted }) => persisted && changed(), controller);
  document?.addEventListener?.('visibilitychange', () => document.visibilityState === 'visible' && shown(), controller);
  return () => controller.abort();
}
