import { useSignal } from '@preact/signals';
import { act } from '../api';
import { general } from '../live';
import { CopyButton } from './payload';
import { clockTime } from '../model/text';

const SCALES = [1, 10, 100, 1000];

/** What the run is: its addresses, its time, what it warns of. */
export function Run() {
  const run = general.value;
  return run === undefined ? null : (
    <div class="cards">
      <section class="card" aria-labelledby="run-stages">
        <h2 id="run-stages">Addresses</h2>
        <p>
          <b>AWS_ENDPOINT_URL</b> <code class="wrap">{window.location.origin}</code> <CopyButton text={window.location.origin} what="the URL for SDKs and the CLI" />
        </p>
        <p class="quiet">There SDKs and the CLI find Step Functions, and what else the run plays.</p>
        {run.stages.map(({ name, url, routes, selectionExpression }) => (
          <div key={name} class="stage">
            <p><b>{name}</b> <code class="wrap">{url}</code> <CopyButton text={url} what={`the URL of ${name}`} /></p>
            <p class="quiet">Routes by <code>{selectionExpression}</code>: {routes.map((key) => <code key={key} class="tag">{key}</code>)}</p>
          </div>
        ))}
      </section>
      <Time scale={run.timeScale} />
      <section class="card wide" aria-labelledby="run-warnings">
        <h2 id="run-warnings">Warnings</h2>
        {run.warnings.length === 0 ? <p class="quiet">None: everything is played as on AWS.</p> : (
          <ul class="warnings">
            {run.warnings.map(({ time, message }, index) => <li key={index}>{time !== undefined && <span class="time">{clockTime(time).slice(0, 8)}</span>} {message}</li>)}
          </ul>
        )}
      </section>
    </div>
  );
}

function Time({ scale }: { readonly scale: number | undefined }) {
  const said = useSignal('');
  const change = (to: number): void => {
    act('time-scale', { scale: to }).then(() => { said.value = `Time goes ${to} times as fast from now on.`; }, (error: Error) => { said.value = error.message; });
  };
  return (
    <section class="card" aria-labelledby="run-time">
      <h2 id="run-time">Time</h2>
      {scale === undefined ? <p class="quiet">The run’s caller has the clock (a ManualClock): it says when time passes.</p> : (
        <>
          <p class="quiet">How fast waits and time-outs of executions go. A single wait is skipped on its execution’s page.</p>
          <div class="choices" role="group" aria-label="Time scale">
            {SCALES.map((each) => <button key={each} type="button" aria-pressed={scale === each} onClick={() => change(each)}>{each === 1 ? 'Real time' : `${each} ×`}</button>)}
          </div>
          {!SCALES.includes(scale) && <p>Now {scale} ×</p>}
        </>
      )}
      <p role="status" class="said">{said.value}</p>
    </section>
  );
}
