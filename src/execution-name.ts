import { nameSafe } from './private/vtl';

/**
 * How executions are named, so that a message that is sent twice starts one execution: Step Functions refuses a name that is taken
 * (`ExecutionAlreadyExists`) for 90 days.
 *
 * Letters, digits and `-` of an id are in the name as they are, other characters as `_` and hexadecimal digits, so that no two ids give one
 * name. Step Functions refuses a name of more than 80 characters. A message without id starts an execution that no other message names.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export abstract class ExecutionName {
  /**
   * By an id in the message alone: whoever sends it names the same execution.
   *
   * @param path - JSONPath of the id in the message
   */
  public static fromMessage(path = '$.requestId'): ExecutionName {
    return new MessageName(path);
  }

  /**
   * By an id in the message, for each connection: `<connection id>-<id>`. Status and stop reach only this connection's executions.
   *
   * @param path - JSONPath of the id in the message
   */
  public static perConnection(path = '$.requestId'): ExecutionName {
    return new ScopedName(path, 'connectionId');
  }

  /**
   * By an id in the message, for each principal: `<principal>-<id>`. Status and stop reach only the principal's own executions, over
   * whichever connection. A connection without principal is a principal of its own.
   *
   * @param path - JSONPath of the id in the message
   * @param principal - the context variable that holds the principal: `authorizer.principalId`, set by a Lambda authorizer, or
   * `identity.userArn` with IAM
   */
  public static perPrincipal(path = '$.requestId', principal = 'authorizer.principalId'): ExecutionName {
    return new ScopedName(path, principal);
  }

  /**
   * The context variable that scopes the names, if one does.
   *
   * @internal
   */
  public abstract readonly _scope?: string;

  /**
   * JSONPath of the id in the message that starts an execution.
   *
   * @internal
   */
  public abstract readonly _path: string;

  /**
   * VTL that sets `$executionName` for a start: to nothing, if Step Functions is to find a name.
   *
   * @internal
   */
  public abstract _forStart(): string;

  /**
   * VTL that sets `$executionName` to the execution that the client means, by the id it was given or the one it sent.
   *
   * @param path - JSONPath of the id in the message
   * @internal
   */
  public abstract _forLookup(path: string): string;
}

class MessageName extends ExecutionName {
  public readonly _scope = undefined;

  constructor(public readonly _path: string) {
    super();
  }

  public _forStart(): string {
    return `#set($executionName = ${nameSafe(`input.path('${this._path}')`)})`;
  }

  public _forLookup(path: string): string {
    return `#set($executionName = "$!input.path('${path}')")`;
  }
}

class ScopedName extends ExecutionName {
  constructor(public readonly _path: string, public readonly _scope: string) {
    super();
  }

  public _forStart(): string {
    return this.setScope()
      + `#set($id = ${nameSafe(`input.path('${this._path}')`)})`
      + `#if($id == "")#set($id = ${nameSafe('context.requestId')})#end`
      + '#set($executionName = "${scope}-${id}")';
  }

  public _forLookup(path: string): string {
    // Another's execution has another scope before its first hyphen: whatever the client asks for is looked for among its own.
    return this.setScope()
      + `#set($executionName = "$!input.path('${path}')")`
      + '#if(!$executionName.startsWith("${scope}-"))'
      + `#set($id = ${nameSafe('executionName')})#set($executionName = "\${scope}-\${id}")#end`;
  }

  private setScope(): string {
    // The hyphen ends the scope, and so is not in it.
    const scope = (variable: string) => `#set($scope = ${nameSafe(`context.${variable}`)}.replaceAll("-","_2D"))`;
    return this._scope === 'connectionId' ? scope('connectionId') : `${scope(this._scope)}#if($scope == "")${scope('connectionId')}#end`;
  }
}
