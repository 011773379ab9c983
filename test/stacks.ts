import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** An environment-agnostic stack of its own app. */
export function newStack(id = 'Stack'): Stack {
  return new Stack(new App(), id);
}

/** The smallest definition there is. A machine of its own each: a state belongs to one machine. */
export function passing(stack: Stack, id = 'Pass'): sfn.DefinitionBody {
  return sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, id));
}

/** Text with `Fn::Join` done, and `Ref`, `Fn::GetAtt` and parts of an ARN put in as `<name>`. */
export function textOf(value: any): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (value['Fn::Join']) {
    const [delimiter, parts] = value['Fn::Join'];
    return parts.map(textOf).join(delimiter);
  }
  if (value['Fn::Select']) {
    // A part of an ARN: <4 of MyMachine>
    const [index, { 'Fn::Split': [, whole] }] = value['Fn::Select'];
    return `<${index} of ${textOf(whole).slice(1, -1)}>`;
  }
  return `<${value.Ref ?? value['Fn::GetAtt'].join('.')}>`;
}

/** How many resources a stack costs. */
export function resourceCountOf(stack: Stack): number {
  return Object.keys(Template.fromStack(stack).toJSON().Resources).length;
}

/** The only resource of a type. */
export function theOnly(stack: Stack, type: string): any {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

/** The definition of the only state machine, parsed. */
export function definitionOf(stack: Stack): any {
  return JSON.parse(textOf(theOnly(stack, 'AWS::StepFunctions::StateMachine').DefinitionString));
}

/** All policy documents of a template, by the logical id of the role that they are attached to. */
export function policiesOf(stack: Stack): Record<string, any[]> {
  const byRole: Record<string, any[]> = {};
  for (const { Properties } of Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))) {
    for (const role of Properties.Roles) {
      (byRole[textOf(role)] ??= []).push(Properties.PolicyDocument);
    }
  }
  return byRole;
}

/** The state `Send` of a Standard machine of its own. */
export function sentBy(make: (stack: Stack) => sfn.IChainable, queryLanguage?: sfn.QueryLanguage): any {
  const stack = newStack();
  new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(make(stack)), queryLanguage });
  const [machine] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'))
    .filter(({ Properties }) => Properties.StateMachineType !== 'EXPRESS');
  return JSON.parse(textOf(machine.Properties.DefinitionString)).States.Send;
}
