import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { readProfile, type VkProfile } from './vk-profile.js';

const PATIENCE_MS = 5000;
const LONGEST_ANSWER = 256 * 1024;

/** VK ID answered, and the answer is no. The message is for the log. */
export class VkRefused extends Error {}

/** VK ID did not answer in time, or with something that cannot be used. */
export class VkUnavailable extends Error {}

/** The two requests that we send to VK ID ourselves: within 5 seconds, without redirects, at most 256 KB back. */
@Injectable()
export class VkApi {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Gives a code back for an access token. */
  async token(parameters: Record<string, string>): Promise<string> {
    const { vkClientId: client_id, vkClientSecret: client_secret } = this.config;
    // VK ID needs no secret beside PKCE, and is said to refuse parameters that it does not expect.
    const secret = client_secret === '' ? undefined : { client_secret };
    const { access_token: token } = await this.post('/oauth2/auth', { ...parameters, client_id, ...secret });
    if (typeof token !== 'string' || token === '') {
      throw new VkUnavailable('no token in the answer of VK ID');
    }
    return token;
  }

  /** Asks who the owner of a token is. */
  async profile(accessToken: string): Promise<VkProfile> {
    const { vkClientId: client_id } = this.config;
    const profile = readProfile(
      await this.post('/oauth2/user_info', { client_id, access_token: accessToken }),
    );
    if (!profile) {
      throw new VkUnavailable('no profile in the answer of VK ID');
    }
    return profile;
  }

  private async post(path: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
    const response = await answer(
      fetch(this.config.vkIdUrl + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      }),
    );
    if (!response.ok) {
      await response.body?.cancel().catch(() => undefined);
      const words = `${path}: status ${response.status} from VK ID`;
      throw response.status >= 500 ? new VkUnavailable(words) : new VkRefused(words);
    }
    const reply = await answer(readJson(response));
    if (reply['error'] !== undefined) {
      throw new VkRefused(`${path}: VK ID says ${wordOf(reply['error'])}`);
    }
    return reply;
  }
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > LONGEST_ANSWER) throw new VkUnavailable('an answer of VK ID without end');
    chunks.push(chunk);
  }
  const reply: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof reply !== 'object' || reply === null) {
    throw new VkUnavailable('no object in the answer of VK ID');
  }
  return reply as Record<string, unknown>;
}

/** An error of OAuth like invalid_grant, and nothing else that might have been written there. */
function wordOf(error: unknown): string {
  return typeof error === 'string' && /^\w{1,40}$/.test(error) ? error : 'no';
}

/** Whatever breaks on the way means that VK ID is away; the reason goes to the log. */
async function answer<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof VkUnavailable) throw error;
    const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
    throw new VkUnavailable(`VK ID: ${cause?.code ?? cause?.message ?? name}`);
  }
}
