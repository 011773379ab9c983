import type { Limits } from '../limits';
import type { Logger } from '../log-entry';
import type { Observer } from '../observer';
import type { StageResource, WebSocketApiResource } from '../template';
import type { Connection } from './connection';
import { ConnectionManagement } from './management';

/** A stage of an API and its connections: what can be called back, whatever its routes do. */
export class Stage {
  /** What says that a stage is the same one after an update. */
  public static idOf({ domainName }: WebSocketApiResource, { name }: StageResource): string {
    return `${domainName}/${name}`;
  }

  public readonly management: ConnectionManagement;

  /**
   * @param path where it is served, such as `/prod`
   * @param connections those of the stage before an update
   * @param observer hears of what is posted to them
   */
  constructor(
    public readonly api: WebSocketApiResource,
    public readonly resource: StageResource,
    public readonly path: string,
    limits: Limits,
    log: Logger,
    public readonly connections = new Map<string, Connection>(),
    observer?: Observer,
  ) {
    this.management = new ConnectionManagement(this.arn, this.connections, limits, log, observer);
  }

  /** Its ARN in policies. */
  public get arn(): string {
    const { partition, region, accountId, apiId } = this.api;
    return `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${this.name}`;
  }

  public get id(): string {
    return Stage.idOf(this.api, this.resource);
  }

  public get name(): string {
    return this.resource.name;
  }
}
