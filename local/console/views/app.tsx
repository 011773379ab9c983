import { useSignal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { general, link, restartedAt, rows } from '../live';
import { href, place } from '../location';
import { Clients } from './clients';
import { Conversation } from './conversation';
import { ExecutionPage } from './execution';
import { Executions } from './executions';
import { Export } from './export';
import { Questions } from './questions';
import { Run } from './run';
import { clockTime } from '../model/text';

interface Page {
  readonly title: string;
  readonly view: () => ComponentChild;
  /** Shown beside the title, unless it is 0. */
  readonly count?: () => number;
  /** Whether other pages lead to it only. */
  readonly isHidden?: boolean;
  /** Whether it is of use only where clients can connect. */
  readonly needsStage?: boolean;
}

/** The pages of the console. To add one, add one entry. */
const PAGES: Readonly<Record<string, Page>> = {
  conversation: { title: 'Conversation', view: () => <Conversation />, needsStage: true },
  executions: {
    title: 'Executions',
    view: () => (place.value.rest.length > 0 ? <ExecutionPage key={place.value.rest[0]} arn={place.value.rest[0]} /> : <Executions />),
  },
  questions: { title: 'Questions', view: () => <Questions />, count: () => general.value?.questions.length ?? 0 },
  clients: { title: 'Clients', view: () => <Clients />, needsStage: true, count: () => general.value?.clients.filter(({ isOpen }) => isOpen).length ?? 0 },
  run: { title: 'Run', view: () => <Run />, count: () => general.value?.warnings.length ?? 0 },
  export: { title: 'Export', view: () => <Export />, isHidden: true },
};

/** A run of Step Functions alone has no clients, and nothing that they say. */
function isOfUse({ needsStage = false }: Page): boolean {
  return !needsStage || general.value?.stages.length !== 0 || rows.value.length > 0;
}

export function App() {
  const { page } = place.value;
  const current = [page, 'conversation', 'executions'].find((name) => Object.hasOwn(PAGES, name) && isOfUse(PAGES[name]))!;
  const { title, view } = PAGES[current];
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `[local] ${title} · ${general.value?.title ?? 'console'}`;
  }, [title, general.value?.title]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to the content</a>
      <header class="top">
        <a class="brand" href={href([])}>
          <img src="icon.svg" width="28" height="28" alt="" />
          <span><b>[local]</b> {general.value?.title ?? 'console'}</span>
        </a>
        <nav aria-label="Pages">
          {Object.entries(PAGES).filter(([, each]) => !each.isHidden && isOfUse(each)).map(([name, { title: label, count }]) => (
            <a key={name} href={href([name])} aria-current={current === name ? 'page' : undefined}>
              {label}{count !== undefined && count() > 0 && <span class="count">{count()}</span>}
            </a>
          ))}
        </nav>
        <LinkState />
      </header>
      <Notices />
      <main id="main" ref={main} tabIndex={-1} class={`page page-${current}`}><h1 class="unseen">{title}</h1>{view()}</main>
      <Announcer />
    </>
  );
}

function LinkState() {
  const words = { connecting: 'Connecting', live: 'Live', lost: 'Not reached' };
  return <span class={`link-state ${link.value}`}><span class="dot" aria-hidden="true" />{words[link.value]}</span>;
}

/** What the user should know of the run, whichever page is seen. */
function Notices() {
  const staleness = general.value?.staleness;
  return (
    <div class="notices" role="status">
      {link.value === 'lost' && (
        <p class="notice tone-warn">The run does not answer. What you see is what it was; the page goes on by itself when the run is there again.</p>
      )}
      {restartedAt.value !== undefined && (
        <p class="notice tone-running">
          The run was started anew at {clockTime(restartedAt.value).slice(0, 8)}: this is its conversation.
          The earlier one has gone with the earlier run.
          <button type="button" class="small" onClick={() => { restartedAt.value = undefined; }}>Understood</button>
        </p>
      )}
      {staleness !== undefined && <p class="notice tone-warn">{staleness}</p>}
    </div>
  );
}

/** Says now and then how many frames have come, for whoever does not see them. */
function Announcer() {
  const said = useSignal('');
  const told = useRef(0);
  useEffect(() => {
    const timer = setInterval(() => {
      const latest = rows.value.at(-1)?.id ?? 0;
      if (latest > told.current && told.current > 0) {
        said.value = `${latest - told.current} new frames`;
      }
      told.current = latest;
    }, 5000);
    return () => clearInterval(timer);
  }, []);
  return <div class="unseen" aria-live="polite">{said.value}</div>;
}
