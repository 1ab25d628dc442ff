import { ProviderRefused, ProviderUnavailable } from './provider.js';

/** All requests of one return together: the page with the password form comes within six seconds. */
export const PATIENCE_MS = 5000;
const LONGEST_ANSWER = 256 * 1024;

/** Sends a request to a provider: until the signal, without redirects, at most 256 KB back. */
export async function ask(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    const body = await readBody(response);
    // Answers that have no body must be made without one.
    return new Response(body.length === 0 ? null : body, {
      status: response.status,
      headers: response.headers,
    });
  } catch (error) {
    throw unavailable(error);
  }
}

/** The object that a provider answers with; refuses what is an error of OAuth, in or beside the status. */
export async function askForObject(
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const response = await ask(url, init, signal);
  const where = new URL(url).host + new URL(url).pathname;
  if (!response.ok) {
    const words = `${where}: status ${response.status}`;
    throw response.status >= 500 ? new ProviderUnavailable(words) : new ProviderRefused(words);
  }
  const reply: unknown = await response.json().catch(() => null);
  if (typeof reply !== 'object' || reply === null) {
    throw new ProviderUnavailable(`${where}: no object in the answer`);
  }
  const { error, ...rest } = reply as Record<string, unknown>;
  if (error !== undefined) {
    throw new ProviderRefused(`${where} says ${wordOf(error)}`);
  }
  return rest;
}

async function readBody(response: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > LONGEST_ANSWER) throw new ProviderUnavailable('an answer without end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** An error of OAuth like invalid_grant, and nothing else that might have been written there. */
function wordOf(error: unknown): string {
  return typeof error === 'string' && /^\w{1,40}$/.test(error) ? error : 'no';
}

/** Whatever breaks on the way means that the provider is away; the reason goes to the log. */
function unavailable(error: unknown): ProviderUnavailable {
  if (error instanceof ProviderUnavailable) return error;
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  return new ProviderUnavailable(cause?.code ?? cause?.message ?? name ?? 'no answer');
}
