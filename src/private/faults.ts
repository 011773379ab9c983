import { Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';

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

  /** Throws one error that names every fault, if there is any. */
  public throwIfAny(): void {
    if (this.found.length > 0) {
      const lines = this.found.map(({ prop, got, allowed }) => `  ${prop}: got ${got}; allowed: ${allowed}`);
      throw new Error([`${this.scope.node.path}: invalid ${this.of}`, ...lines].join('\n'));
    }
  }
}

/** A fault if the value does not match. A value that is known only at deployment is let through. */
export function faultOfPattern(prop: string, value: string | undefined, pattern: RegExp, allowed: string): Fault[] {
  return value === undefined || Token.isUnresolved(value) || pattern.test(value) ? [] : [{ prop, got: JSON.stringify(value), allowed }];
}

/** A path to a member, so plain that nothing in it can end the template's string that it stands in. */
const MEMBER_PATH = /^\$(\.[A-Za-z_][\w-]*|\[\d+\])+$/;

/** What is wrong with JSONPaths that stand in a template, by prop. */
export function faultsOfPaths(paths: Record<string, string | undefined>): Fault[] {
  return Object.entries(paths).flatMap(([prop, path]) => faultOfPattern(prop, path, MEMBER_PATH, 'the JSONPath of a member, such as $.order.id'));
}

/** A fault if a state machine is known to be Express. An imported one is let through. */
export function faultsOfExpress(stateMachine: sfn.IStateMachine, allowed: string): Fault[] {
  const isExpress = stateMachine instanceof sfn.StateMachine && stateMachine.stateMachineType === sfn.StateMachineType.EXPRESS;
  return isExpress ? [{ prop: 'stateMachine', got: 'an Express workflow', allowed }] : [];
}
