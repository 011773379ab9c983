import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';

/** The parts of an ARN that tell one state machine from another. */
interface MachineName {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** Part of an ARN that only deployment knows, such as the region of a stack that is bound to none. */
const UNKNOWN = '';

/**
 * Whether two objects may stand for one state machine: the construct itself, and whatever was imported by its ARN, its name, or the ARN of a version or an
 * alias. Where only deployment knows the region or the account, those of one name are taken for one: a client then reaches fewer executions, not more.
 */
export function mayBeSameStateMachine(one: sfn.IStateMachine, other: sfn.IStateMachine): boolean {
  if (isSameStateMachine(one, other) || (resourceOf(one) && resourceOf(other))) {
    return isSameStateMachine(one, other);
  }
  const [name, otherName] = [nameOf(one), nameOf(other)];
  return name !== undefined && otherName !== undefined && name.name === otherName.name
    && mayBeSame(name.region, otherName.region) && mayBeSame(name.account, otherName.account);
}

/** Whether two objects are known to stand for one state machine. */
export function isSameStateMachine(one: sfn.IStateMachine, other: sfn.IStateMachine): boolean {
  const stack = Stack.of(one);
  return one === other
    || (resourceOf(one) !== undefined && resourceOf(one) === resourceOf(other))
    || (stack === Stack.of(other) && resolved(stack, one.stateMachineArn) === resolved(stack, other.stateMachineArn));
}

/** The resource of this app behind a state machine, also behind one that was imported by a reference to the resource; undefined if there is none. */
export function resourceOf({ node, stateMachineArn }: sfn.IStateMachine): sfn.CfnStateMachine | undefined {
  return isStateMachine(node.defaultChild) ? node.defaultChild : resourceByArn(stateMachineArn);
}

/** The type of a state machine, undefined if that is not known here. */
export function typeOf(stateMachine: sfn.IStateMachine): string | undefined {
  const resource = resourceOf(stateMachine);
  const type = resource && (resource.stateMachineType ?? sfn.StateMachineType.STANDARD);
  return Token.isUnresolved(type) ? undefined : type;
}

/** Whether a state machine is known to be Express. */
export function isExpress(stateMachine: sfn.IStateMachine): boolean {
  return typeOf(stateMachine) === sfn.StateMachineType.EXPRESS;
}

/** What the ARN refers to; of a version or an alias, its state machine. */
function resourceByArn(arn: string | undefined): sfn.CfnStateMachine | undefined {
  // A reference, and what may follow it: `:<version or alias>`.
  const [token] = /^\$\{Token\[[^\]]*\]\}/.exec(arn ?? '') ?? [];
  const reference = token === undefined ? undefined : Tokenization.reverseCompleteString(token);
  const target: IConstruct | undefined = Reference.isReference(reference) ? reference.target : undefined;
  if (target === undefined || isStateMachine(target)) {
    return target;
  }
  if (target instanceof sfn.CfnStateMachineVersion) {
    return resourceByArn(target.stateMachineArn);
  }
  if (target instanceof sfn.CfnStateMachineAlias) {
    const { deploymentPreference, routingConfiguration } = target;
    const version = ofVersion(deploymentPreference) ?? (Array.isArray(routingConfiguration) ? routingConfiguration : []).map(ofVersion)[0];
    return resourceByArn(version);
  }
  return undefined;
}

function ofVersion(value: unknown): string | undefined {
  return (value as sfn.CfnStateMachineAlias.RoutingConfigurationVersionProperty | undefined)?.stateMachineVersionArn;
}

/** By CloudFormation's type, since the class may come from another copy of the library. */
function isStateMachine(construct: IConstruct | undefined): construct is sfn.CfnStateMachine {
  return (construct as Partial<sfn.CfnStateMachine> | undefined)?.cfnResourceType === sfn.CfnStateMachine.CFN_RESOURCE_TYPE_NAME;
}

/** What tells a state machine apart by its ARN, undefined if only deployment knows. */
function nameOf(stateMachine: sfn.IStateMachine): MachineName | undefined {
  const resource = resourceOf(stateMachine);
  const stack = Stack.of(resource ?? stateMachine);
  const textOf = (part: string) => (Token.isUnresolved(part) ? UNKNOWN : part);
  if (resource) {
    const { stateMachineName: name } = resource;
    return name === undefined ? undefined : { region: textOf(stack.region), account: textOf(stack.account), name: resolved(stack, name) };
  }
  // Tokens of single parts stand between the colons like any other text.
  const [, , , region, account, , name] = stateMachine.stateMachineArn.split(':');
  return name === undefined ? undefined : { region: textOf(region), account: textOf(account), name: resolved(stack, name) };
}

function resolved(stack: Stack, text: string): string {
  return JSON.stringify(stack.resolve(text));
}

function mayBeSame(one: string, other: string): boolean {
  return one === other || one === UNKNOWN || other === UNKNOWN;
}
