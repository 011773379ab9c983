import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { EventSummary, ExecutionDetail } from '../../src/console/wire';
import { get } from '../api';
import { executions } from '../live';
import { Visits } from '../model/visits';

/** What is shown of an execution: it grows with each event. */
export interface ExecutionData {
  readonly detail: ExecutionDetail;
  readonly events: readonly EventSummary[];
  readonly visits: Visits;
}

/** Follows an execution: asks for its new events whenever the stream says that there are some. Undefined until it is there, null where it is not. */
export function useExecution(arn: string): ExecutionData | undefined | null {
  const data = useSignal<ExecutionData | undefined | null>(undefined);
  const visits = useRef(new Visits());
  const events = useRef<EventSummary[]>([]);
  const isAsking = useRef(false);
  const isAskedAgain = useRef(false);
  const version = executions.value.get(arn);

  const ask = async (): Promise<void> => {
    if (isAsking.current) {
      isAskedAgain.current = true;
      return;
    }
    isAsking.current = true;
    do {
      isAskedAgain.current = false;
      const path = encodeURIComponent(arn);
      const detail = await get<ExecutionDetail>(`executions/${path}`).catch(() => undefined);
      for (let page: readonly EventSummary[] | undefined; page === undefined || page.length > 0;) {
        page = await get<EventSummary[]>(`events/${path}?after=${events.current.length}`).catch(() => undefined) ?? [];
        events.current = events.current.concat(page);
        visits.current.add(page);
      }
      data.value = detail && { detail, events: events.current, visits: visits.current };
      data.value ??= null;
    } while (isAskedAgain.current);
    isAsking.current = false;
  };
  useEffect(() => void ask(), [arn, version]);
  return data.value;
}
