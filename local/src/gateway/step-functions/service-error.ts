import type { HttpAnswer } from '../http';

/** Which of AWS's frameworks an error comes from: the namespace of its `__type`. */
const namespaces = {
  service: 'com.amazonaws.swf.service.v2.model',
  validation: 'com.amazon.coral.validate',
  protocol: 'com.amazon.coral.service',
} as const;

/** An error as Step Functions answers it: HTTP 400, whatever the kind. */
export class ServiceError extends Error {
  /** An exception of the service's model, such as `InvalidName`. */
  static of(kind: string, message: string): ServiceError {
    return new ServiceError(kind, 'service', message);
  }

  /** Members that break the model's constraints. */
  static validation(violations: readonly string[]): ServiceError {
    const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`;
    return new ServiceError('ValidationException', 'validation', `${count}: ${violations.join('; ')}`);
  }

  /** A request that is not the JSON that the service expects. It is recorded to carry no message. */
  static serialization(): ServiceError {
    return new ServiceError('SerializationException', 'protocol');
  }

  private constructor(readonly kind: string, private readonly namespace: keyof typeof namespaces, private readonly text?: string) {
    super(text === undefined ? kind : `${kind}: ${text}`);
    this.name = 'ServiceError';
  }

  toAnswer(): HttpAnswer {
    return { status: 400, body: JSON.stringify({ __type: `${namespaces[this.namespace]}#${this.kind}`, message: this.text }) };
  }
}
