import { randomUUID } from 'node:crypto';
import { storeOf, text } from './item-reader';
import type { ObjectStore } from './object-store';
import { Json, JsonObject } from '../../json';
import type { MapFields } from '../definition';
import { Cancelled, ErrorName, StateFailure } from '../errors';
import type { StateDefinition } from '../program/program';
import { Visit } from '../runtime/visit';

/** How the execution of one child of a distributed Map ended. */
export interface ChildResult {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: Json;
  readonly startDate: Date;
  readonly stopDate: Date;
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}

/** Makes the result of a Map state from those of its children. */
export type ResultWriter = (visit: Visit, mapRunArn: string, children: readonly ChildResult[]) => Promise<Json>;

/** Compiles the state's `ResultWriter`. Without one the result is the list of the outputs. */
export function compileResultWriter({ fields: { ResultWriter: writer }, language }: StateDefinition<MapFields>): ResultWriter {
  if (writer === undefined || Object.keys(writer).length === 0) {
    return async (_visit, _arn, children) => outputsOf(children);
  }
  const parameters = language.template(writer.Parameters ?? writer.Arguments ?? {}, 'ResultWriter/Arguments');
  const { Transformation = 'NONE', OutputType = 'JSON' } = writer.WriterConfig ?? {};
  const writes = writer.Resource !== undefined;
  return async (visit, mapRunArn, children) => {
    if (!writes) {
      return transformed(children, Transformation);
    }
    const { Bucket, Prefix = '' } = await parameters(visit) as JsonObject;
    return writing(async () => {
      const target = { bucket: text(Bucket), prefix: `${text(Prefix).replace(/\/?$/, Prefix === '' ? '' : '/')}${randomUUID()}` };
      return writeFiles(storeOf(visit), mapRunArn, children, { ...target, transformation: Transformation, isLines: OutputType === 'JSONL' });
    });
  };
}

interface Target {
  readonly bucket: string;
  readonly prefix: string;
  readonly transformation: Json;
  readonly isLines: boolean;
}

async function writeFiles(objects: ObjectStore, mapRunArn: string, children: readonly ChildResult[], target: Target): Promise<Json> {
  const { bucket, prefix, transformation, isLines } = target;
  const files: Record<string, Json[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const status of ['FAILED', 'SUCCEEDED'] as const) {
    const ofStatus = children.filter((child) => child.status === status);
    if (ofStatus.length > 0) {
      // What failed has no output to transform.
      const results = transformed(ofStatus, status === 'FAILED' ? 'NONE' : transformation);
      const body = isLines ? results.map((result) => `${JSON.stringify(result)}\n`).join('') : JSON.stringify(results);
      const key = `${prefix}/${status}_0.${isLines ? 'jsonl' : 'json'}`;
      await objects.put(bucket, key, body);
      files[status].push({ Key: key, Size: Buffer.byteLength(body) });
    }
  }
  const key = `${prefix}/manifest.json`;
  await objects.put(bucket, key, JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files }));
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

function transformed(children: readonly ChildResult[], transformation: Json): Json[] {
  switch (transformation) {
    case 'COMPACT': return outputsOf(children);
    case 'FLATTEN': return outputsOf(children).flat();
    default: return children.map(description);
  }
}

function outputsOf(children: readonly ChildResult[]): Json[] {
  return children.flatMap(({ status, output }) => status === 'SUCCEEDED' ? [output as Json] : []);
}

/** DescribeExecution's answer, with names in capitals and in alphabetical order. */
function description({ arn, name, stateMachineArn, input, startDate, stopDate, status, output, error, cause }: ChildResult): JsonObject {
  return JSON.parse(JSON.stringify({
    Cause: cause,
    Error: error,
    ExecutionArn: arn,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: name,
    Output: output === undefined ? undefined : JSON.stringify(output),
    OutputDetails: output === undefined ? undefined : { Included: true },
    RedriveCount: 0,
    ...status === 'SUCCEEDED'
      ? { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }
      : { RedriveStatus: 'REDRIVABLE' },
    StartDate: startDate,
    StateMachineArn: stateMachineArn,
    Status: status,
    StopDate: stopDate,
  })) as JsonObject;
}

async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof Cancelled ? error : new StateFailure(ErrorName.RESULT_WRITER_FAILED, (error as Error).message);
  }
}
