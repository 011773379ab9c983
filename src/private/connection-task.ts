import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ConnectionOptions } from '../connection-options';

/** Name of the error when the client has left. */
export const GONE = 'ApiGateway.410';

/** Characters of a state's name, of which this is the end where the client has left. */
const MAXIMUM_STATE_NAME = 80;
const LEFT = ': client has left';

/** Props of the states that call `@connections`. */
export interface ConnectionTaskProps extends sfn.TaskStateBaseProps, ConnectionOptions {}

/**
 * A task state that calls `@connections` of a WebSocket API through the optimized integration: there is none in the SDK's.
 *
 * @internal
 */
export abstract class ConnectionTask extends sfn.TaskStateBase {
  protected readonly taskMetrics?: sfn.TaskMetricsConfig;
  // Granted by whoever knows the API: the state does not, which is why it works in any machine of any stack.
  protected readonly taskPolicies?: iam.PolicyStatement[];

  private readonly afterGone?: sfn.Pass;
  private readonly caught: { readonly handler: sfn.State; readonly props: sfn.CatchProps }[] = [];

  constructor(scope: Construct, id: string, private readonly method: string, private readonly options: ConnectionTaskProps) {
    super(scope, id, options);
    if (options.retryOnServiceExceptions ?? true) {
      this.addRetry({
        errors: [429, 500, 502, 503, 504].map((status) => `ApiGateway.${status}`),
        interval: Duration.seconds(1),
        maxAttempts: 6,
        backoffRate: 2,
        jitterStrategy: sfn.JitterType.FULL,
      });
    }
    if (options.ignoreGone) {
      const stateName = `${(options.stateName ?? id).slice(0, MAXIMUM_STATE_NAME - LEFT.length)}${LEFT}`;
      this.afterGone = new sfn.Pass(this, 'Gone', { stateName, queryLanguage: options.queryLanguage });
      // Either, by the query language of the state machine, which is not known yet.
      this.addCatch(this.afterGone, { errors: [GONE], resultPath: sfn.JsonPath.DISCARD, outputs: '{% $states.input %}' });
    }
  }

  /**
   * Goes on with another state where there is an error.
   */
  public addCatch(handler: sfn.IChainable, props: sfn.CatchProps = {}): sfn.TaskStateBase {
    this.caught.push({ handler: handler.startState, props });
    return super.addCatch(handler, props);
  }

  /**
   * Continues with another state, whether or not the client has left.
   */
  public next(next: sfn.IChainable): sfn.Chain {
    const chain = super.next(next);
    this.afterGone?.next(next);
    return chain;
  }

  /**
   * @internal
   */
  protected _renderTask(topLevelQueryLanguage?: sfn.QueryLanguage): any {
    const language = sfn._getActualQueryLanguage(topLevelQueryLanguage, this.options.queryLanguage);
    const inJsonata = language === sfn.QueryLanguage.JSONATA;
    return {
      Resource: `arn:${Aws.PARTITION}:states:::apigateway:invoke${this._waitsForToken ? '.waitForTaskToken' : ''}`,
      ...this._renderParametersOrArguments({
        ApiEndpoint: this.options.endpoint ?? fromInput('endpoint', inJsonata),
        Method: this.method,
        Stage: this.options.stageName ?? fromInput('stage', inJsonata),
        Path: this.path(inJsonata),
        ...this._renderBody(inJsonata),
        AuthType: 'IAM_ROLE',
      }, language),
      ...this.passInputOn(inJsonata),
      ...(inJsonata && this.catchInJsonata(topLevelQueryLanguage)),
    };
  }

  /**
   * @internal
   */
  protected get _waitsForToken(): boolean {
    return this.options.integrationPattern === sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN;
  }

  /**
   * The members of the call that hold a body.
   *
   * @internal
   */
  protected abstract _renderBody(inJsonata: boolean): object;

  private path(inJsonata: boolean): string {
    // The id as it is: Step Functions encodes it.
    const id = this.options.connectionId ?? fromInput('id', inJsonata);
    if (!inJsonata) {
      return sfn.JsonPath.format('/@connections/{}', id);
    }
    const expression = /^\{%(.*)%\}$/s.exec(id)?.[1].trim();
    return expression === undefined ? `/@connections/${id}` : `{% '/@connections/' & (${expression}) %}`;
  }

  /** CDK 2.178 forgets `outputs` and `assign` of a catch, and renders `resultPath`, which JSONata does not have. */
  private catchInJsonata(topLevelQueryLanguage?: sfn.QueryLanguage): object {
    const rendered: { ErrorEquals: string[]; Next: string }[] | undefined = this.renderRetryCatch(topLevelQueryLanguage).Catch;
    const propsOf = ({ ErrorEquals, Next }: { ErrorEquals: string[]; Next: string }) => this.caught
      .find(({ handler, props: { errors = [sfn.Errors.ALL] } }) => handler.stateId === Next && errors.join() === ErrorEquals.join())?.props;
    return rendered ? {
      Catch: rendered.map((entry) => {
        const { assign, outputs } = propsOf(entry) ?? {};
        return { ErrorEquals: entry.ErrorEquals, Next: entry.Next, Assign: assign, Output: outputs };
      }),
    } : {};
  }

  /** What API Gateway answers is of no use to the workflow: unless something else was asked for, the state's output is its input. */
  private passInputOn(inJsonata: boolean): object {
    const { outputs, outputPath, resultPath, resultSelector } = this.options;
    if (inJsonata) {
      // A task that waits for its token has the client's answer as its result.
      return outputs === undefined && !this._waitsForToken ? { Output: '{% $states.input %}' } : {};
    }
    const isDefault = [outputPath, resultPath, resultSelector].every((prop) => prop === undefined);
    return isDefault && !this._waitsForToken ? { ResultPath: null } : {};
  }
}

/** A member of the execution input's `connection`, which every state of the workflow can read. */
function fromInput(member: string, inJsonata: boolean): string {
  return inJsonata
    ? `{% $states.context.Execution.Input.connection.${member} %}`
    : sfn.JsonPath.stringAt(`$$.Execution.Input.connection.${member}`);
}
