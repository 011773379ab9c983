import { servicePrefix } from './service-prefixes';
import { escapedXml, HttpAnswer, xmlAnswer } from '../aws/http-answer';

/** Services that speak XML, and the code by which they refuse. */
const XML_CODES: Readonly<Record<string, string>> = {
  sns: 'AuthorizationError',
  s3: 'AccessDenied',
  sts: 'AccessDenied',
  iam: 'AccessDenied',
  ses: 'AccessDenied',
  cloudwatch: 'AccessDenied',
};

/** A denial as a service answers it. @param isForm whether the request was a form, which services answer in XML */
export function accessDenied(service: string, message: string, isForm = false): HttpAnswer {
  const prefix = servicePrefix(service);
  const code = Object.hasOwn(XML_CODES, prefix) ? XML_CODES[prefix] : isForm ? 'AccessDenied' : undefined;
  if (code !== undefined) {
    const error = `<Code>${code}</Code><Message>${escapedXml(message)}</Message>`;
    const body = prefix === 's3' ? `<Error>${error}</Error>` : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`;
    return xmlAnswer(403, body);
  }
  if (prefix === 'lambda' || prefix === 'execute-api') {
    return { status: 403, headers: { 'x-amzn-ErrorType': 'AccessDeniedException' }, body: JSON.stringify({ Message: message }) };
  }
  return { status: 400, body: JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', Message: message }) };
}
