import { ObjectStore } from '../../../src/states';

/** Objects in memory, by `bucket/key`. */
export class MemoryObjects implements ObjectStore {
  constructor(public readonly bodies: Map<string, string | Buffer> = new Map()) {}

  public async* list(bucket: string, prefix: string): ReturnType<ObjectStore['list']> {
    for (const [path, body] of [...this.bodies].sort(([left], [right]) => left < right ? -1 : 1)) {
      const key = path.slice(bucket.length + 1);
      if (path.startsWith(`${bucket}/${prefix}`)) {
        yield { key, size: body.length, lastModified: new Date(1_789_180_622_500), etag: '"e"' };
      }
    }
  }

  public async get(bucket: string, key: string): Promise<Buffer> {
    const body = this.bodies.get(`${bucket}/${key}`);
    if (body === undefined) {
      throw new Error('The specified key does not exist.');
    }
    return Buffer.from(body as string);
  }

  public async put(bucket: string, key: string, body: string): Promise<void> {
    this.bodies.set(`${bucket}/${key}`, body);
  }

  /** What an object says, as JSON. */
  public json(path: string): unknown {
    return JSON.parse(String(this.bodies.get(path)));
  }
}

const PASS = { StartAt: 'C', States: { C: { Type: 'Pass', End: true } } };

/** A distributed Map whose children give their input, or what else the states say. */
export const distributed = (fields: object, states: object = PASS): Record<string, object> => ({
  M: { Type: 'Map', End: true, ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...states }, ...fields },
});
