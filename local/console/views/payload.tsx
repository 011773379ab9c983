import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Icon } from './icons';
import { pretty, size } from '../model/text';

/** Longer texts are shown whole only when asked for. */
const SHOWN = 20_000;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g;

/** A text of the user's: as text, whatever it holds. JSON has its lines and colours. */
export function Payload({ label, text, children }: { readonly label: string; readonly text: string; readonly children?: ComponentChildren }) {
  const isWhole = useSignal(false);
  const json = pretty(text);
  const whole = json ?? text;
  const shown = isWhole.value ? whole : whole.slice(0, SHOWN);
  return (
    <div class="payload">
      <div class="payload-head">
        <span class="payload-title">{label}</span>
        <span class="quiet">{size(text.length)}</span>
        {children}
        <CopyButton text={whole} what={label} />
      </div>
      <pre tabIndex={0} role="region" aria-label={label}>{json === undefined ? shown || <span class="quiet">(empty)</span> : coloured(shown)}</pre>
      {shown.length < whole.length && (
        <button type="button" class="link" onClick={() => { isWhole.value = true; }}>Show all of it ({size(whole.length)})</button>
      )}
    </div>
  );
}

function coloured(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [all, string, colon] = match;
    parts.push(text.slice(end, match.index));
    parts.push(<span class={colon !== undefined ? 'key' : string !== undefined ? 'string' : 'literal'}>{string ?? all}</span>);
    parts.push(colon ?? '');
    end = match.index + all.length;
  }
  return [...parts, text.slice(end)];
}

export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const isCopied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    isCopied.value = true;
    setTimeout(() => { isCopied.value = false; }, 1500);
  };
  return (
    <button type="button" class="small" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      <Icon name={isCopied.value ? 'check' : 'copy'} />{isCopied.value ? 'Copied' : 'Copy'}
    </button>
  );
}
