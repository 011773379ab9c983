import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Fault } from './faults';
import { isExpress } from './state-machine-identity';

/** A workflow whose executions a client may ask after. */
export interface NamedWorkflow {
  /** The name by which messages mean it; undefined for the one that they need not name. */
  readonly name?: string;
  readonly stateMachine: sfn.IStateMachine;
}

/** The Standard workflows that a route serves, those that are added later too. */
export class NamedWorkflows {
  public static only(stateMachine: sfn.IStateMachine): NamedWorkflows {
    const workflows = new NamedWorkflows();
    workflows.add({ stateMachine });
    return workflows;
  }

  private readonly added: NamedWorkflow[] = [];
  private readonly watchers: ((workflow: NamedWorkflow) => void)[] = [];

  /** All that are there by now. */
  public get all(): readonly NamedWorkflow[] {
    return this.added;
  }

  /** Adds a workflow, unless it is Express. */
  public add(workflow: NamedWorkflow): void {
    if (!isExpress(workflow.stateMachine)) {
      this.added.push(workflow);
      this.watchers.forEach((watch) => watch(workflow));
    }
  }

  /** Calls back for each that there is, and each that is added later. */
  public watch(watcher: (workflow: NamedWorkflow) => void): void {
    this.watchers.push(watcher);
    this.added.forEach(watcher);
  }

  /** A fault if there is none by now, which is known at synthesis. */
  public faults(allowed: string): Fault[] {
    return this.added.length === 0 ? [{ prop: 'stateMachine', got: 'an Express workflow', allowed }] : [];
  }

  /** What is wrong with the names by which messages name them. */
  public faultsOfNames(): Fault[] {
    const names = this.added.flatMap(({ name }) => name ?? []);
    const twice = names.filter((name, index) => names.indexOf(name) < index);
    // The mapping template compares the message's workflow with a literal in apostrophes.
    const unspeakable = names.filter((name) => /['\\]/.test(name));
    return [
      ...twice.map((name) => ({
        prop: 'stateMachine',
        got: `none, and several workflows ${JSON.stringify(name)}`,
        allowed: 'ids of which messages name one workflow each; give stateMachine for the others',
      })),
      ...unspeakable.map((name) => ({
        prop: 'stateMachine',
        got: `none, and the workflow ${JSON.stringify(name)}`,
        allowed: 'ids without apostrophe and backslash; give stateMachine for this one',
      })),
    ];
  }
}
