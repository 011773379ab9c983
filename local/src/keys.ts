import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a key does, each with Enter after it, as Vite has them. */
export interface Key {
  readonly key: string;
  readonly help: string;
  readonly act: () => void;
}

/** Listens to a terminal's keys: `h` shows them all; what is none of them does nothing. */
export function listenToKeys(input: Readable, keys: readonly Key[], print: (line: string) => void): void {
  const all: readonly Key[] = [...keys, { key: 'h', help: 'show this', act: () => all.forEach(({ key, help }) => print(`  ${key} + enter  ${help}`)) }];
  createInterface({ input }).on('line', (line) => all.find(({ key }) => key === line.trim())?.act());
}

/** Whether somebody types: a process in the background that reads its terminal would be stopped. */
export function isTyped({ isTTY }: { readonly isTTY?: boolean }): boolean {
  return isTTY === true && isInForeground();
}

/** Where the system tells: `123 (node) S <parent> <group> <session> <terminal> <its foreground group> …`. */
function isInForeground(): boolean {
  try {
    const [, group, , , foreground] = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) \S /s, '').split(' ');
    return group === foreground;
  } catch {
    return true;
  }
}
