import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from '../aws/http-answer';

/** An error in the form that the SDKs of a service read: of the caller's, or of the service's own with a status from 500. */
export function serviceFault(service: string, headers: IncomingHttpHeaders, code: string, message: string, status = 400): HttpAnswer {
  const contentType = headers['content-type'] ?? '';
  if (service === 's3') {
    return xml(status, `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`);
  }
  if (contentType.includes('x-www-form-urlencoded')) {
    const type = status < 500 ? 'Sender' : 'Receiver';
    return xml(status, `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`);
  }
  const type = contentType.includes('x-amz-json') ? contentType : 'application/json';
  return { status, headers: { 'Content-Type': type, 'x-amzn-ErrorType': code }, body: JSON.stringify({ __type: code, message }) };
}

function xml(status: number, body: string): HttpAnswer {
  return { status, headers: { 'Content-Type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
