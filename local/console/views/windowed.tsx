import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface WindowedProps {
  readonly label: string;
  readonly count: number;
  /** Height of a row, in rem. */
  readonly rowHeight: number;
  /** A row, and what is opened below it. */
  readonly render: (index: number) => ComponentChildren;
  readonly columns?: ComponentChildren;
  /** The row that is opened, and so is higher than the others. */
  readonly opened?: number;
  /** Whether the list stays at its end as it grows. */
  readonly followsEnd?: boolean;
  readonly isEmpty?: ComponentChildren;
}

/** Rows before and after those that are seen. */
const MARGIN = 8;

/** A long list of which only what is seen is in the page. Arrow keys go from row to row. */
export function Windowed({ label, count, rowHeight, render, columns, opened, followsEnd = false, isEmpty }: WindowedProps) {
  const list = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [openedHeight, setOpenedHeight] = useState(0);
  const isAtEnd = useRef(true);
  const height = rowHeight * rem();
  const extra = opened === undefined ? 0 : Math.max(0, openedHeight - height);
  const offsetOf = (index: number): number => index * height + (opened !== undefined && index > opened ? extra : 0);
  const indexAt = (offset: number): number => {
    const before = Math.floor(offset / height);
    return opened === undefined || before <= opened ? before : Math.max(opened, Math.floor((offset - extra) / height));
  };
  const first = Math.max(0, indexAt(view.top) - MARGIN);
  const last = Math.min(count - 1, indexAt(view.top + view.height) + MARGIN);

  useLayoutEffect(() => {
    const element = list.current!;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = list.current!.querySelector('[data-opened]');
    if (!element) {
      setOpenedHeight(0);
      return undefined;
    }
    const observer = new ResizeObserver(() => setOpenedHeight(element.getBoundingClientRect().height));
    observer.observe(element);
    return () => observer.disconnect();
  }, [opened, first <= (opened ?? -1) && last >= (opened ?? -1)]);

  useLayoutEffect(() => {
    if (followsEnd && isAtEnd.current && opened === undefined) {
      list.current!.scrollTop = list.current!.scrollHeight;
    }
  }, [count, followsEnd, opened]);

  // What a link has opened is seen.
  useLayoutEffect(() => {
    const element = list.current!;
    if (opened !== undefined && (offsetOf(opened) < element.scrollTop || offsetOf(opened) > element.scrollTop + element.clientHeight - height)) {
      element.scrollTop = Math.max(0, offsetOf(opened) - height);
    }
  }, [opened]);

  const scrolled = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = list.current!;
    isAtEnd.current = scrollTop + clientHeight >= scrollHeight - height;
    setView({ top: scrollTop, height: clientHeight });
  };
  const rows = [];
  for (let index = first; index <= last; index++) {
    const isOpened = index === opened;
    rows.push(
      <div key={index} role="row" aria-rowindex={index + 2} data-index={index} data-opened={isOpened ? '' : undefined} class="row"
        style={{ transform: `translateY(${offsetOf(index)}px)`, ...isOpened ? {} : { height: `${height}px` } }}>
        {render(index)}
      </div>,
    );
  }
  return (
    <div class="windowed" {...count > 0 ? { 'role': 'table', 'aria-label': label, 'aria-rowcount': count + 1 } as const : {}}>
      {columns !== undefined && count > 0 && <div class="columns" role="row" aria-rowindex={1}>{columns}</div>}
      <div class="scroll" ref={list} onScroll={scrolled} onKeyDown={(event) => moved(event, list.current!, count, height, offsetOf)} role="rowgroup" tabIndex={-1}
        hidden={count === 0}>
        <div class="rows" style={{ height: `${count * height + extra}px` }} role="presentation">{rows}</div>
      </div>
      {count === 0 && isEmpty}
    </div>
  );
}

let knownRem = 0;

/** The size of the root's letters, in pixels: asking for it makes the browser lay everything out, so that it is asked once. */
function rem(): number {
  knownRem ||= parseFloat(getComputedStyle(document.documentElement).fontSize);
  return knownRem;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

/** Keys go from the main control of a row to that of another, which is scrolled to first. */
function moved(event: KeyboardEvent, list: HTMLElement, count: number, height: number, offsetOf: (index: number) => number): void {
  const step = STEPS[event.key];
  const control = event.target as HTMLElement;
  const row = control.closest<HTMLElement>('[data-index]');
  if (step === undefined || !row || !control.matches('[data-main]')) {
    return;
  }
  event.preventDefault();
  const index = Math.min(count - 1, Math.max(0, Number(row.dataset.index) + step));
  const offset = offsetOf(index);
  if (offset < list.scrollTop || offset + height > list.scrollTop + list.clientHeight) {
    list.scrollTop = step > 0 ? offset - list.clientHeight + 2 * height : offset - height;
  }
  requestAnimationFrame(() => requestAnimationFrame(() => list.querySelector<HTMLElement>(`[data-index="${index}"] [data-main]`)?.focus()));
}
