import { NotPlayedError } from '../template';
import { MappingTemplate, TemplateData, TemplateError } from '../vtl';
import { IntegrationFailure } from './integration-failure';
import { DEFAULT_KEY, SelectionExpression } from './selection-expression';
import type { VariableSources } from './variables';

/** The mapping templates of an integration or of one of its responses: by key, and the expression that chooses one. */
export class TemplateSet {
  private readonly templates: ReadonlyMap<string, MappingTemplate>;
  private readonly expression?: SelectionExpression;

  /**
   * @throws NotPlayedError for a template that does not parse: AWS fails when it is rendered
   * @throws TemplateLoadError for an expression that does not parse
   */
  constructor(templates: Readonly<Record<string, string>>, expression: string | undefined, label: string, property: string) {
    this.templates = new Map(Object.entries(templates).map(([key, text]) => [key, parse(text, `${label}, property ${property}.${key}`)]));
    this.expression = expression === undefined ? undefined : new SelectionExpression(expression, `${label}, property TemplateSelectionExpression`);
  }

  public get isEmpty(): boolean {
    return this.templates.size === 0;
  }

  /**
   * Renders the chosen template, or `$default`; without an expression, the one for JSON as in AWS's own samples.
   *
   * @param sources what the expression chooses by
   * @returns undefined when no template is chosen
   * @throws IntegrationFailure where API Gateway would fail
   */
  public render(sources: VariableSources, data: TemplateData): string | undefined {
    const key = this.expression ? this.expression.evaluate(sources) : 'application/json';
    const template = this.templates.get(key) ?? this.templates.get(DEFAULT_KEY);
    try {
      return template?.render(data);
    } catch (error) {
      throw error instanceof TemplateError ? failure(error) : error;
    }
  }
}

function parse(text: string, at: string): MappingTemplate {
  try {
    return MappingTemplate.parse(text);
  } catch (error) {
    throw error instanceof TemplateError ? new NotPlayedError(`${at}: ${error.message}`) : error;
  }
}

function failure({ statusCode, message }: TemplateError): IntegrationFailure {
  return statusCode === 400 ? new IntegrationFailure(400, 'Bad request body', message) : IntegrationFailure.internal(message);
}
