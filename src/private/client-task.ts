import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Caught } from './caught';
import { faultsOfExpression, faultsOfMessage, unevaluatedTexts } from './expression-faults';
import { Faults } from './faults';
import { warn } from './synthesis-warnings';

/**
 * A task state that has to do with clients: it is called for what it does to them, so that its output is its input unless the user says otherwise.
 *
 * @internal
 */
export abstract class ClientTask extends sfn.TaskStateBase {
  protected readonly taskMetrics?: sfn.TaskMetricsConfig;
  protected readonly taskPolicies?: iam.PolicyStatement[];

  private hasWarned = false;
  /** States that errors lead to, and that go on with what is next. */
  private readonly detours: (sfn.State & sfn.INextable)[] = [];
  /** The one of them that does what this state does, and fails as it does. */
  private substitute?: sfn.Parallel;
  private readonly caught = new Caught();

  constructor(scope: Construct, id: string, private readonly taskProps: sfn.TaskStateBaseProps) {
    super(scope, id, taskProps);
  }

  /**
   * Goes on with another state where there is an error.
   */
  public addCatch(handler: sfn.IChainable, props: sfn.CatchProps = {}): sfn.TaskStateBase {
    this.caught.add(handler, props);
    this.substitute?.addCatch(handler, props);
    return super.addCatch(handler, props);
  }

  /**
   * Continues with another state, whether or not there was an error which the state copes with.
   */
  public next(next: sfn.IChainable): sfn.Chain {
    const chain = super.next(next);
    this.detours.forEach((detour) => detour.next(next));
    return chain;
  }

  /**
   * @internal
   */
  protected _renderTask(topLevelQueryLanguage?: sfn.QueryLanguage): any {
    const language = sfn._getActualQueryLanguage(topLevelQueryLanguage, this.taskProps.queryLanguage);
    const inJsonata = language === sfn.QueryLanguage.JSONATA;
    this.checkExpressions(inJsonata);
    return {
      Resource: this._resource(),
      ...this._renderParametersOrArguments(this._call(inJsonata), language),
      ...this.passInputOn(inJsonata),
      ...(inJsonata && this.caught.inJsonata(this.renderRetryCatch(topLevelQueryLanguage).Catch)),
    };
  }

  /**
   * @internal
   */
  protected get _waitsForToken(): boolean {
    return this.taskProps.integrationPattern === sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN;
  }

  /**
   * Goes on with another state where there is an error, to whatever is next, with the state's input.
   *
   * @internal
   */
  protected _detourAt(error: string, state: sfn.State & sfn.INextable): void {
    this.detours.push(state);
    // Either, by the query language of the state machine, which is not known yet.
    this.addCatch(state, { errors: [error], resultPath: sfn.JsonPath.DISCARD, outputs: '{% $states.input %}' });
  }

  /**
   * The same with a state that does what this one does, and whose errors are caught as those of this one.
   *
   * @internal
   */
  protected _substituteAt(error: string, substitute: sfn.Parallel): void {
    this.caught.forEach((handler, props) => substitute.addCatch(handler, props));
    this._detourAt(error, substitute);
    this.substitute = substitute;
  }

  /**
   * What is sent, if anything is.
   *
   * @internal
   */
  protected get _message(): unknown {
    return undefined;
  }

  /**
   * The expressions that the user may give, by their props.
   *
   * @internal
   */
  protected abstract get _expressions(): Record<string, string | undefined>;

  /**
   * The resource that does the task.
   *
   * @internal
   */
  protected abstract _resource(): string;

  /**
   * What the resource is called with.
   *
   * @internal
   */
  protected abstract _call(inJsonata: boolean): object;

  /** What is wrong with the expressions, as soon as their query language is known. */
  private checkExpressions(inJsonata: boolean): void {
    const faults = new Faults(this);
    Object.entries(this._expressions).forEach(([prop, value]) => faults.add(...faultsOfExpression(prop, value, inJsonata)));
    faults.add(...faultsOfMessage('message', this._message, inJsonata));
    faults.throwIfAny();
    const [text] = unevaluatedTexts(this._message, inJsonata);
    if (text !== undefined && !this.hasWarned) {
      this.hasWarned = true;
      warn(this, {
        id: 'unevaluatedExpression',
        text: `message holds ${JSON.stringify(text)}, which is sent as it is: `
          + (inJsonata ? 'in JSONata, expressions are {% … %}' : 'in JSONPath, paths are by sfn.JsonPath, and JSONata is for the factory jsonata'),
      });
    }
  }

  /** What the service answers is of no use to the workflow: unless something else was asked for, the state's output is its input. */
  private passInputOn(inJsonata: boolean): object {
    const { outputs, outputPath, resultPath, resultSelector }: sfn.TaskStateBaseProps = this.taskProps;
    if (inJsonata) {
      // A task that waits for its token has the client's answer as its result.
      return outputs === undefined && !this._waitsForToken ? { Output: '{% $states.input %}' } : {};
    }
    const isDefault = [outputPath, resultPath, resultSelector].every((prop) => prop === undefined);
    return isDefault && !this._waitsForToken ? { ResultPath: null } : {};
  }
}
