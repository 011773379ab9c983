export type { RequestParameters } from './input';
export { MappingTemplate, renderTemplate } from './mapping-template';
export type { TemplateData } from './mapping-template';
export { TemplateContext } from './template-context';
export { TemplateError } from './template-error';
export type { TemplatePosition } from './template-error';
