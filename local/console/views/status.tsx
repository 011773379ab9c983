import { Icon, IconName } from './icons';

const STATUSES: Readonly<Record<string, { readonly icon: IconName; readonly word: string; readonly tone: string }>> = {
  RUNNING: { icon: 'running', word: 'Running', tone: 'running' },
  SUCCEEDED: { icon: 'check', word: 'Succeeded', tone: 'good' },
  CAUGHT: { icon: 'caught', word: 'Failed, caught', tone: 'warn' },
  FAILED: { icon: 'cross', word: 'Failed', tone: 'bad' },
  TIMED_OUT: { icon: 'cross', word: 'Timed out', tone: 'bad' },
  ABORTED: { icon: 'stop', word: 'Aborted', tone: 'quiet' },
};

export function toneOf(status: string): string {
  return STATUSES[status]?.tone ?? 'quiet';
}

export function wordOf(status: string): string {
  return STATUSES[status]?.word ?? status;
}

/** A status: a picture, a word and a colour. */
export function Status({ status }: { readonly status: string }) {
  const { icon, word, tone } = STATUSES[status] ?? { icon: 'stop', word: status, tone: 'quiet' };
  return <span class={`status tone-${tone}`}><Icon name={icon} isRound />{word}</span>;
}
