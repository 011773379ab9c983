import { serviceFault } from '../../src/front-door/service-fault';

test.each([
  ['sns', 400, 'Sender'],
  ['sns', 500, 'Receiver'],
])('a fault of %s with the status %s says whose it is', (service, status, type) => {
  const fault = serviceFault(service, { 'content-type': 'application/x-www-form-urlencoded' }, 'Code', 'a < b & c', status);

  expect(fault).toEqual({
    status,
    headers: { 'Content-Type': 'text/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse><Error><Type>${type}</Type><Code>Code</Code><Message>a &lt; b &amp; c</Message></Error></ErrorResponse>`,
  });
});
