import { Controller, Get, HttpCode, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Log } from '../../core/log.js';
import { Throttle } from '../../core/throttle.js';
import { networkOf } from '../../core/network.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, Redirect, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { withNext } from '../../web/kept-address.js';
import type { User } from '../../users/user.entity.js';
import { residentActor } from '../actor.js';
import { CodeCookies } from '../../factors/codes/code-cookies.js';
import { CODE_PAGE } from '../second-factor/code-page.js';
import { ConfirmationService } from '../registration/confirmation.service.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignOutService } from '../sessions/sign-out.service.js';
import { failedWords } from '../sign-ins/sign-in-words.js';
import { BLOCKED } from '../sign-in/blocked.js';
import { nextPage } from '../sign-in/next-page.js';
import { UNCONFIRMED } from '../sign-in/sign-in.controller.js';
import { Departures } from './departures.js';
import { IdentitiesService, type ProvenProfile } from './identities.service.js';
import { failure, failureWords, leave } from './leaving.js';
import { Newcomer } from './newcomer.js';
import type { Provider, Return } from './provider.js';
import { ProviderStartForm } from './provider.forms.js';
import { pathsOf, Providers } from './providers.js';
import { answerOf, explained, stateOf } from './return-address.js';
import { MINUTE, limit } from '../../core/limits.js';

/** Each may make several requests to a provider. */
const PROVIDER_ADDRESS = limit('providers: address', 300, 10 * MINUTE);

/** To a provider and back: «Войти через профиль в соцсетях», and the end of linking that began in the profile. */
@Controller(pathsOf('auth'))
@Public()
export class ProviderController {
  constructor(
    private readonly providers: Providers,
    private readonly departures: Departures,
    private readonly identities: IdentitiesService,
    private readonly newcomer: Newcomer,
    private readonly cookie: SessionCookie,
    private readonly signOut: SignOutService,
    private readonly confirmation: ConfirmationService,
    private readonly throttle: Throttle,
    private readonly halfWay: CodeCookies,
    private readonly log: Log,
  ) {}

  @Post()
  @HttpCode(200)
  async start(
    @Req() request: Request,
    @FormBody(ProviderStartForm) form: Form<ProviderStartForm>,
  ): Promise<Page> {
    const provider = this.providers.of(request);
    if (!provider.on) {
      throw new NotFoundException();
    }
    await this.throttle.pass([PROVIDER_ADDRESS, networkOf(request.ip ?? '')]);
    try {
      return await leave(request, provider, { next: form.data?.next ?? '' });
    } catch (error) {
      return refuse(request, provider, failureWords(provider, failure(error, provider, this.log)), 422);
    }
  }

  @Get('callback')
  async callback(@Req() request: Request): Promise<Page> {
    const provider = this.providers.of(request);
    if (request.query['error'] !== undefined && provider.on) {
      return this.declined(request, provider);
    }
    const answer = provider.on ? answerOf(request, provider) : undefined;
    if (!answer) {
      return refuse(request, provider, strange(provider), 403);
    }
    try {
      const back = await provider.finish(request, answer);
      return back
        ? await this.ended(request, provider, back, answer.state)
        : this.again(request, provider, answer.state);
    } catch (error) {
      return refuse(request, provider, failureWords(provider, failure(error, provider, this.log)), 422);
    }
  }

  /** The resident or the provider said no. Its own words are shown only to the browser that was sent there, where they help. */
  private async declined(request: Request, provider: Provider): Promise<Page> {
    const state = provider.explains ? stateOf(request) : undefined;
    const ours = state !== undefined && (await this.departures.back(request, provider.id, state));
    const words = failureWords(provider, 'refused');
    return refuse(request, provider, words + (ours ? explained(request, provider) : ''), 422);
  }

  /** Remembers where it has led: a page that is loaded again, or a link pressed twice, leads there too. */
  private async ended(request: Request, provider: Provider, back: Return, state: string): Promise<Page> {
    const page = await this.returned(request, provider, back);
    if (page instanceof Redirect) this.departures.settle(request, provider.id, state, page.url);
    return page;
  }

  private again(request: Request, provider: Provider, state: string): Page {
    const to = this.departures.settled(request, provider.id, state);
    return to === undefined ? refuse(request, provider, strange(provider), 403) : redirect(to);
  }

  private async returned(request: Request, provider: Provider, { profile, flow }: Return): Promise<Page> {
    const proven = { provider: provider.id, subject: profile.subject };
    if ('session' in flow) {
      return this.inSession(request, provider, proven, flow);
    }
    const user = await this.identities.find(proven);
    if (!user) {
      this.newcomer.keep(request, provider.id, profile);
      return redirect(`/auth/${provider.id}/registration`);
    }
    // the profile is proven anew: a mistyped address may be put right
    if (user.status === 'pending') this.newcomer.keep(request, provider.id, profile, user.id);
    return this.enter(request, provider, user, flow.next);
  }

  private async enter(request: Request, provider: Provider, user: User, next: string): Promise<Page> {
    if (user.status === 'pending') {
      const page = { ticket: this.confirmation.ticket(user.id), fix: `/auth/${provider.id}/registration` };
      return refuse(request, provider, UNCONFIRMED, 422, page);
    }
    const how = { way: provider.id, remember: false } as const;
    if (user.status === 'active' && user.secondFactorAt) {
      this.halfWay.keepHalfWay(request, 'residents', user, how);
      return redirect(withNext(CODE_PAGE, next));
    }
    await this.signOut.leave(request.context);
    // False also when the office has closed the cabinet a moment ago.
    const begun = user.status === 'active' ? await this.cookie.begin(request, user, how) : undefined;
    return begun
      ? redirect(nextPage(next), failedWords(begun.failedBefore))
      : refuse(request, provider, BLOCKED, 403);
  }

  /** Only in the session that began: another one would give its cabinet to somebody else's profile. */
  private async inSession(
    request: Request,
    provider: Provider,
    proven: ProvenProfile,
    flow: { session: string; end?: string },
  ): Promise<Page> {
    const { context } = request;
    if (!context.user || context.session?.publicId !== flow.session) {
      return refuse(request, provider, strange(provider), 403);
    }
    return flow.end === undefined
      ? this.link(request, provider, proven)
      : this.endSessions(request, provider, proven, flow.end);
  }

  private async endSessions(
    request: Request,
    provider: Provider,
    proven: ProvenProfile,
    end: string,
  ): Promise<Page> {
    const { context } = request;
    const { said } = provider;
    if ((await this.identities.find(proven))?.id !== context.user!.id) {
      const words = `Вы вошли другим профилем ${said}, а не тем, который подключён к этому личному кабинету. Другие входы не завершены.`;
      const form = Form.empty().reject('form', words);
      return view(
        'auth/provider-refused',
        { title: `Вход через ${said}`, form, again: '/profile/sessions' },
        422,
      );
    }
    return redirect('/profile/sessions', await this.signOut.endAsked(context, end));
  }

  private async link(request: Request, provider: Provider, proven: ProvenProfile): Promise<Page> {
    const { context } = request;
    const { said } = provider;
    const result = await this.identities.link(context.user!.id, proven, residentActor(context));
    if (result === 'taken') {
      const words = `Этот профиль ${said} уже подключён к другому личному кабинету. Сначала отключите его там.`;
      return refuse(request, provider, words, 422);
    }
    return redirect(
      '/profile',
      result === 'linked'
        ? `Вход через ${said} подключён: теперь можно входить и так.`
        : `Вход через ${said} уже подключён.`,
    );
  }
}

function strange({ said }: Provider): string {
  return `Не получилось узнать, что вход через ${said} начат в этом браузере: прошло много времени, страница открыта повторно или отключены cookie. Начните ещё раз.`;
}

/** What was not done and why, with another way: the password form, or the profile for who is signed in. */
function refuse(
  request: Request,
  { id, said }: Provider,
  message: string,
  status: number,
  more: { ticket?: string; fix?: string } = {},
): Page {
  const form = Form.empty().reject('form', message);
  return request.context.user
    ? view('auth/provider-refused', { title: `Вход через ${said}`, form, again: `/profile/${id}` }, status)
    : view('auth/sign-in', { title: 'Авторизация', form, ...more }, status);
}
