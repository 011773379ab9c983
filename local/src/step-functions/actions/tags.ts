import { action } from './action';
import { ARN, TAGS } from './members';
import { ServiceError } from '../service-error';
import type { StepFunctions } from '../step-functions';

/** The actions on tags. */
export const TAG_ACTIONS = {
  TagResource: action({ resourceArn: ARN, tags: { ...TAGS, required: true } }, (service, { resourceArn, tags }) => {
    checkResource(service, resourceArn);
    service.tags.add(resourceArn, tags);
    return {};
  }),
  UntagResource: action({ resourceArn: ARN, tagKeys: { type: 'list', of: { minLength: 1, maxLength: 128 }, required: true } }, (service, { resourceArn, tagKeys }) => {
    checkResource(service, resourceArn);
    service.tags.remove(resourceArn, tagKeys);
    return {};
  }),
  ListTagsForResource: action({ resourceArn: ARN }, (service, { resourceArn }) => {
    checkResource(service, resourceArn);
    return { tags: service.tags.of(resourceArn) };
  }),
};

/** @throws ServiceError for an ARN of nothing that has tags: machines and activities have, versions and aliases have not */
function checkResource({ machines, activities }: StepFunctions, arn: string): void {
  if (!/^arn:[^:]+:states:[^:]+:[^:]+:(stateMachine|activity):.+$/.test(arn)) {
    throw ServiceError.of('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
  if (machines.find(arn)?.entry.arn !== arn && !activities.has(arn)) {
    throw ServiceError.of('ResourceNotFound', `Resource not found: '${arn}'`);
  }
}
