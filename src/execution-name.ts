import { Fault, faultsOfPaths } from './private/faults';
import { CALLER, CONNECTION, faultsOfPrincipal, setScope } from './private/principal';
import { at, isNameSafe, quiet, set, setNameSafe, when } from './private/vtl';

/**
 * How executions are named, so that a message that is sent twice starts one execution: Step Functions refuses a name that is taken
 * (`ExecutionAlreadyExists`) for 90 days.
 *
 * Letters, digits and `-` of an id are in the name as they are, other characters as `_` and the two hexadecimal digits of each of their bytes, so that
 * no two ids give one name. Step Functions refuses a name of more than 80 characters. A message without id starts an execution that no other message
 * names.
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
    return new ScopedName(path, CONNECTION);
  }

  /**
   * By an id in the message, for each principal: `<principal>-<id>`. Status and stop reach only the principal's own executions, over
   * whichever connection.
   *
   * In the name, a principal's `-` is `__`, a UUID at its end 26 characters, and other characters than letters and digits are `_` and a letter or
   * hexadecimal digits. Usual principals leave room for an id that is a UUID.
   *
   * A connection without principal is a principal of its own; synth warns where that is all there can be (`noPrincipal`).
   *
   * @param path - JSONPath of the id in the message
   * @param principal - the context variable that holds the principal, such as `authorizer.tenant`; by default the caller as the authorizer knows it:
   * with IAM `identity.cognitoIdentityId`, or `identity.userArn` where there is none, without the account's number; with a Lambda authorizer
   * `authorizer.principalId`
   */
  public static perPrincipal(path = '$.requestId', principal?: string): ExecutionName {
    return new ScopedName(path, principal ?? CALLER);
  }

  /**
   * Whose the names are, if they are anybody's: a context variable, or the caller.
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

  /**
   * What is wrong with the name.
   *
   * @internal
   */
  public _faults(): Fault[] {
    return [...faultsOfPaths({ executionName: this._path }), ...faultsOfPrincipal('executionName', this._scope)];
  }

  /**
   * VTL that sets `$id` to the id at the path, or where there is none to the one that the client sends when it starts an execution, and `$isGiven`:
   * whether it may be one that the client was given.
   *
   * @internal
   */
  protected _idOfClient(path: string): string {
    return set('id', quiet(at(path)))
      + set('isGiven', '$id != ""')
      + (path === this._path ? '' : when('!$isGiven', set('id', quiet(at(this._path)))));
  }
}

class MessageName extends ExecutionName {
  public readonly _scope = undefined;

  constructor(public readonly _path: string) {
    super();
  }

  public _forStart(): string {
    return setNameSafe('executionName', at(this._path));
  }

  public _forLookup(path: string): string {
    return this._idOfClient(path)
      + set('executionName', '$id')
      + when(`!$isGiven || !(${isNameSafe('id')})`, setNameSafe('executionName', 'id'));
  }
}

/** A string of VTL. */
const SCOPED_NAME = '"${scope}-${id}"';

class ScopedName extends ExecutionName {
  constructor(public readonly _path: string, public readonly _scope: string) {
    super();
  }

  public _forStart(): string {
    return setScope(this._scope)
      + setNameSafe('id', at(this._path))
      + when('$id == ""', setNameSafe('id', 'context.requestId'))
      + set('executionName', SCOPED_NAME);
  }

  public _forLookup(path: string): string {
    // Another's execution has another scope before its first hyphen: whatever the client asks for is looked for among its own.
    return setScope(this._scope)
      + this._idOfClient(path)
      + set('executionName', '$id')
      + when('!$isGiven || !$id.startsWith("${scope}-")', setNameSafe('id', 'id') + set('executionName', SCOPED_NAME));
  }
}
