import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { definitionOf, finalDefinitionOf, objectOf, State, States, statesOf } from './definition';
import { isExpress } from './state-machine-identity';

/** What Express does not have, as a part of a task's resource. */
const STANDARD_ONLY: [RegExp, string][] = [
  [/\.waitForTaskToken$/, 'waits for a task token'],
  [/\.sync(:\d+)?$/, 'waits for a job to end (.sync)'],
  [/:activity:/, 'is an activity'],
];

/** Step Functions ends an Express execution after so many seconds. */
export const MAXIMUM_EXPRESS_SECONDS = 300;

/** API Gateway waits so many seconds for an integration, and no longer. */
export const MAXIMUM_SYNCHRONOUS_SECONDS = 29;

/**
 * What is wrong with the definition of an Express workflow, or of a map's Express children, of which Step Functions would refuse to make a state machine.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
 */
export function faultsOfExpressDefinition(stateMachine: sfn.IStateMachine): string[] {
  const definition = definitionOf(stateMachine);
  if (!definition) {
    return [];
  }
  const faultsOf = (states: States, advice: string) => statesOf(states).flatMap(([name, state]) => standardOnly(state).map((what) =>
    `state ${JSON.stringify(name)} of ${stateMachine.node.path} ${what}, which Express workflows do not have; ${advice}`));
  return isExpress(stateMachine)
    ? faultsOf(definition, 'make it a Standard workflow')
    : expressChildrenOf(definition).flatMap((children) => faultsOf(children, 'make the children of its map Standard (mapExecutionType)'));
}

/** The iterations of distributed maps that are Express workflows of their own. */
function expressChildrenOf(definition: States): States[] {
  return statesOf(definition).map(([, { ItemProcessor }]) => objectOf(ItemProcessor) ?? {})
    .filter(({ ProcessorConfig }) => objectOf(ProcessorConfig)?.ExecutionType === sfn.StateMachineType.EXPRESS);
}

/** What in the definition of an Express workflow takes longer than there is time, in seconds. */
export function overlongInExpress(stateMachine: sfn.IStateMachine, maximum: number): string[] {
  const definition = isExpress(stateMachine) ? finalDefinitionOf(stateMachine) : undefined;
  const isOverlong = (seconds: unknown) => typeof seconds === 'number' && seconds > maximum;
  return definition
    ? [
      ...(isOverlong(definition.TimeoutSeconds) ? [`a timeout of ${definition.TimeoutSeconds} seconds`] : []),
      ...statesOf(definition).filter(([, { Type, Seconds }]) => Type === 'Wait' && isOverlong(Seconds))
        .map(([name, { Seconds }]) => `a wait of ${Seconds} seconds in state ${JSON.stringify(name)}`),
    ]
    : [];
}

function standardOnly({ ItemProcessor, Resource }: State): string[] {
  const isDistributed = objectOf(objectOf(ItemProcessor)?.ProcessorConfig)?.Mode === 'DISTRIBUTED';
  return [
    ...STANDARD_ONLY.filter(([resource]) => typeof Resource === 'string' && resource.test(Resource)).map(([, what]) => what),
    ...(isDistributed ? ['is a distributed map'] : []),
  ];
}
