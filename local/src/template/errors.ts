/** What the user gave cannot be played: a file, a parameter, a reference, a property. The message says which and what to do. */
export class TemplateLoadError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TemplateLoadError';
  }
}
