import { Controller, Get, Inject, NotFoundException, Post, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../core/config.js';
import { Throttle } from '../../core/throttle.js';
import { CONFIG } from '../../core/tokens.js';
import { networkOf } from '../../core/network.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import type { User } from '../../users/user.entity.js';
import { residentActor } from '../actor.js';
import { ConfirmationService } from '../registration/confirmation.service.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignOutService } from '../sessions/sign-out.service.js';
import { failedWords } from '../sign-ins/sign-in-words.js';
import { nextPage } from '../sign-in/next-page.js';
import { UNCONFIRMED } from '../sign-in/sign-in.controller.js';
import { IdentitiesService } from './identities.service.js';
import { PendingVkProfile } from './pending-vk-profile.js';
import { VkStartForm } from './vk.forms.js';
import { VkGuard, type VkResult } from './vk.guard.js';
import { VkStrategy } from './vk.strategy.js';
import { MINUTE, limit } from '../../core/limits.js';

/** Each may make two requests to VK ID. */
const VK_ADDRESS = limit('vk: address', 60, 10 * MINUTE);

/** To VK ID and back: «Войти через профиль в соцсетях», and the end of linking that began in the profile. */
@Controller('auth/vk')
@Public()
export class VkController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly vk: VkStrategy,
    private readonly identities: IdentitiesService,
    private readonly newcomer: PendingVkProfile,
    private readonly cookie: SessionCookie,
    private readonly signOut: SignOutService,
    private readonly confirmation: ConfirmationService,
    private readonly throttle: Throttle,
  ) {}

  @Post()
  async start(@Req() request: Request, @FormBody(VkStartForm) form: Form<VkStartForm>): Promise<Page> {
    if (this.config.vkClientId === '') {
      throw new NotFoundException();
    }
    await this.throttle.pass([VK_ADDRESS, networkOf(request.ip ?? '')]);
    return redirect(await this.vk.begin(request, { next: form.data?.next ?? '' }));
  }

  @Get('callback')
  @UseGuards(VkGuard)
  async callback(@Req() request: Request): Promise<Page> {
    const result: VkResult = this.config.vkClientId === '' ? { kind: 'strange' } : request.vk!;
    if (result.kind !== 'known') {
      return refuse(request, WORDS[result.kind], result.kind === 'strange' ? 403 : 422);
    }
    const { profile, flow } = result;
    if ('session' in flow) {
      return this.inSession(request, profile.subject, flow);
    }
    const user = await this.identities.find(profile.subject);
    if (!user) {
      this.newcomer.keep(request, profile);
      return redirect('/auth/vk/registration');
    }
    return this.enter(request, user, flow.next);
  }

  private async enter(request: Request, user: User, next: string): Promise<Page> {
    if (user.status === 'pending') {
      return refuse(request, UNCONFIRMED, 422, this.confirmation.ticket(user.id));
    }
    await this.signOut.leave(request.context);
    // False also when the office has closed the cabinet a moment ago.
    const how = { way: 'vk', remember: false } as const;
    const begun = user.status === 'active' ? await this.cookie.begin(request, user, how) : undefined;
    return begun ? redirect(nextPage(next), failedWords(begun.failedBefore)) : refuse(request, BLOCKED, 403);
  }

  /** Only in the session that began: another one would give its cabinet to somebody else's profile. */
  private async inSession(
    request: Request,
    subject: string,
    flow: { session: string; end?: string },
  ): Promise<Page> {
    const { context } = request;
    if (!context.user || context.session?.publicId !== flow.session) {
      return refuse(request, WORDS.strange, 403);
    }
    return flow.end === undefined
      ? this.link(request, context.user.id, subject)
      : this.endSessions(request, context.user.id, subject, flow.end);
  }

  private async endSessions(request: Request, userId: string, subject: string, end: string): Promise<Page> {
    const { context } = request;
    if ((await this.identities.find(subject))?.id !== userId) {
      const form = Form.empty().reject('form', OTHER_PROFILE);
      return view('auth/vk-refused', { title: 'Вход через VK ID', form, again: '/profile/sessions' }, 422);
    }
    return redirect('/profile/sessions', await this.signOut.endAsked(context, end));
  }

  private async link(request: Request, userId: string, subject: string): Promise<Page> {
    const { context } = request;
    const result = await this.identities.link(userId, subject, residentActor(context));
    if (result === 'taken') {
      return refuse(request, TAKEN, 422);
    }
    return redirect('/profile', result === 'linked' ? LINKED : 'VK ID уже подключён.');
  }
}

const WORDS = {
  strange:
    'Не получилось узнать, что вход через VK ID начат в этом браузере: прошло много времени, страница открыта повторно или отключены cookie. Начните ещё раз.',
  refused: 'VK ID не подтвердил вход. Попробуйте ещё раз или войдите с логином и паролем.',
  away: 'VK ID сейчас не отвечает. Войдите с логином и паролем или попробуйте позже.',
};
const BLOCKED = 'Личный кабинет закрыт. Позвоните нам или обратитесь в офис нашей компании.';
const TAKEN = 'Этот профиль VK ID уже подключён к другому личному кабинету. Сначала отключите его там.';
const OTHER_PROFILE =
  'Вы вошли в VK другим профилем VK ID, а не тем, который подключён к этому личному кабинету. Другие входы не завершены.';
const LINKED = 'VK ID подключён: теперь можно входить и через него.';

/** What was not done and why, with another way: the password form, or the profile for who is signed in. */
function refuse(request: Request, message: string, status: number, ticket?: string): Page {
  const form = Form.empty().reject('form', message);
  return request.context.user
    ? view('auth/vk-refused', { title: 'Вход через VK ID', form }, status)
    : view('auth/sign-in', { title: 'Авторизация', form, ticket }, status);
}
