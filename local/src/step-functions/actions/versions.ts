import { action } from './action';
import { ARN, DESCRIPTION, LONG_ARN, PAGE } from './members';
import { checkArn } from '../names';
import { page } from '../page';
import { ServiceError } from '../service-error';

/** The revision of a machine that was never updated, as PublishStateMachineVersion names it. */
const FIRST_REVISION = 'INITIAL';

/** The actions on versions. */
export const VERSION_ACTIONS = {
  PublishStateMachineVersion: action({ stateMachineArn: ARN, revisionId: {}, description: DESCRIPTION }, (service, request) => {
    const { stateMachineArn, revisionId, description } = request;
    const { entry, machine, versionArn } = service.machines.get(stateMachineArn);
    if (versionArn !== undefined) {
      throw ServiceError.invalid(`A version is published of a state machine, not of one of its versions or aliases. Received: ${stateMachineArn}`);
    }
    if (entry.isDeleting) {
      throw ServiceError.of('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn}'`);
    }
    const current = machine.revisionId ?? FIRST_REVISION;
    if (revisionId !== undefined && revisionId !== current) {
      throw ServiceError.of('ConflictException',
        `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`);
    }
    const { arn, creationDate } = entry.publish(description, service.now());
    return { creationDate, stateMachineVersionArn: arn };
  }),
  DeleteStateMachineVersion: action({ stateMachineVersionArn: LONG_ARN }, (service, { stateMachineVersionArn: arn }) => {
    checkArn(arn, 'stateMachine:[^:]+');
    service.machines.find(arn)?.entry.deleteVersion(arn);
    return {};
  }),
  ListStateMachineVersions: action({ stateMachineArn: ARN, ...PAGE }, (service, request) => {
    const { stateMachineArn } = request;
    checkArn(stateMachineArn, 'stateMachine');
    const versions = service.machines.find(stateMachineArn)?.entry.versions ?? [];
    const { items, nextToken } = page({ items: versions, name: `versions ${stateMachineArn}`, keyOf: ({ number }) => number, isDescending: true }, request);
    return { nextToken, stateMachineVersions: items.map(({ arn, creationDate }) => ({ creationDate, stateMachineVersionArn: arn })) };
  }),
};
