import { Fault } from './private/faults';
import { faultsOfAuthorized, referenceTo } from './private/principal';
import { quiet, set } from './private/vtl';

/**
 * Which groups a client may join, and ask who is in: by what the authorizer of `$connect` says of it, never by what it sends.
 */
export abstract class GroupAccess {
  /**
   * Every client that may connect may join every group whose name it knows: for groups that are open to all, or whose names nobody guesses.
   */
  public static anybody(): GroupAccess {
    return new Anybody();
  }

  /**
   * The groups that the authorizer lists: `room-1,room-2`, without blanks after commas. A group with a comma in its name is nobody's.
   *
   * @param variable - the context variable that holds the list, such as `authorizer.groups`
   */
  public static listedIn(variable: string): GroupAccess {
    return new Listed(variable);
  }

  /**
   * The groups whose names begin with a value of the authorizer's and a slash: for `acme`, `acme/room-1`. Where the value is empty, or holds a slash, none.
   *
   * @param variable - the context variable that holds the value, such as `authorizer.tenant`
   */
  public static prefixedBy(variable: string): GroupAccess {
    return new Prefixed(variable);
  }

  /**
   * VTL that sets what `_condition` looks at, beside `$group`.
   *
   * @internal
   */
  public abstract readonly _preparation: string;

  /**
   * VTL: whether the client may join the group `$group`, which is not empty.
   *
   * @internal
   */
  public abstract readonly _condition: string;

  /**
   * The context variable that says it, if one does.
   *
   * @internal
   */
  public abstract readonly _variable?: string;

  /**
   * What is wrong with it.
   *
   * @internal
   */
  public abstract _faults(): Fault[];
}

class Anybody extends GroupAccess {
  public readonly _preparation = '';
  public readonly _condition = 'true';
  public readonly _variable = undefined;

  public _faults(): Fault[] {
    return [];
  }
}

class Listed extends GroupAccess {
  public readonly _condition = '$group.indexOf(",") < 0 && $groups.indexOf(",${group},") >= 0';

  constructor(public readonly _variable: string) {
    super();
  }

  public get _preparation(): string {
    return set('groups', quiet(referenceTo(this._variable))) + set('groups', '",${groups},"');
  }

  public _faults(): Fault[] {
    return faultsOfAuthorized('groupAccess', this._variable);
  }
}

class Prefixed extends GroupAccess {
  public readonly _condition = '$prefix != "" && $prefix.indexOf("/") < 0 && $group.startsWith("${prefix}/")';

  constructor(public readonly _variable: string) {
    super();
  }

  public get _preparation(): string {
    return set('prefix', quiet(referenceTo(this._variable)));
  }

  public _faults(): Fault[] {
    return faultsOfAuthorized('groupAccess', this._variable);
  }
}
