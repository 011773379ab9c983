import { hexOf } from './protocol';

/** Letters, digits and hyphens, which stand in a name as they are. Pages without TLS have no randomUUID. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(hexOf).join('');
}
