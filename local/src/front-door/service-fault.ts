import type { IncomingHttpHeaders } from 'node:http';
import { escapedXml, HttpAnswer, xmlAnswer } from '../aws/http-answer';

/** An error in the form that the SDKs of a service read: of the caller's, or of the service's own with a status from 500. */
export function serviceFault(service: string, headers: IncomingHttpHeaders, code: string, message: string, status = 400): HttpAnswer {
  const contentType = headers['content-type'] ?? '';
  if (service === 's3') {
    return xmlAnswer(status, `<Error><Code>${code}</Code><Message>${escapedXml(message)}</Message></Error>`);
  }
  if (contentType.includes('x-www-form-urlencoded')) {
    const type = status < 500 ? 'Sender' : 'Receiver';
    return xmlAnswer(status, `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${escapedXml(message)}</Message></Error></ErrorResponse>`);
  }
  const type = contentType.includes('x-amz-json') ? contentType : 'application/json';
  return { status, headers: { 'Content-Type': type, 'x-amzn-ErrorType': code }, body: JSON.stringify({ __type: code, message }) };
}
