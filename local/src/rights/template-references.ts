import { Json } from '../json';
import type { LoadedTemplate } from '../template';

export type ReferredParts = Pick<LoadedTemplate, 'apis' | 'stateMachines' | 'functions' | 'tables' | 'queues' | 'topics' | 'activities' | 'eventRules'>;

const HERE = '${AWS::Region}:${AWS::AccountId}';

/** ARNs as a template refers to them: the names and ids that the run makes up are others in the account. */
export class TemplateReferences {
  /** What `Fn::Sub` has for what ARNs begin with. */
  private readonly texts: ReadonlyMap<string, string>;

  constructor({ apis, stateMachines, functions, tables, queues, topics, activities, eventRules }: ReferredParts) {
    const named = [...stateMachines, ...functions, ...tables, ...queues, ...activities];
    this.texts = new Map([
      ...apis.map(({ partition, region, accountId, apiId, logicalId }): [string, string] => [
        `arn:${partition}:execute-api:${region}:${accountId}:${apiId}`, `arn:\${AWS::Partition}:execute-api:${HERE}:\${${logicalId}}`,
      ]),
      ...stateMachines.map(({ arn, logicalId }): [string, string] => [
        arn.replace(':stateMachine:', ':execution:'), `arn:\${AWS::Partition}:states:${HERE}:execution:\${${logicalId}.Name}`,
      ]),
      ...named.map(({ arn = '', logicalId }): [string, string] => [arn, `\${${logicalId}.Arn}`]),
      ...topics.map(({ arn = '', logicalId }): [string, string] => [arn, `\${${logicalId}}`]),
      ...eventRules.map(({ arn, logicalId }): [string, string] => [arn, `\${${logicalId}.Arn}`]),
    ]);
  }

  /** What to write for an ARN; itself where it is not of the template. */
  public of(arn: string): Json {
    for (let end = arn.length; end > 0; end = Math.max(arn.lastIndexOf(':', end - 1), arn.lastIndexOf('/', end - 1))) {
      const text = this.texts.get(arn.slice(0, end));
      if (text !== undefined) {
        return reference(text, arn.slice(end));
      }
    }
    return arn;
  }
}

function reference(text: string, rest: string): Json {
  const [, logicalId, attribute] = /^\$\{(\w+)(?:\.(\w+))?\}$/.exec(text) ?? [];
  if (rest === '' && logicalId !== undefined) {
    return attribute === undefined ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] };
  }
  return { 'Fn::Sub': `${text}${general(text, rest)}` };
}

/** What comes into being while it runs, such as connections and executions, is meant in general, and so is an authorizer's made-up id. */
function general(text: string, rest: string): string {
  return text.includes(':execution:') ? ':*' : rest.replace(/@connections\/.*$/, '@connections/*').replace(/^\/authorizers\/.*$/, '/authorizers/*').replaceAll('${', '${!');
}
