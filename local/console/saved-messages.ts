import { signal } from '@preact/signals';

const KEY = 'local-console-messages';
const MOST = 50;

function read(): readonly string[] {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  } catch {
    return [];
  }
}

/** Messages that the user has kept: in the browser, so that they outlive the run, and for all clients. */
export const savedMessages = signal<readonly string[]>(read());

window.addEventListener('storage', () => {
  savedMessages.value = read();
});

export function save(text: string): void {
  change([text, ...savedMessages.value.filter((other) => other !== text)].slice(0, MOST));
}

export function forget(text: string): void {
  change(savedMessages.value.filter((other) => other !== text));
}

function change(messages: readonly string[]): void {
  savedMessages.value = messages;
  localStorage.setItem(KEY, JSON.stringify(messages));
}
