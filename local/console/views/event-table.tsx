import { select } from '../location';
import type { ExecutionData } from './execution-data';
import { Windowed } from './windowed';
import { duration } from '../model/text';

/** The events as Step Functions numbers them. */
export function EventTable({ data: { detail, events, visits }, selected }: { readonly data: ExecutionData; readonly selected: number | undefined }) {
  return (
    <Windowed label="Events" count={events.length} rowHeight={2.25}
      columns={<><span role="columnheader">Id</span><span role="columnheader">Type</span><span role="columnheader">State</span><span role="columnheader">After</span><span role="columnheader">Follows</span></>}
      render={(index) => {
        const { id, type, name, error, time, previous } = events[index];
        return (
          <div class={`event-row ${id === selected ? 'selected' : ''} ${/Failed|TimedOut|Aborted/.test(type) ? 'bad' : ''}`} role="presentation">
            <span role="cell" class="number">{id}</span>
            <span role="cell">
              <button type="button" data-main class="link" tabIndex={index === Math.max(0, (selected ?? 1) - 1) ? 0 : -1} aria-pressed={id === selected}
                onClick={() => select({ event: id, visit: undefined, state: undefined })}>{type}</button>
              {error !== undefined && <span class="reason"> {error}</span>}
            </span>
            <span role="cell">{name ?? visits.byEvent[id]?.name ?? ''}</span>
            <span role="cell" class="number">{duration(time - detail.start)}</span>
            <span role="cell" class="number">{previous === 0 ? '' : previous}</span>
          </div>
        );
      }}
      isEmpty={<p class="empty">There are no events.</p>} />
  );
}
