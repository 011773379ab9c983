import { Console } from './console/console';
import type { AuthorizerContexts } from './gateway/authorizer-contexts';
import { LocalClient } from './local-client';
import type { Run } from './run';
import { authorityOf } from './stage-urls';
import type { StepFunctionsApi } from './step-functions/api';
import type { StepFunctions } from './step-functions/step-functions';

/** What the console of a run is made from, whatever templates the run plays. */
export interface RunConsoleOptions {
  /** The template as the run's caller has named it; empty where there is none. */
  readonly template: string;
  readonly stepFunctions: StepFunctions;
  readonly stepFunctionsApi: StepFunctionsApi;
  readonly timeScale: number;
  /** Whether executions have clocks of their own, whose pace can be changed. */
  readonly hasOwnClocks: boolean;
}

/** Where the run listens, and by which address it reaches itself. */
interface Address {
  readonly host: string;
  readonly loopback: string;
  readonly port: number;
}

/** What there is to look at of a run. */
export function consoleOf({ template, stepFunctions, stepFunctionsApi, timeScale, hasOwnClocks }: RunConsoleOptions): Console {
  const console = new Console({
    template,
    taskTokens: stepFunctions.taskTokens,
    perform: (action, request) => stepFunctionsApi.perform(action, request),
    timeScale,
    hasOwnClocks,
  });
  stepFunctions.onStatusChange((record) => console.executionChanged(record));
  return console;
}

/** The console gets what a template has to show, and clients that it may connect to the template's stages. */
export function showTemplate(console: Console, { template, stages }: Run, { host, loopback, port }: Address, contexts: AuthorizerContexts): void {
  const sources = template.apis.flatMap(({ routes }) => [...routes.values()].flatMap(({ identitySources }) => identitySources));
  const shown = {
    title: [...new Set(template.apis.map(({ stackName }) => stackName))].join(', ') || 'Step Functions',
    stages: [...stages].map(([name, { path, api }]) => ({
      name,
      path,
      url: `ws://${authorityOf(host, port)}${path}`,
      selectionExpression: api.routeSelectionExpression,
      routes: [...api.routes.keys()],
    })),
    secretNames: sources.flatMap((source) => source.split('.').pop() ?? []),
    functionNames: new Map(template.functions.map(({ logicalId, name }) => [logicalId, name])),
  };
  console.show(shown, async ({ stage, query = {}, headers = {}, authorizerContext }) => {
    const path = stages.get(stage)?.path;
    if (path === undefined) {
      throw new Error(`the run has no stage ${stage}: ${[...stages.keys()].join(', ') || 'it has none'}`);
    }
    const url = new URL(`ws://${authorityOf(loopback, port)}${path}`);
    Object.entries(query).forEach(([name, value]) => url.searchParams.append(name, value));
    return LocalClient.open(url.href, { ...headers, ...authorizerContext && contexts.announce(authorizerContext) });
  });
}
