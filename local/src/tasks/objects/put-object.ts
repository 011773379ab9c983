import { createHash } from 'node:crypto';
import { ObjectStore, TaskFailure, TaskHandler } from '../../states';

/**
 * `arn:aws:states:::aws-sdk:s3:putObject` on the run's objects. Step Functions writes every body as JSON, a text too, in quotes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function putObject(objects: ObjectStore): TaskHandler {
  return async ({ parameters }) => {
    const { Bucket, Key, Body } = (parameters ?? {}) as { Bucket?: unknown; Key?: unknown; Body?: unknown };
    if (typeof Bucket !== 'string' || typeof Key !== 'string') {
      throw new TaskFailure('States.Runtime', `The field '${typeof Bucket === 'string' ? 'Key' : 'Bucket'}' is required but was missing, or is no text`);
    }
    const body = Body === undefined ? '' : JSON.stringify(Body);
    try {
      await objects.put(Bucket, Key, body);
    } catch (error) {
      throw new TaskFailure('S3.S3Exception', (error as Error).message);
    }
    return { ETag: `"${createHash('md5').update(body).digest('hex')}"` };
  };
}
