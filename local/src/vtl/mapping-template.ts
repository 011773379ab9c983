import { compile } from './compiler';
import { ContextMap } from './context-map';
import { Input } from './input';
import type { RequestParameters } from './input';
import { parseTemplate } from './parser';
import { Rendering } from './rendering';
import type { Run, Scope } from './rendering';
import { TemplateContext } from './template-context';
import { util } from './util';
import { JavaMap } from './values';
import type { Value } from './values';

/** What a mapping template renders. */
export interface TemplateData {
  /**
   * The text of the message, or of the integration's answer: `$input.body`.
   *
   * @default - `{}`, as for an empty body
   */
  readonly body?: string;
  /**
   * `$context`: plain data; or a `TemplateContext`, which lets the request template of a message leave something to its response template.
   *
   * @default - empty
   */
  readonly context?: Readonly<Record<string, unknown>> | TemplateContext;
  /**
   * What `$input.params()` finds.
   *
   * @default - empty
   */
  readonly params?: RequestParameters;
  /**
   * `$stageVariables`.
   *
   * @default - empty
   */
  readonly stageVariables?: Readonly<Record<string, string>>;
}

/**
 * A mapping template of API Gateway, parsed once and rendered often.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export class MappingTemplate {
  /**
   * Parses a template.
   *
   * @throws TemplateError with line and column, when API Gateway would not take the template
   */
  public static parse(text: string): MappingTemplate {
    return new MappingTemplate(text, compile(parseTemplate(text)));
  }

  private constructor(private readonly text: string, private readonly run: Run) {}

  /**
   * Renders the template. Plain data stays as it is, whatever the template sets.
   *
   * @throws TemplateError with line and column, when API Gateway would answer with an error instead of calling the integration
   */
  public render(data: TemplateData = {}): string {
    return new Rendering(new Globals(data)).render(this.run, this.text);
  }
}

/**
 * Renders a template once.
 *
 * @throws TemplateError with line and column, when API Gateway would answer with an error instead of calling the integration
 */
export function renderTemplate(template: string, data: TemplateData = {}): string {
  return MappingTemplate.parse(template).render(data);
}

/** The variables that every template has, each made when it is first used. */
class Globals implements Scope {
  private input?: Value;
  private context?: Value;
  private stageVariables?: Value;

  constructor(private readonly data: TemplateData) {}

  public get(name: string): Value {
    switch (name) {
      case 'input':
        return this.input ??= new Input(this.data.body, this.data.params);
      case 'util':
        return util;
      case 'context':
        return this.context ??= contextMap(this.data.context);
      case 'stageVariables':
        return this.stageVariables ??= new JavaMap(Object.entries(this.data.stageVariables ?? {}));
      default:
        return null;
    }
  }
}

function contextMap(context: TemplateData['context'] = {}): ContextMap {
  return context instanceof TemplateContext ? context.map : new ContextMap(context);
}
