import { Injectable, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { PageWriter } from '../../web/page-writer.js';
import { type WayIn, WAYS_IN, withCodeWords } from '../sign-ins/sign-in-words.js';
import { OidcProvider } from './oidc.provider.js';
import { type Provider, PROVIDER_IDS, type ProviderId } from './provider.js';
import { VkProvider } from './vk.provider.js';
import { YandexProvider } from './yandex.provider.js';

/** All providers, in the order of their buttons. */
@Injectable()
export class Providers {
  private readonly all: Record<ProviderId, Provider>;

  constructor(pages: PageWriter, vk: VkProvider, yandex: YandexProvider, oidc: OidcProvider) {
    this.all = { vk, yandex, oidc };
    pages.providers = this.offered.map(({ id, name, said }) => ({ id, name, said }));
  }

  /** Those that the settings switch on. */
  get offered(): Provider[] {
    return PROVIDER_IDS.map((id) => this.all[id]).filter(({ on }) => on);
  }

  /** One of them, also when it is switched off: its profiles may be linked from before. */
  get(id: ProviderId): Provider {
    return this.all[id];
  }

  /** The provider that an address like `/auth/vk/callback` names. */
  of(request: Request): Provider {
    const named = request.path.split('/')[2]?.toLowerCase();
    const id = PROVIDER_IDS.find((one) => one === named);
    if (id === undefined) throw new NotFoundException();
    return this.all[id];
  }

  /** The rows of a resident's profile: what can be linked, and what is linked, also by a provider that is off by now. */
  listed(linked: readonly ProviderId[]): { id: string; name: string; linked: boolean }[] {
    const shown = PROVIDER_IDS.map((id) => this.all[id]).filter(({ id, on }) => on || linked.includes(id));
    return shown.map(({ id, name }) => ({ id, name, linked: linked.includes(id) }));
  }

  /** A way in as a resident reads it. */
  wayIn(way: WayIn, withCode = false): string {
    const said =
      way === 'password' || way === 'passkey' || way === 'slip' ? WAYS_IN[way] : this.all[way].said;
    return withCode ? withCodeWords(said) : said;
  }
}

/** Addresses of pages that each provider has. */
export function pathsOf(folder: 'auth' | 'profile', page = ''): string[] {
  return PROVIDER_IDS.map((id) => `${folder}/${id}${page}`);
}
