import type { Run } from './run';

/** The URLs of a run's stages by their logical ids. */
export function stageUrls({ stages }: Run, host: string, port: number): Record<string, string> {
  const authority = authorityOf(host, port);
  const byName = Object.fromEntries([...stages].map(([stage, { path }]) => [stage, `ws://${authority}${path}`]));
  // Construct paths name stages too, without being listed twice.
  for (const [name, { resource: { constructPath } }] of stages) {
    if (constructPath !== undefined && !Object.hasOwn(byName, constructPath)) {
      Object.defineProperty(byName, constructPath, { value: byName[name] });
    }
  }
  return byName;
}

/** Where something listens, as URLs name it. */
export function authorityOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
