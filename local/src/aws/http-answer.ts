/** An answer over HTTP: of a backend, of `@connections`, or of a service of the run. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer in XML. */
export function xmlAnswer(status: number, body: string): HttpAnswer {
  return { status, headers: { 'Content-Type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

/** A text as it stands in an element of XML. */
export function escapedXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
