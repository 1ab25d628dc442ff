import type { Config } from '../../core/config.js';
import type { ProviderSettings } from '../../core/provider-settings.js';
import { OidcServer } from './oidc-server.js';
import type { ProviderServer } from './provider-server.js';
import { VkServer } from './vk-server.js';
import { YandexServer } from './yandex-server.js';

/** Providers of this machine behind the buttons that the settings leave without one. */
export interface TrialProviders {
  readonly settings: ProviderSettings;
  readonly stop: () => Promise<void>;
}

/** Starts them beside the portal, on the ports that follow its own, or on any where these are taken. */
export async function startTrialProviders({ port, providers }: Config): Promise<TrialProviders> {
  const started: ProviderServer[] = [];
  const start = async <T extends ProviderServer>(server: T, place: number): Promise<T> => {
    const wished = port + place <= 65_535 ? port + place : 0;
    await server.start(wished).catch(() => server.start(0));
    started.push(server);
    return server;
  };
  let { vk, yandex, oidc } = providers;
  if (vk.clientId === '') {
    const server = await start(new VkServer(), 1);
    vk = { clientId: server.clientId, clientSecret: server.secret, url: server.url };
  }
  if (yandex.clientId === '') {
    const { clientId, secret: clientSecret, url } = await start(new YandexServer(), 2);
    yandex = { clientId, clientSecret, url, loginUrl: url };
  }
  if (oidc.issuer === '') {
    const { clientId, secret: clientSecret, url } = await start(new OidcServer(), 3);
    oidc = { ...oidc, issuer: url, clientId, clientSecret, scopes: 'openid profile email phone' };
  }
  return {
    settings: { vk, yandex, oidc },
    stop: async () => {
      await Promise.all(started.map((server) => server.stop()));
    },
  };
}
