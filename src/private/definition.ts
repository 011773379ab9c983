import { readFileSync } from 'node:fs';
import { AssetStaging, CfnResource, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { resourceOf } from './state-machine-identity';

/** A state of a definition, as it is in ASL: nobody has checked what the user wrote. */
export type State = Readonly<Record<string, unknown>>;

/** States by their names, with where they begin: those of a state machine, of a branch or of an iteration. */
export interface States {
  readonly StartAt?: unknown;
  readonly TimeoutSeconds?: unknown;
  readonly States?: Readonly<Record<string, State>>;
}

/**
 * The definition of a state machine as far as CDK can see it: not of an imported one, nor in YAML. What is known only at deployment is `<?>`.
 */
export function definitionOf(stateMachine: sfn.IStateMachine): States | undefined {
  const resource = resourceOf(stateMachine);
  if (!resource) {
    return undefined;
  }
  const stack = Stack.of(resource);
  const { definition, definitionString } = stack.resolve({
    definition: resource.definition, definitionString: resource.definitionString,
  });
  return objectOf(definition ?? parse(() => definitionString === undefined ? textOfFile(resource) : textOf(definitionString, activitiesOf(stack))));
}

/** Those that were asked for at synthesis, when they do not change any more. */
const finalDefinitions = new WeakMap<sfn.IStateMachine, { readonly definition?: States }>();

/** As `definitionOf`, at synthesis: many routes may start one state machine, and to resolve its definition takes the whole tree. */
export function finalDefinitionOf(stateMachine: sfn.IStateMachine): States | undefined {
  const known = finalDefinitions.get(stateMachine) ?? { definition: definitionOf(stateMachine) };
  finalDefinitions.set(stateMachine, known);
  return known.definition;
}

/** All states, those of branches and iterations too, with their names. */
export function statesOf(states: States): [string, State][] {
  return Object.entries(objectOf(states.States) ?? {}).flatMap(([name, value]) => {
    const state = objectOf(value) ?? {};
    return [[name, state], ...innerOf(state).flatMap(statesOf)] as [string, State][];
  });
}

/** The branches of a Parallel, or the iteration of a Map. */
export function innerOf(state: State): States[] {
  return [...listOf(state.Branches), state.ItemProcessor, state.Iterator].map(objectOf).filter((inner): inner is State => inner !== undefined);
}

/** A list, empty where there is none. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An object, or nothing. */
export function objectOf(value: unknown): State | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as State : undefined;
}

/** The definition's file, of which CDK has made an asset below the state machine. */
function textOfFile({ node }: sfn.CfnStateMachine): string {
  const stateMachine = node.scope!.node.defaultChild?.node === node ? node.scope! : undefined;
  const [staging] = (stateMachine?.node.findAll() ?? []).filter((construct): construct is AssetStaging => construct instanceof AssetStaging);
  return readFileSync(staging.sourcePath, 'utf8');
}

/** The text of a resolved value. */
function textOf(value: unknown, activities: unknown[]): string {
  if (typeof value === 'string') {
    return value;
  }
  const [delimiter, parts] = listOf(objectOf(value)?.['Fn::Join']);
  if (Array.isArray(parts)) {
    return parts.map((part) => textOf(part, activities)).join(String(delimiter));
  }
  return activities.includes(objectOf(value)?.Ref) ? '<?>:activity:<?>' : '<?>';
}

/** The logical ids of a stack's activities: a reference to one is its ARN. */
function activitiesOf(stack: Stack): unknown[] {
  return stack.node.findAll()
    .filter((construct) => CfnResource.isCfnResource(construct))
    .filter(({ cfnResourceType }) => cfnResourceType === sfn.CfnActivity.CFN_RESOURCE_TYPE_NAME)
    .map((activity) => stack.getLogicalId(activity));
}

/** What is no JSON, or is nowhere, says nothing. */
function parse(text: () => string): unknown {
  try {
    return JSON.parse(text());
  } catch {
    return undefined;
  }
}
