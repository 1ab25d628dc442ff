import type { Client } from './client.js';
import type { Page } from './page.js';
import { type Asked, type Odd, PasskeyDevice } from './passkey-device.js';
import type { World } from './world.js';

/** A telephone that knows the portal by its name. */
export const deviceFor = (world: World): PasskeyDevice =>
  new PasskeyDevice(world.product.url.replace('127.0.0.1', 'localhost'));

/** What a page asks a device for. */
export const askedOn = (page: Page): Asked =>
  JSON.parse(page.html.querySelector('[data-passkey]')!.getAttribute('data-options')!) as Asked;

/** Answers by a key on a page that asks for one. */
export async function comeBy(
  visitor: Client,
  path: string,
  key: PasskeyDevice,
  odd: Odd = {},
): Promise<Page> {
  const page = await visitor.get(path);
  return page.form(/passkey|\/key/).submit({ answer: key.get(askedOn(page), odd) });
}
