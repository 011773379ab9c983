import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The services whose answers the local run knows, under the names of their folders. To add one, add its folder's name and generate anew. */
const SERVICES = ['cognito-idp', 'dynamodb', 'events', 'firehose', 'kinesis', 'kms', 'lambda', 's3', 'secretsmanager', 'sns', 'sqs', 'ssm', 'stepfunctions'];

/** A shape of a service's model, as botocore has it. */
interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, MemberReference>>;
  readonly member?: MemberReference;
  readonly value?: MemberReference;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly streaming?: boolean;
  readonly eventstream?: boolean;
  readonly document?: boolean;
}

interface MemberReference {
  readonly shape: string;
  readonly streaming?: boolean;
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly output?: MemberReference }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const KINDS: Readonly<Record<string, string>> = {
  blob: 'string', boolean: 'boolean', double: 'number', float: 'number', integer: 'number', long: 'number', string: 'string', timestamp: 'string',
};

/** What a service answers: of its model what `fieldValidationMode` looks at. */
function answersOf({ operations, shapes }: Model): object {
  const written: Record<string, unknown> = {};
  const refer = ({ shape: name, streaming }: MemberReference): string => {
    const shape = shapes[name];
    if (streaming || shape.streaming || shape.eventstream || shape.document) {
      return 'any';
    }
    const kind = KINDS[shape.type];
    const isPlain = shape.enum === undefined && shape.min === undefined && shape.max === undefined;
    if (kind !== undefined && isPlain) {
      return kind;
    }
    if (written[name] === undefined) {
      written[name] = {};
      written[name] = kind === undefined ? container(shape) : { kind, min: shape.min, max: shape.max, values: shape.enum };
    }
    return name;
  };
  const container = ({ type, members = {}, required, member, value }: Shape): object => {
    switch (type) {
      case 'list': return { kind: 'list', of: refer(member as MemberReference) };
      case 'map': return { kind: 'map', of: refer(value as MemberReference) };
      default: return {
        kind: 'structure', required: required?.map(capitalized), members: Object.fromEntries(Object.entries(members).map(([name, reference]) => [capitalized(name), refer(reference)])),
      };
    }
  };
  const answers = Object.entries(operations).flatMap(([name, { output }]) => (output === undefined ? [] : [[name, refer(output)] as const]));
  return { answers: Object.fromEntries(answers), shapes: written };
}

/** As Step Functions names the members of answers. */
function capitalized(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/** Writes the models from botocore's `data` folder. */
function main(data: string | undefined): void {
  if (data === undefined) {
    throw new Error("which folder? Usage: npx projen service-models <botocore's data folder>");
  }
  for (const service of SERVICES) {
    const version = readdirSync(join(data, service)).sort().pop() as string;
    const model = JSON.parse(gunzipSync(readFileSync(join(data, service, version, 'service-2.json.gz'))).toString('utf8')) as Model;
    writeFileSync(join(__dirname, '..', 'local', 'service-models', `${service}.json`), `${JSON.stringify(answersOf(model))}\n`);
  }
}

main(process.argv[2]);
