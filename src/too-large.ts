import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { faultsOfPattern, Faults } from './private/faults';
import { bytesOf, jsonata } from './private/jsonata';
import { LargeMessage, LargeMessageReferences, TooLargeState } from './private/large-message';
import { nameBeside } from './private/state-names';
import { SendToConnection } from './send-to-connection';

/**
 * Options of `TooLarge.store`.
 */
export interface TooLargeStoreOptions {
  /**
   * What the keys of stored messages begin with: `<prefix>/<principal>/<id>.json`. Letters, digits, `-`, `_`, `.` and `/`.
   *
   * @default 'replies'
   */
  readonly prefix?: string;

  /**
   * What the keys of the clients' own large messages begin with: `<uploadPrefix>/<principal>/<id>`, for `grantUpload`.
   *
   * @default 'uploads'
   */
  readonly uploadPrefix?: string;

  /**
   * Whose the message is, the part of its key by which `grantDownload` tells clients apart: a JSONPath or a JSONata expression. With a registry it is
   * `sfn.JsonPath.stringAt('$$.Execution.Input.connection.principal')`, which is the identity's id for users of an identity pool.
   *
   * @default - keys are `<prefix>/<id>.json`; there is no `grantDownload`
   */
  readonly principal?: string;
}

/** JSONata: the message's JSON text in an object of one member, because `$string` leaves a text as it is. Without what stands around it: */
const textOf = ({ message }: LargeMessageReferences) => `$string({'m': ${message}})`;
const BEFORE = 5;
const AROUND = 6;

/** Characters of a piece. Each is four bytes at most, so that it fits into 128 KB with the rest of its frame. */
const PIECE = 30_000;

/**
 * A UUID, in a policy. Always as long, so that no key is another principal's: with `*`, whatever is of `idp/jane` would be of `idp` as well, and IAM puts the
 * values of policy variables in as they are.
 */
const ANY_ID = '?'.repeat(36);

/** The identity of an identity pool, in a policy. */
const IDENTITY = '${cognito-identity.amazonaws.com:sub}';

/**
 * What becomes of a message that is too large for a frame of 128 KB: API Gateway answers 413 to it. Nothing is paid while nothing is too large.
 *
 * A message is never larger than 256 KB: the state that sends it could not hold it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export abstract class TooLarge {
  /**
   * The state fails with `ApiGateway.413`.
   */
  public static fail(): TooLarge {
    return new Fail();
  }

  /**
   * The client hears it in pieces, a frame each, and puts them together: the texts in the order of `index` are the message's JSON.
   *
   *     {"piece":{"id":"<execution's id>/…","index":0,"of":5},"text":"…","executionId":"…"}
   *
   * A piece has 30,000 characters at most, and costs a message and a state transition; one that comes twice has the same `id` and `index`. Numbers
   * keep 15 digits.
   */
  public static pieces(): TooLarge {
    return new Pieces();
  }

  /**
   * The message is stored in a bucket as JSON, and the client hears where: the claim check.
   *
   *     {"payloadRef":{"bucket":"…","key":"…","bytes":180123,"sha256":"…"},"executionId":"…"}
   *
   * `sha256` is in hexadecimal digits, of the message's JSON text without white space. The state machine gets the right to put objects under the
   * prefix. Give the bucket a lifecycle rule that deletes them.
   */
  public static store(bucket: s3.IBucket, options?: TooLargeStoreOptions): TooLargeStore {
    return new TooLargeStore(bucket, options);
  }

  /**
   * The states that send the message, undefined if there are none.
   *
   * @internal
   */
  public abstract _states(scope: Construct, state: TooLargeState): LargeMessage | undefined;
}

class Fail extends TooLarge {
  public _states(): undefined {
    return undefined;
  }
}

class Pieces extends TooLarge {
  public _states(scope: Construct, state: TooLargeState): LargeMessage {
    return new LargeMessage(scope, 'TooLarge', state, (within, references) => {
      const count = `$ceil(($length(${textOf(references)}) - ${AROUND}) / ${PIECE})`;
      const length = `$min([${PIECE}, $length($text) - ${AROUND} - $states.input * ${PIECE}])`;
      return sfn.Map.jsonata(within, 'Pieces', {
        stateName: nameBeside(state.stateName, 'pieces'),
        // The numbers of the pieces, not the pieces: all of them together are too large for a state's input.
        items: sfn.ProvideItems.jsonata(jsonata(`[0..${count} - 1]`)),
        // One at a time, so that they arrive in order.
        maxConcurrency: 1,
      }).itemProcessor(send(within, 'Piece', state, references, {
        piece: { id: jsonata(`${references.reply}.id`), index: jsonata('$states.input'), of: jsonata(count) },
        text: jsonata(`($text := ${textOf(references)}; $substring($text, ${BEFORE} + $states.input * ${PIECE}, ${length}))`),
      }));
    });
  }
}

/**
 * Where messages are stored that are too large to be sent.
 */
export class TooLargeStore extends TooLarge {
  private readonly prefix: string;
  private readonly uploadPrefix: string;

  /**
   * @param bucket - where the messages are stored
   */
  constructor(private readonly bucket: s3.IBucket, private readonly options: TooLargeStoreOptions = {}) {
    super();
    const { prefix = 'replies', uploadPrefix = 'uploads' } = options;
    const faults = this.faults();
    Object.entries({ prefix, uploadPrefix }).forEach(([prop, value]) => faults.add(
      ...faultsOfPattern(prop, value, /^[\w.-]+(\/[\w.-]+)*$/, 'letters, digits, -, _ and ., with / between folders')));
    faults.throwIfAny();
    this.prefix = prefix;
    this.uploadPrefix = uploadPrefix;
  }

  /**
   * Lets clients read what was stored for them: `s3:GetObject` on `<prefix>/<principal>/<id>.json`. A principal may have slashes: nobody reads what is stored
   * for `idp/jane` by being `idp`.
   *
   * @param grantee - the role of the clients, such as that of an identity pool's authenticated users
   * @param principal - whose, as the store's `principal` is in the keys: a policy variable or a text; by default the identity of an identity pool
   */
  public grantDownload(grantee: iam.IGrantable, principal: string = IDENTITY): iam.Grant {
    const faults = this.faults();
    if (this.options.principal === undefined) {
      faults.add({ prop: 'principal', got: 'none, and grantDownload', allowed: 'an expression of whose a message is, so that clients read their own only' });
    }
    faults.throwIfAny();
    return this.grant(grantee, `${this.prefix}/${principal}/${ANY_ID}.json`, 's3:GetObject', 'kms:Decrypt');
  }

  /**
   * Lets clients store what is too large for them to send: `s3:PutObject` on `<uploadPrefix>/<principal>/<id>`, where the id is a UUID of theirs. They send
   * the key instead, and the workflow has to check that it begins with theirs, and that 36 characters follow.
   *
   * @param grantee - the role of the clients
   * @param principal - whose: a policy variable or a text; by default the identity of an identity pool
   */
  public grantUpload(grantee: iam.IGrantable, principal: string = IDENTITY): iam.Grant {
    return this.grant(grantee, `${this.uploadPrefix}/${principal}/${ANY_ID}`, 's3:PutObject', 'kms:GenerateDataKey');
  }

  /**
   * @internal
   */
  public _states(scope: Construct, state: TooLargeState): LargeMessage {
    const { principal } = this.options;
    const valuesIn = (inJsonata: boolean) => {
      const { message, reply } = state.valuesIn(inJsonata);
      return { message, reply: { ...reply, ...(principal !== undefined && { principal }) } };
    };
    return new LargeMessage(scope, 'TooLarge', { ...state, valuesIn }, (within, references) => this.chain(within, state, references));
  }

  private chain(scope: Construct, state: TooLargeState, references: LargeMessageReferences): sfn.IChainable {
    const { bucket, options, prefix } = this;
    const { message, reply } = references;
    const ofPrincipal = options.principal === undefined ? '' : `& ${reply}.principal & '/' `;
    const key = jsonata(`'${prefix}/' ${ofPrincipal}& $substringAfter(${reply}.id, '/') & '.json'`);
    const put = CallAwsService.jsonata(scope, 'Store', {
      stateName: nameBeside(state.stateName, 'store'),
      service: 's3',
      action: 'putObject',
      parameters: { Bucket: bucket.bucketName, Key: key, Body: jsonata(message), ContentType: 'application/json' },
      iamAction: 's3:PutObject',
      iamResources: [bucket.arnForObjects(`${prefix}/*`)],
      additionalIamStatements: bucket.encryptionKey
        ? [new iam.PolicyStatement({ actions: ['kms:GenerateDataKey'], resources: [bucket.encryptionKey.keyArn] })]
        : [],
      outputs: {},
    });
    if (state.retryOnServiceExceptions ?? true) {
      // Harmless: each attempt writes the same object under the same key.
      put.addRetry();
    }
    return put.next(send(scope, 'Tell', state, references, {
      payloadRef: {
        bucket: bucket.bucketName,
        key,
        bytes: jsonata(bytesOf(jsonOf(references))),
        sha256: jsonata(`$hash(${jsonOf(references)}, 'SHA-256')`),
      },
    }));
  }

  private grant(grantee: iam.IGrantable, keys: string, action: string, keyAction: string): iam.Grant {
    const grant = iam.Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [this.bucket.arnForObjects(keys)] });
    this.bucket.encryptionKey?.grant(grantee, keyAction);
    return grant;
  }

  private faults(): Faults {
    return new Faults(this.bucket, 'options of TooLarge.store');
  }
}

function jsonOf(references: LargeMessageReferences): string {
  return `($text := ${textOf(references)}; $substring($text, ${BEFORE}, $length($text) - ${AROUND}))`;
}

/** Sends a frame to where the large message was to be sent. */
function send(
  scope: Construct, id: string, { retryOnServiceExceptions, stateName }: TooLargeState, { reply }: LargeMessageReferences, frame: object,
): SendToConnection {
  return SendToConnection.jsonata(scope, id, {
    stateName: nameBeside(stateName, id.toLowerCase()),
    connectionId: jsonata(`${reply}.connectionId`),
    endpoint: jsonata(`${reply}.endpoint`),
    stageName: jsonata(`${reply}.stageName`),
    message: sfn.TaskInput.fromObject(frame),
    includeExecutionId: true,
    retryOnServiceExceptions,
  });
}
