import { Duration, Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { isExpress } from './state-machine-identity';

/** One thing wrong with a construct's props. */
export interface Fault {
  /** The prop, as the user wrote it. */
  readonly prop: string;

  /** What came. */
  readonly got: string;

  /** What is allowed, and what to do. */
  readonly allowed: string;
}

/**
 * Collects everything wrong with a construct's props, so that its user hears of all of it at once.
 */
export class Faults {
  private readonly found: Fault[] = [];

  /**
   * @param scope - the construct whose user made the faults
   * @param of - what the faults are in
   */
  constructor(private readonly scope: IConstruct, private readonly of = 'props') {}

  public add(...faults: Fault[]): void {
    this.found.push(...faults);
  }

  /** One text that names every fault, none if there is no fault: for synthesis, which throws the texts of all constructs at once. */
  public get messages(): string[] {
    const lines = this.found.map(({ prop, got, allowed }) => `  ${prop}: got ${got}; allowed: ${allowed}`);
    return lines.length > 0 ? [[`${this.scope.node.path}: invalid ${this.of}`, ...lines].join('\n')] : [];
  }

  /** Throws one error that names every fault, if there is any. */
  public throwIfAny(): void {
    this.messages.forEach((message) => {
      throw new Error(message);
    });
  }
}

/** A fault if the value does not match. A value that is known only at deployment is let through. */
export function faultsOfPattern(prop: string, value: string | undefined, pattern: RegExp, allowed: string): Fault[] {
  return value === undefined || Token.isUnresolved(value) || pattern.test(value) ? [] : [{ prop, got: JSON.stringify(value), allowed }];
}

/** A fault if a number is out of bounds. One that is known only at deployment is let through. */
export function faultsOfNumber(prop: string, value: number | undefined, isAllowed: (value: number) => boolean, allowed: string): Fault[] {
  const isFine = value === undefined || Token.isUnresolved(value) || (Number.isFinite(value) && isAllowed(value));
  return isFine ? [] : [{ prop, got: String(value), allowed }];
}

/** A fault if a duration is no whole number of seconds. A token has to be in seconds already: CDK cannot convert it from another unit. */
export function faultsOfSeconds(prop: string, duration: Duration): Fault[] {
  const isToken = duration.isUnresolved();
  const isFine = isToken ? duration.unitLabel() === 'seconds' : Number.isInteger(duration.toSeconds({ integral: false }));
  const got = isToken ? `a token in ${duration.unitLabel()}` : `${duration.toMilliseconds({ integral: false })} millis`;
  return isFine ? [] : [{ prop, got, allowed: 'whole seconds, a token by Duration.seconds' }];
}

/** A fault if an option is given by its old and its new name. */
export function faultsOfRenamed<Options>(options: Options, oldName: keyof Options & string, newName: keyof Options & string): Fault[] {
  return options[oldName] !== undefined && options[newName] !== undefined
    ? [{ prop: oldName, got: `a value beside ${newName}`, allowed: `${newName} alone, the new name of the same` }]
    : [];
}

/** A path to a member, so plain that nothing in it can end the template's string that it stands in. */
const MEMBER_PATH = /^\$(\.[A-Za-z_][\w-]*|\[\d+\])+$/;

/** What is wrong with JSONPaths that stand in a template, by prop. */
export function faultsOfPaths(paths: Record<string, string | undefined>): Fault[] {
  return Object.entries(paths).flatMap(([prop, path]) => faultsOfPattern(prop, path, MEMBER_PATH, 'the JSONPath of a member, such as $.order.id'));
}

/** A fault if a state machine is known to be Express. An imported one is let through. */
export function faultsOfExpress(stateMachine: sfn.IStateMachine, allowed: string): Fault[] {
  return isExpress(stateMachine) ? [{ prop: 'stateMachine', got: 'an Express workflow', allowed }] : [];
}
