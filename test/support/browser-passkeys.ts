import { deviceFor } from './passkeys.js';
import type { BrowserPage } from './visit.js';
import type { World } from './world.js';

interface Shown {
  id: string;
  rawId: string;
  type: string;
  response: Record<string, string>;
}

/**
 * Puts our device in the place of the browser's own: the headless Chromium of the tests makes no discoverable keys, also not
 * with a virtual authenticator.
 */
export async function giveKeys(page: BrowserPage, world: World): Promise<void> {
  const key = deviceFor(world);
  await page.exposeFunction('deviceAnswer', (kind: 'create' | 'get', challenge: string, id: string) =>
    key[kind]({ challenge, user: { id } }),
  );
  await page.addInitScript(() => {
    const told = (buffer: Uint8Array): string =>
      btoa(String.fromCharCode(...buffer))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
    const bytes = (text: string): ArrayBuffer =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
        .buffer;
    const { deviceAnswer } = window as unknown as Record<string, (...told: string[]) => Promise<string>>;
    const ask = async (
      kind: string,
      { publicKey }: { publicKey: { challenge: Uint8Array; user?: { id: Uint8Array } } },
    ) => {
      const { challenge, user } = publicKey;
      const shown = JSON.parse(
        await deviceAnswer!(kind, told(challenge), user ? told(user.id) : ''),
      ) as Shown;
      const response = Object.entries(shown.response).map(([name, text]) => [name, bytes(text)] as const);
      return { ...shown, rawId: bytes(shown.rawId), response: Object.fromEntries(response) };
    };
    Object.defineProperty(navigator, 'credentials', {
      value: {
        create: (asked: never) => ask('create', asked),
        get: (asked: never) => ask('get', asked),
      },
    });
  });
}
