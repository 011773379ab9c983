import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
}

/** As much of Amazon SQS as the test needs: one queue, in memory. In its place may be any emulator. */
export async function queue(): Promise<{ readonly url: string; readonly close: () => void }> {
  const messages: Message[] = [];
  const actions: Record<string, (request: any) => object> = {
    SendMessage: ({ MessageBody }) => {
      const MessageId = crypto.randomUUID();
      messages.push({ MessageId, ReceiptHandle: MessageId, Body: MessageBody });
      return { MessageId };
    },
    // What is taken is in flight, and nobody else sees it.
    ReceiveMessage: () => ({ Messages: messages.splice(0) }),
    DeleteMessageBatch: () => ({ Successful: [], Failed: [] }),
  };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    // A queue that is empty is waited for.
    const delay = action === 'ReceiveMessage' && messages.length === 0 ? 50 : 0;
    setTimeout(() => response.end(JSON.stringify(actions[action](JSON.parse(body)))), delay);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
