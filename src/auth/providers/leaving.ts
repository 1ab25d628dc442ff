import type { Request } from 'express';
import type { Log } from '../../core/log.js';
import { type Page, view } from '../../web/page.js';
import { type Flow, type Provider, ProviderRefused, ProviderUnavailable } from './provider.js';

/**
 * Sends the browser to a provider by a page of ours, not by a redirect: browsers hold every redirect that follows a form
 * against form-action of our Content-Security-Policy, and providers lead on to hosts that nobody can list.
 */
export async function leave(request: Request, provider: Provider, flow: Flow): Promise<Page> {
  const url = await provider.begin(request, flow);
  const { said } = provider;
  return view('auth/leaving', { title: `Вход через ${said}`, said, url }, 200, { Refresh: `0; url=${url}` });
}

/** What a provider's failure means for a page; anything else is a fault of ours and goes on. */
export function failure(error: unknown, provider: Provider, log: Log): 'refused' | 'away' {
  if (error instanceof ProviderRefused || error instanceof ProviderUnavailable) {
    log.warn(`${provider.id}: ${error.message}`, 'providers');
    return error instanceof ProviderRefused ? 'refused' : 'away';
  }
  throw error;
}

/** The sentence of such a page. */
export function failureWords({ said }: Provider, kind: 'refused' | 'away'): string {
  return kind === 'refused'
    ? `Вход через ${said} не подтверждён. Попробуйте ещё раз или войдите с логином и паролем.`
    : `${said} сейчас не отвечает. Войдите с логином и паролем или попробуйте позже.`;
}
