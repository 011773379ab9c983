import { errorAnswer } from './management';
import type { ManagementRequest } from './management';
import type { Stage } from './stage';
import type { HttpAnswer } from '../aws/http-answer';

/** The management APIs of the run under the host names that they have on AWS, for whoever calls them there. */
export class ManagementHosts {
  constructor(private readonly stages: readonly Stage[]) {}

  /**
   * Performs a request on `@connections`.
   *
   * @returns undefined when no API of the run has this host name
   */
  public call(host: string, stageName: string, request: ManagementRequest): HttpAnswer | undefined {
    const stages = this.stages.filter(({ api }) => api.domainName === host);
    if (stages.length === 0) {
      return undefined;
    }
    const stage = stages.find(({ name }) => name === stageName);
    return stage ? stage.management.handle(request) : errorAnswer(403, 'ForbiddenException', 'Forbidden');
  }
}
