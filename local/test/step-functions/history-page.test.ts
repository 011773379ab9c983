import fc from 'fast-check';
import type { HistoryEvent } from '../../src/states';
import { historyPage, HistoryRequest } from '../../src/step-functions/history-page';

const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:Machine:one';

interface Page {
  readonly events: readonly { readonly id: number }[];
  readonly nextToken?: string;
}

function history(length: number): HistoryEvent[] {
  return Array.from({ length }, (_, index) => ({ id: index + 1, previousEventId: index, type: 'ParallelStateStarted', timestamp: new Date(0), details: {} }));
}

function page(events: readonly HistoryEvent[], request: Partial<HistoryRequest> = {}): Page {
  return historyPage(events, { executionArn: EXECUTION, ...request }) as unknown as Page;
}

const ids = ({ events }: Page): number[] => events.map(({ id }) => id);

test('pages give each event once, in either order', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 12 }), fc.boolean(), (length, size, isReverse) => {
    const events = history(length);
    const request = { maxResults: size, reverseOrder: isReverse };
    const pages = [page(events, request)];
    while (pages.at(-1)!.nextToken !== undefined) {
      pages.push(page(events, { ...request, nextToken: pages.at(-1)!.nextToken }));
    }

    const inOrder = events.map(({ id }) => id);
    expect(pages.flatMap(ids)).toEqual(isReverse ? inOrder.reverse() : inOrder);
    expect(pages).toHaveLength(Math.ceil(length / size));
  }));
});

test.each([undefined, 0])('a page has 100 events for maxResults %s', (maxResults) => {
  expect(page(history(101), { maxResults }).events).toHaveLength(100);
});

describe('a page of large data', () => {
  const input = 'x'.repeat(262_144);
  const events = history(1000).map((event) => ({ ...event, type: 'PassStateEntered', details: { name: 'A', input } }));

  test('has 100 events, and no more of the 1,000 asked for than memory has room for, none of which is lost', () => {
    const pages = [page(events, { maxResults: 1000 })];
    while (pages.at(-1)!.nextToken !== undefined) {
      pages.push(page(events, { maxResults: 1000, nextToken: pages.at(-1)!.nextToken }));
    }

    expect(page(events).events).toHaveLength(100);
    expect(pages.map((each) => each.events.length).slice(0, 2)).toEqual([127, 127]);
    expect(pages.flatMap(ids)).toEqual(events.map(({ id }) => id));
  });

  test('goes on where it ended in reverse order, too', () => {
    const first = page(events, { maxResults: 1000, reverseOrder: true });
    const second = page(events, { maxResults: 1000, reverseOrder: true, nextToken: first.nextToken });

    expect([ids(first).at(-1), ids(second)[0]]).toEqual([874, 873]);
  });

  test('has all events where the data is not asked for', () => {
    expect(page(events, { maxResults: 1000, includeExecutionData: false }).events).toHaveLength(1000);
  });

  test('has one event at least', () => {
    const [largest] = events.map((event) => ({ ...event, details: { name: 'A', input: 'x'.repeat(40_000_000) } }));

    expect(page([largest, ...events]).events).toHaveLength(1);
  });
});

test('events that come meanwhile shift nothing', () => {
  const { nextToken } = page(history(5), { maxResults: 2, reverseOrder: true });

  expect(ids(page(history(9), { maxResults: 2, reverseOrder: true, nextToken }))).toEqual([3, 2]);
});

test('an execution without events yet has an empty page', () => {
  expect(page([])).toEqual({ events: [], nextToken: undefined });
  expect(page([], { reverseOrder: true })).toEqual({ events: [], nextToken: undefined });
});

test('fails for a token of another execution or order, or of none', () => {
  const events = history(5);
  const nextToken = page(events, { maxResults: 2 }).nextToken!;
  const refusal = /^InvalidToken: Invalid Token: 'Invalid token'$/;

  expect(() => page(events, { executionArn: `${EXECUTION}2`, nextToken })).toThrow(refusal);
  expect(() => page(events, { reverseOrder: true, nextToken })).toThrow(refusal);
  expect(() => page(history(2), { nextToken })).toThrow(refusal);
  fc.assert(fc.property(fc.string(), (text) => expect(() => page(events, { nextToken: text })).toThrow(refusal)));
});
