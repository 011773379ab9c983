import { action } from './action';
import { ARN, ENCRYPTION, NAME, NEW_NAME, PAGE, TAGS } from './members';
import { checkArn, checkName } from '../names';
import { byArn, page } from '../page';
import { checkCount } from '../tags';

/** The actions on activities. */
export const ACTIVITY_ACTIONS = {
  CreateActivity: action({ name: NEW_NAME, tags: TAGS, encryptionConfiguration: ENCRYPTION }, (service, request) => {
    const { name, tags = [], encryptionConfiguration } = request;
    checkName(name);
    const arn = service.arn('activity', name);
    checkCount(arn, tags.length);
    const isNew = !service.activities.has(arn);
    const { creationDate } = service.activities.create(arn, service.now(), encryptionConfiguration);
    if (isNew) {
      service.tags.add(arn, tags);
    }
    return { activityArn: arn, creationDate };
  }),
  DeleteActivity: action({ activityArn: ARN }, (service, { activityArn: arn }) => {
    checkArn(arn, 'activity');
    service.activities.delete(arn);
    service.tags.forget(arn);
    return {};
  }),
  DescribeActivity: action({ activityArn: ARN }, (service, { activityArn }) => {
    const { name, creationDate, encryptionConfiguration } = service.activities.get(activityArn);
    return { activityArn, creationDate, encryptionConfiguration: { ...encryptionConfiguration }, name };
  }),
  ListActivities: action(PAGE, (service, request) => {
    const { items, nextToken } = page({ items: byArn(service.activities.all), name: 'activities', keyOf: ({ arn }) => arn }, request);
    return { activities: items.map(({ arn, name, creationDate }) => ({ activityArn: arn, creationDate, name })), nextToken };
  }),
  GetActivityTask: action({ activityArn: ARN, workerName: NAME }, async (service, { activityArn, workerName }, signal) => {
    const task = await service.activities.poll(service.activities.get(activityArn), workerName, signal);
    return { input: task?.input, taskToken: task?.taskToken };
  }),
};
