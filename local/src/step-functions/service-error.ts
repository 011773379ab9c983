import type { HttpAnswer } from '../aws/http-answer';

/** Which of AWS's frameworks an error comes from: the namespace of its `__type`. */
const namespaces = {
  service: 'com.amazonaws.swf.service.v2.model',
  validation: 'com.amazon.coral.validate',
  protocol: 'com.amazon.coral.service',
  availability: 'com.amazon.coral.availability',
} as const;

/** The kinds that are no HTTP 400. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
const STATUSES: ReadonlyMap<string, number> = new Map([['ConflictException', 409], ['ServiceQuotaExceededException', 402]]);

/** An error as Step Functions answers it. */
export class ServiceError extends Error {
  /** An exception of the service's model, such as `InvalidName`. */
  public static of(kind: string, message: string): ServiceError {
    return new ServiceError(kind, 'service', message);
  }

  /** Members that break the model's constraints. */
  public static validation(violations: readonly string[]): ServiceError {
    const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
    return new ServiceError('ValidationException', 'validation', `${count}: ${violations.join('; ')}`);
  }

  /** A request that is not the JSON that the service expects. It is recorded to carry no message. */
  public static serialization(): ServiceError {
    return new ServiceError('SerializationException', 'protocol');
  }

  /** More requests than the account may make. */
  public static throttling(): ServiceError {
    return new ServiceError('ThrottlingException', 'availability', 'Rate exceeded');
  }

  /** A page token that was not given for what is asked. */
  public static invalidToken(): ServiceError {
    return ServiceError.of('InvalidToken', "Invalid Token: 'Invalid token'");
  }

  /** A request that TestState refuses. Other actions have other namespaces for that: see `invalid`. */
  public static ofTestState(message: string): ServiceError {
    return ServiceError.of('ValidationException', message);
  }

  /** A request that is well formed and asks for what cannot be. */
  public static invalid(message: string): ServiceError {
    return new ServiceError('ValidationException', 'validation', message);
  }

  private constructor(public readonly kind: string, private readonly namespace: keyof typeof namespaces, private readonly text?: string) {
    super(text === undefined ? kind : `${kind}: ${text}`);
    this.name = 'ServiceError';
  }

  public toAnswer(): HttpAnswer {
    return { status: STATUSES.get(this.kind) ?? 400, body: JSON.stringify({ __type: `${namespaces[this.namespace]}#${this.kind}`, message: this.text }) };
  }
}
