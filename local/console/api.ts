/** What a request to the run has come to. */
export class RequestError extends Error {}

/** Asks the run for something; undefined where it is not there. */
export async function get<T>(path: string): Promise<T | undefined> {
  const response = await fetch(`api/${path}`);
  return response.ok ? await response.json() as T : undefined;
}

export async function text(path: string): Promise<string> {
  const response = await fetch(`api/${path}`);
  return response.text();
}

/**
 * Has the run do something.
 * @throws RequestError that says why it was not done
 */
export async function act(path: string, body: object = {}): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`api/${path}`, { method: 'POST', headers: { 'x-local-console': '1', 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  } catch {
    throw new RequestError('the run does not answer: is it still there?');
  }
  if (!response.ok) {
    const answer = await response.text();
    throw new RequestError(messageOf(answer) ?? `it was answered with ${response.status}`);
  }
}

function messageOf(answer: string): string | undefined {
  try {
    const { message, Message } = JSON.parse(answer) as { message?: string; Message?: string };
    return message ?? Message;
  } catch {
    return undefined;
  }
}
