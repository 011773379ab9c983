import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** An entry of a state's `Catch`, as CDK renders it. */
interface RenderedCatch {
  readonly ErrorEquals: string[];
  readonly Next: string;
}

/** What a state does at errors. CDK 2.178 forgets `outputs` and `assign` of a catch, and renders `resultPath`, which JSONata does not have. */
export class Caught {
  private readonly entries: { readonly handler: sfn.IChainable; readonly props: sfn.CatchProps }[] = [];

  public add(handler: sfn.IChainable, props: sfn.CatchProps): void {
    this.entries.push({ handler, props });
  }

  public forEach(callback: (handler: sfn.IChainable, props: sfn.CatchProps) => void): void {
    this.entries.forEach(({ handler, props }) => callback(handler, props));
  }

  /** The `Catch` of a state in JSONata. */
  public inJsonata(rendered: RenderedCatch[] | undefined): object {
    const propsOf = ({ ErrorEquals, Next }: RenderedCatch) => this.entries
      .find(({ handler, props: { errors = [sfn.Errors.ALL] } }) => handler.startState.stateId === Next
        && errors.join() === ErrorEquals.join())?.props;
    return rendered ? {
      Catch: rendered.map((entry) => {
        const { assign, outputs } = propsOf(entry) ?? {};
        return { ErrorEquals: entry.ErrorEquals, Next: entry.Next, Assign: assign, Output: outputs };
      }),
    } : {};
  }
}
