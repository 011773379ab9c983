import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Caught } from './caught';
import { faultsOfExpression } from './expression-faults';
import { Faults } from './faults';
import { nameBeside } from './state-names';

/** Name of the error of a message above 128 KB. */
export const FRAME_TOO_LARGE = 'ApiGateway.413';

/** What the state that could not send its message hands to the states that send it otherwise. Each is a value in that state's query language. */
export interface LargeMessageValues {
  /** The message as it was to be sent. */
  readonly message: unknown;
  /** Where it was to be sent, and by which id: texts and expressions. */
  readonly reply: Readonly<Record<string, string>>;
}

/** How the states of a large message refer to what they know of it, in JSONata without its braces. */
export interface LargeMessageReferences {
  readonly message: string;
  /** Object with `connectionId`, `endpoint`, `stageName`, `id`, and whatever the way of sending asks for. */
  readonly reply: string;
}

/** The state that could not send its message. */
export interface TooLargeState {
  readonly stateName: string;
  readonly queryLanguage?: sfn.QueryLanguage;
  /** The state's own `InputPath`: the values are read below it. */
  readonly inputPath?: string;
  readonly retryOnServiceExceptions?: boolean;
  /** What is known of the message, once the query language is. */
  readonly valuesIn: (inJsonata: boolean) => LargeMessageValues;
}

/**
 * Sends a message that is too large for a frame, in states of its own: a Parallel of one branch, so that errors in it are caught as those of the state
 * that could not send it, and its variables are nobody else's. Its output is its input.
 */
export class LargeMessage extends sfn.Parallel {
  private readonly caught = new Caught();
  private readonly keep: Keep;

  /** @param states - makes the states that send it, which are in JSONata */
  constructor(scope: Construct, id: string, of: TooLargeState, states: (scope: Construct, references: LargeMessageReferences) => sfn.IChainable) {
    super(scope, id, {
      stateName: nameBeside(of.stateName, 'too large'),
      queryLanguage: of.queryLanguage,
      // By the query language of the state machine, which is not known yet: `toStateJson` takes one of them away.
      resultPath: sfn.JsonPath.DISCARD,
    });
    // Names of variables must not be those of an outer scope, in which there may be another message like this.
    const suffix = this.node.addr.slice(-8);
    const [message, reply] = [`message_${suffix}`, `reply_${suffix}`];
    this.keep = new Keep(this, 'Keep', of, ({ message: value, reply: values }) => ({ [message]: value, [reply]: values }));
    this.branch(sfn.Chain.start(this.keep).next(states(this, { message: `$${message}`, reply: `$${reply}` })));
  }

  public addCatch(handler: sfn.IChainable, props: sfn.CatchProps = {}): sfn.Parallel {
    this.caught.add(handler, props);
    return super.addCatch(handler, props);
  }

  public toStateJson(topLevelQueryLanguage?: sfn.QueryLanguage): object {
    const inJsonata = sfn._getActualQueryLanguage(topLevelQueryLanguage, this.queryLanguage) === sfn.QueryLanguage.JSONATA;
    // CDK does not tell the states of a branch which language they are in.
    this.keep.inJsonata = inJsonata;
    const { ResultPath, ...state } = super.toStateJson(topLevelQueryLanguage) as { ResultPath?: string; Catch?: [] };
    return inJsonata
      ? { ...state, ...this.caught.inJsonata(state.Catch), Output: '{% $states.input %}' }
      : { ...state, ResultPath };
  }
}

/** Keeps the message in variables, which states of both query languages can read: the message may be in JSONPath, the states that send it are in JSONata. */
class Keep extends sfn.Pass {
  public inJsonata = false;

  constructor(scope: Construct, id: string, private readonly of: TooLargeState, private readonly variables: (values: LargeMessageValues) => object) {
    super(scope, id, { stateName: nameBeside(of.stateName, 'keep message'), queryLanguage: of.queryLanguage, inputPath: of.inputPath });
  }

  public toStateJson(topLevelQueryLanguage?: sfn.QueryLanguage): object {
    const { inJsonata } = this;
    const values = this.of.valuesIn(inJsonata);
    const faults = new Faults(this.node.scope!.node.scope!);
    Object.entries(values.reply).forEach(([prop, value]) => faults.add(...faultsOfExpression(prop, value, inJsonata)));
    faults.throwIfAny();
    const variables = this.variables(values);
    return { ...super.toStateJson(topLevelQueryLanguage), Assign: inJsonata ? variables : sfn.FieldUtils.renderObject(variables) };
  }
}
