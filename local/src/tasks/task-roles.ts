import { isObject } from '../json';
import { Caller, Denial } from '../rights/right';
import type { Rights } from '../rights/rights';
import type { TaskRequest } from '../states';

/** The roles that tasks are performed with: their state machines', or those that their states name. */
export class TaskRoles {
  private readonly callers = new Map<string, Caller>();

  /** @param roleOf the role of a state machine by the machine's ARN; undefined for one that has none */
  constructor(public readonly rights: Rights, private readonly roleOf: (stateMachineArn: string) => string | undefined) {}

  /** Who performs a task. */
  public callerOf({ stateMachineArn, credentials }: Pick<TaskRequest, 'stateMachineArn' | 'credentials'>): Caller {
    const own = this.caller(this.roleOf(stateMachineArn), stateMachineArn);
    const roleArn = isObject(credentials) && typeof credentials.RoleArn === 'string' ? credentials.RoleArn : undefined;
    if (roleArn === undefined) {
      return own;
    }
    const other = this.caller(roleArn, stateMachineArn);
    return { denial: (rights): Denial | undefined => own.denial([{ action: 'sts:AssumeRole', resource: roleArn }]) ?? other.denial(rights) };
  }

  private caller(roleArn: string | undefined, stateMachineArn: string): Caller {
    const key = `${roleArn} ${stateMachineArn}`;
    const known = this.callers.get(key) ?? this.rights.ofRole(roleArn, stateMachineArn.split(':')[6].slice(0, 64));
    this.callers.set(key, known);
    return known;
  }
}
