import { ServiceError } from './service-error';

export interface Tag {
  readonly key?: string;
  readonly value?: string;
}

/** How many tags a resource may have. */
const MOST_TAGS = 50;

/** The tags of machines and activities, by ARN. */
export class Tags {
  private readonly byArn = new Map<string, ReadonlyMap<string, string>>();

  /** @throws ServiceError where it would have too many */
  public add(arn: string, tags: readonly Tag[]): void {
    const all = new Map([...this.byArn.get(arn) ?? [], ...tags.map(({ key = '', value = '' }) => [key, value] as const)]);
    checkCount(arn, all.size);
    this.byArn.set(arn, all);
  }

  public remove(arn: string, keys: readonly string[]): void {
    this.byArn.set(arn, new Map([...this.byArn.get(arn) ?? []].filter(([key]) => !keys.includes(key))));
  }

  public of(arn: string): { key: string; value: string }[] {
    return [...this.byArn.get(arn) ?? []].map(([key, value]) => ({ key, value }));
  }

  /** Forgets those of a resource that is gone. */
  public forget(arn: string): void {
    this.byArn.delete(arn);
  }
}

/** @throws ServiceError for more tags than a resource may have */
export function checkCount(arn: string, count: number): void {
  if (count > MOST_TAGS) {
    throw ServiceError.of('TooManyTags', `Too many tags: '${arn}' would have ${count}, and at most ${MOST_TAGS} are allowed`);
  }
}
