import fc from 'fast-check';
import { historyPage } from '../../../src/gateway/step-functions/history-page';
import type { Members } from '../../../src/gateway/step-functions/wire';
import type { HistoryEvent } from '../../../src/states';

const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:Machine:one';

interface Page {
  readonly events: readonly { readonly id: number }[];
  readonly nextToken?: string;
}

function history(length: number): HistoryEvent[] {
  return Array.from({ length }, (_, index) => ({ id: index + 1, previousEventId: index, type: 'ParallelStateStarted', timestamp: new Date(0), details: {} }));
}

function page(events: readonly HistoryEvent[], request: Members = {}): Page {
  return historyPage(events, { executionArn: EXECUTION, ...request }) as unknown as Page;
}

const ids = ({ events }: Page): number[] => events.map(({ id }) => id);

test('pages give each event once, in either order', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 12 }), fc.boolean(), (length, size, isReverse) => {
    const events = history(length);
    const request = { maxResults: String(size), reverseOrder: String(isReverse) };
    const pages = [page(events, request)];
    while (pages.at(-1)!.nextToken !== undefined) {
      pages.push(page(events, { ...request, nextToken: pages.at(-1)!.nextToken }));
    }

    const inOrder = events.map(({ id }) => id);
    expect(pages.flatMap(ids)).toEqual(isReverse ? inOrder.reverse() : inOrder);
    expect(pages).toHaveLength(Math.ceil(length / size));
  }));
});

test.each([undefined, '0'])('a page has 100 events for maxResults %s', (maxResults) => {
  expect(page(history(101), { maxResults }).events).toHaveLength(100);
});

test('events that come meanwhile shift nothing', () => {
  const { nextToken } = page(history(5), { maxResults: '2', reverseOrder: 'true' });

  expect(ids(page(history(9), { maxResults: '2', reverseOrder: 'true', nextToken }))).toEqual([3, 2]);
});

test('an execution without events yet has an empty page', () => {
  expect(page([])).toEqual({ events: [], nextToken: undefined });
  expect(page([], { reverseOrder: 'true' })).toEqual({ events: [], nextToken: undefined });
});

test('fails for a token of another execution or order, or of none', () => {
  const events = history(5);
  const nextToken = page(events, { maxResults: '2' }).nextToken!;
  const refusal = /^InvalidToken: Invalid Token: 'Invalid token'$/;

  expect(() => page(events, { executionArn: `${EXECUTION}2`, nextToken })).toThrow(refusal);
  expect(() => page(events, { reverseOrder: 'true', nextToken })).toThrow(refusal);
  expect(() => page(history(2), { nextToken })).toThrow(refusal);
  fc.assert(fc.property(fc.string(), (text) => expect(() => page(events, { nextToken: text })).toThrow(refusal)));
});
