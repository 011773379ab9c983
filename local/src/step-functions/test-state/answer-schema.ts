import { AnswerModel, Shape, answerModel } from './answer-model';
import { Json, JsonObject, isObject } from '../../json';
import { ServiceError } from '../service-error';

/**
 * Checks that a mocked result looks like an answer of the service. What the service's model does not have passes.
 *
 * @param isStrict whether what is required must be there
 * @throws ServiceError for the first thing that does not fit
 */
export function checkAnswer(resource: string, result: Json, isStrict: boolean): void {
  const model = answerModel(resource);
  if (model !== undefined) {
    new AnswerCheck(model, isStrict).check(result, model.shape, '');
  }
}

const ARTICLE_AND_KIND = { boolean: 'a boolean', list: 'an array', map: 'an object', number: 'a number', string: 'a string', structure: 'an object' } as const;

class AnswerCheck {
  constructor(private readonly model: AnswerModel, private readonly isStrict: boolean) {}

  public check(value: Json, shapeName: string, field: string): void {
    if (shapeName === 'any') {
      return;
    }
    const shape = this.model.shapes[shapeName] ?? { kind: shapeName } as Shape;
    if (!isOfKind(value, shape)) {
      throw field === '' ? ServiceError.ofTestState('Mocked result must be a JSON object.') : misfit(`Field '${field}' must be ${ARTICLE_AND_KIND[shape.kind]}`);
    }
    switch (shape.kind) {
      case 'structure': return this.checkStructure(value as JsonObject, shape);
      case 'list': return (value as Json[]).forEach((item) => this.check(item, shape.of, field));
      case 'map': return Object.values(value as JsonObject).forEach((item) => this.check(item, shape.of, field));
      default: return checkLimits(value as string | number | boolean, shape, field);
    }
  }

  private checkStructure(value: JsonObject, { required = [], members }: Extract<Shape, { kind: 'structure' }>): void {
    const missing = required.find((name) => this.isStrict && !Object.keys(value).some((member) => isSameMember(member, name)));
    if (missing !== undefined) {
      throw misfit(`Required field '${missing}' is missing`);
    }
    for (const [name, member] of Object.entries(value)) {
      const known = Object.keys(members).find((candidate) => isSameMember(name, candidate));
      if (known !== undefined && !this.model.parsed.includes(known)) {
        this.check(member, members[known], name);
      }
    }
  }
}

function isOfKind(value: Json, { kind }: Shape): boolean {
  switch (kind) {
    case 'structure':
    case 'map': return isObject(value);
    case 'list': return Array.isArray(value);
    default: return typeof value === kind;
  }
}

type Limits = Pick<Extract<Shape, { readonly min?: number }>, 'min' | 'max' | 'values'>;

function checkLimits(value: string | number | boolean, { min = -Infinity, max = Infinity, values }: Limits, field: string): void {
  if (typeof value === 'number') {
    if (value < min || value > max) {
      throw misfit(`Field '${field}' ${value < min ? 'is less than the minimum value' : 'exceeds the maximum value'}`);
    }
  } else if (typeof value === 'string') {
    if (value.length < min || value.length > max) {
      throw misfit(`Field '${field}' ${value.length < min ? 'is smaller than the minimum length' : 'exceeds the maximum length'}`);
    }
    if (values !== undefined && !values.includes(value)) {
      throw misfit(`Field '${field}' is not an expected value`);
    }
  }
}

/** Acronyms in names are written in two ways: `BOOL` by the service, `Bool` by its SDK. */
function isSameMember(name: string, other: string): boolean {
  return name[0] === other[0] && name.toLowerCase() === other.toLowerCase();
}

function misfit(message: string): ServiceError {
  return ServiceError.ofTestState(`Mock result schema validation error: ${message}`);
}
