import type { RouteSettings } from './api';
import type { Mailbox } from './delivery';
import type { Timers } from './environment';
import { ClientError, onAbort } from './errors';
import { createOutcome, type Execution, type Outcome, type Question } from './execution';
import { LONGEST_PATIENCE, MOST_REMEMBERED, PATIENCE, SHORT_PATIENCE } from './limits';
import type { Link } from './link';
import type { Messages } from './messages';
import { newId } from './new-id';
import { addNewest, bestOf, executionIdOf, fitOf, isEnded, nameOfId, type Frame, type FrameKind } from './protocol';
import type { Request, Requests } from './requests';
import type { StartOptions, WaitOptions } from './start-options';

export interface ExecutionsOptions {
  readonly requests: Requests;
  readonly messages: Messages;
  readonly mailbox?: Mailbox;
  readonly timers: Timers;
  toQuestion(frame: Frame): Question;
  /** Messages that no execution of this client has sent. */
  unclaimed(frame: Frame, kind: FrameKind): void;
  /** Messages may have been lost. */
  missed(execution: Execution): void;
  /** An execution has ended. */
  ended(): void;
}

/** The executions of a client: each ends once, whatever happens to connections and messages. */
export interface Executions {
  start(route: string, message: unknown, options?: StartOptions): Execution;
  /** @param requestId the id that it was started with; its name, where names are not made of ids */
  follow(route: string, requestId: string, options?: WaitOptions): Execution;
  /** A message of an execution: of one of this client's, of one that may be, or of none. */
  hear(frame: Frame, kind: FrameKind): void;
  /** Whether messages of an execution that runs come over a link. */
  uses(link: Link): boolean;
  /** What was sent over a link while it was lost has not come. */
  down(link: Link): void;
  /** Another link is open: what has ended meanwhile? */
  up(): void;
  close(error: Error): void;
}

/** An execution as this client knows it. What is no member of `Execution` is nobody else's. */
interface Run extends Execution, Outcome {
  readonly questions: Outcome['questions'];
  executionId?: string;
  readonly settings: RouteSettings;
  /** Over which its messages come; undefined after that has ended. */
  heardOver?: Link;
  isAccepted?: boolean;
  /** Milliseconds of silence after which its status is asked for. */
  patience: number;
  until?(update: Frame): boolean;
  cancelCheck?(): void;
}

export function createExecutions({ requests, messages, mailbox, timers, toQuestion, unclaimed, missed, ended }: ExecutionsOptions): Executions {
  const running: Run[] = [];
  /** Of executions that have ended, so that repeats of their messages are known. */
  const endedIds = new Set<string>();
  /** Messages whose executions may be those of starts that are not acknowledged yet. */
  const early: [Frame, FrameKind][] = [];
  /** Status messages that nobody has asked for go one by one. */
  let checks = Promise.resolve();
  let closedWith: Error | undefined;

  const runs = (run: Run): boolean => running.includes(run);

  function create(route: string, requestId: string, { signal, stopOnAbort, until }: WaitOptions): Run {
    const outcome = createOutcome(() => {
      if (!runs(run)) {
        return;
      }
      run.cancelCheck?.();
      running.splice(running.indexOf(run), 1);
      if (run.executionId) {
        addNewest(endedIds, run.executionId);
      }
      hearEarly();
      ended();
    });
    const run: Run = {
      ...outcome,
      requestId,
      until,
      settings: messages.settings(route),
      patience: PATIENCE,
      status: () => status(run),
      stop: () => stop(run),
      [Symbol.asyncIterator]: outcome.updates[Symbol.asyncIterator],
    };
    running.push(run);
    const forget = onAbort(signal, (error) => {
      run.fail(error);
      // What was never sent has started nothing.
      if (stopOnAbort && (run.isAccepted || run.heardOver)) {
        stop(run).catch(() => {});
      }
    });
    outcome.result.then(forget, forget);
    if (closedWith) {
      run.fail(closedWith);
    }
    return run;
  }

  async function send(run: Run, route: string, message: unknown, signal?: AbortSignal): Promise<void> {
    const { requestId, settings: { names, isExpress } } = run;
    let tries = 0;
    try {
      const reply = await requests.ask({
        message: await messages.toRoute(route, message, requestId),
        reply: 'started',
        fits: names && ((frame) => fitOf(executionIdOf(frame), requestId)),
        // Of two starts with one name, one starts nothing; Express has no such rule, and over another connection the name is another.
        mayResend: !isExpress && !!names && names !== 'connection',
        signal,
        sent: (link) => {
          run.heardOver = link;
          tries++;
        },
      });
      accept(run, executionIdOf(reply), reply);
    } catch (error) {
      if (tries > 1 && (error as ClientError).frame?.error === 'ExecutionAlreadyExists') {
        // It was this client that has started it, over the connection that was lost.
        accept(run, idOf(run), {});
        cutOff(run);
        check(run);
      } else {
        run.fail(error);
      }
    }
  }

  function accept(run: Run, id: string | undefined, { startDate }: Frame): void {
    run.isAccepted = true;
    run.accept({ executionId: id, startDate: startDate === undefined ? undefined : new Date(startDate as number * 1000) });
    name(run, id);
    watch(run);
    hearEarly();
  }

  /** What is known of an execution's name before the API tells it. */
  function idOf({ requestId, settings: { names } }: Run): string | undefined {
    return names === 'message' ? nameOfId(requestId) : names ? undefined : requestId;
  }

  function name(run: Run, id: string | undefined): void {
    if (id && !run.executionId && runs(run)) {
      run.executionId = id;
      // Left by an abort, it may be followed again.
      endedIds.delete(id);
    }
  }

  /** What came early may be somebody's now, or nobody's. */
  function hearEarly(): void {
    early.splice(0).forEach(([frame, kind]) => hear(frame, kind));
  }

  /** The execution that a name is of, be it known or not. If it may be that of a start that is not acknowledged yet, nobody knows. */
  function named(id: string): Run | undefined {
    const run = bestOf(running, ({ executionId, requestId }) => (executionId ? Number(executionId === id) * Infinity : fitOf(id, requestId)));
    return run?.isAccepted ? run : undefined;
  }

  function hear(frame: Frame, kind: FrameKind): void {
    const id = executionIdOf(frame);
    const run = named(id);
    if (run) {
      name(run, id);
      if (!mailbox?.isRepeat(frame)) {
        deliver(run, frame, kind);
      }
    }
    if (run || endedIds.has(id)) {
      mailbox?.ack(frame, run && kind);
    } else if (running.every(({ isAccepted }) => isAccepted)) {
      unclaimed(frame, kind);
    } else {
      early.push([frame, kind]);
      early.splice(0, early.length - MOST_REMEMBERED);
    }
  }

  function deliver(run: Run, frame: Frame, kind: FrameKind): void {
    watch(run);
    if (kind === 'question') {
      run.questions.give(toQuestion(frame));
    } else if (kind !== 'update') {
      run.complete(frame);
    } else {
      try {
        (run.until?.(frame) ? run.succeed : run.updates.give)(frame);
      } catch (error) {
        run.fail(error);
      }
    }
  }

  /** Nothing comes any more of an execution that goes on. */
  function cutOff(run: Run): void {
    run.heardOver = undefined;
    watch(run);
    if (!mailbox) {
      missed(run);
      if (!mayAsk(run)) {
        run.fail(new ClientError('ConnectionLost', 'nothing tells of its end'));
      }
    }
  }

  function mayAsk({ settings: { isExpress, names }, heardOver }: Run): boolean {
    return messages.knows('status') && !isExpress && (names !== 'connection' || !!heardOver);
  }

  function watch(run: Run, patience = run.heardOver ? PATIENCE : SHORT_PATIENCE): void {
    run.patience = patience;
    run.cancelCheck?.();
    if (runs(run) && (mailbox || mayAsk(run))) {
      run.cancelCheck = timers.set(() => check(run), patience, true);
    }
  }

  /** Asks after an execution, and later again. */
  function check(run: Run, failed: (error: unknown) => void = () => {}): void {
    run.cancelCheck?.();
    run.cancelCheck = undefined;
    checks = checks.then(async () => {
      if (runs(run)) {
        await mailbox?.refresh();
      }
      if (runs(run) && (!mailbox || mayAsk(run))) {
        await status(run);
      }
    }).catch(failed).then(() => watch(run, Math.min(run.patience * 2, LONGEST_PATIENCE)));
  }

  async function status(run: Run): Promise<Frame> {
    const reply = await requests.ask({
      ...naming(run, 'status', 'status'),
      fits: (frame) => (run.executionId ? Number(frame.executionId === run.executionId) : fitOf(executionIdOf(frame), run.requestId)),
    });
    name(run, executionIdOf(reply));
    if (isEnded(reply.status)) {
      // What it has sent before may be kept, and would come too late.
      await mailbox?.resume();
    }
    run.complete(reply);
    return reply;
  }

  async function stop(run: Run): Promise<void> {
    await requests.ask(naming(run, 'stop', 'stopped'));
  }

  function naming({ executionId, requestId, settings: { workflow } }: Run, service: 'status' | 'stop', reply: FrameKind): Request {
    return messages.toService(service, reply, { workflow, executionId }, executionId ? undefined : requestId);
  }

  return {
    start(route, message, options = {}) {
      const run = create(route, options.requestId ?? newId(), options);
      void send(run, route, message, options.signal);
      return run;
    },
    follow(route, requestId, options = {}) {
      const known = running.find((run) => run.requestId === requestId);
      if (known) {
        return known;
      }
      const run = create(route, requestId, options);
      accept(run, idOf(run), {});
      check(run, run.fail);
      return run;
    },
    hear,
    uses: (link) => running.some((run) => run.heardOver === link),
    down(link) {
      running.filter((run) => run.isAccepted && run.heardOver === link).forEach(cutOff);
    },
    up() {
      // What a mailbox has kept is read anyway, and what is being asked after needs no second time.
      running.filter(({ isAccepted, heardOver, cancelCheck }) => !mailbox && isAccepted && !heardOver && cancelCheck).forEach((run) => check(run));
    },
    close(error) {
      closedWith = error;
      running.slice().forEach((run) => run.fail(error));
    },
  };
}
