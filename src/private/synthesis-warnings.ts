import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** What is hardly meant: what it is called, for whoever acknowledges it, and what to do. */
export interface Warning {
  readonly id: string;
  readonly text: string;
}

/** Warns of what is only known when everything is there. */
export function warnAtSynthesis(scope: IConstruct, warnings: () => Warning[]): void {
  let isDone = false;
  scope.node.addValidation({
    validate: () => {
      // An app may be synthesized many times.
      if (!isDone) {
        warnings().forEach((warning) => warn(scope, warning));
      }
      isDone = true;
      return [];
    },
  });
}

/** Warns, by an id that users can acknowledge. */
export function warn(scope: IConstruct, { id, text }: Warning): void {
  Annotations.of(scope).addWarningV2(`cdk-websocket-step-functions:${id}`, text);
}
