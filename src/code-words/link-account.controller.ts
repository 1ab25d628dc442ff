import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type AccountService, isAccountService } from '../accounts/account-services.js';
import { residentActor } from '../auth/actor.js';
import { SessionsService } from '../auth/sessions/sessions.service.js';
import { TooManyAttempts } from '../core/refusals.js';
import type { ResidentSession, SignedInUser } from '../core/request-context.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentSession, CurrentUser, QueryText } from '../web/request-parts.js';
import { ChooseForm, CodeWordForm, WayForm } from './link-account.forms.js';
import { LinkingService, type OfferedAccount } from './linking.service.js';

const TITLE = 'Привязка лицевого счета';
const WRONG_WORD = 'Кодовое слово не подошло. Проверьте его или обратитесь в офис нашей компании.';
const START = '/accounts/link';

/** How far a resident has come; kept in the session, on the server. */
interface Progress {
  readonly codeWordId?: string;
  readonly accountIds?: string[];
  /** The service that was asked for before there was an account. */
  readonly then?: AccountService;
}

/** «Привязать лицевой счет»: four steps. */
@Controller('accounts/link')
export class LinkAccountController {
  constructor(
    private readonly linking: LinkingService,
    private readonly sessions: SessionsService,
  ) {}

  @Get()
  way(@QueryText('then') then: string): Page {
    return step(1, 'link/way', { form: Form.empty({ way: 'account', then }), back: '/accounts' });
  }

  @Post()
  @HttpCode(200)
  async chooseWay(
    @CurrentSession() session: ResidentSession,
    @FormBody(WayForm) form: Form<WayForm>,
  ): Promise<Page> {
    if (!form.data) return step(1, 'link/way', { form, back: '/accounts' });
    const { then } = form.data;
    return isAccountService(then) ? this.go(session, { then }, `${START}/word`) : redirect(`${START}/word`);
  }

  /** Opened by the QR code of a slip as well: there is only one way, so nothing is lost without step 1. */
  @Get('word')
  word(): Page {
    return askWord(Form.empty());
  }

  @Post('word')
  @HttpCode(200)
  async checkWord(@Req() request: Request, @FormBody(CodeWordForm) form: Form<CodeWordForm>): Promise<Page> {
    if (!form.data) {
      return askWord(form);
    }
    const { context } = request;
    const opened = await this.linking.open(form.data.word, residentActor(context), request.ip ?? '');
    if ('wait' in opened) {
      throw new TooManyAttempts(opened.wait);
    }
    if ('refused' in opened) {
      return askWord(form.reject('word', WRONG_WORD));
    }
    const { then } = progressOf(context.session!);
    return this.go(context.session!, { codeWordId: opened.codeWordId, then }, `${START}/choose`);
  }

  @Get('choose')
  async choose(@CurrentUser() user: SignedInUser, @CurrentSession() session: ResidentSession): Promise<Page> {
    const { codeWordId } = progressOf(session);
    if (codeWordId === undefined) return redirect(START);
    const offer = await this.linking.offer(codeWordId, user.id);
    const free = offer.filter(({ linked }) => !linked);
    // There is nothing to choose from.
    return askAccounts(Form.empty<ChooseForm>({ accounts: free.length === 1 ? [free[0]!.id] : [] }), offer);
  }

  @Post('choose')
  @HttpCode(200)
  async chosen(
    @CurrentUser() user: SignedInUser,
    @CurrentSession() session: ResidentSession,
    @FormBody(ChooseForm) form: Form<ChooseForm>,
  ): Promise<Page> {
    const { codeWordId, then } = progressOf(session);
    if (codeWordId === undefined) {
      return redirect(START);
    }
    const offer = await this.linking.offer(codeWordId, user.id);
    if (!form.data) {
      return askAccounts(form, offer);
    }
    const accountIds = [...new Set(form.data.accounts)];
    if (!accountIds.every((id) => offer.some((account) => account.id === id && !account.linked))) {
      return askAccounts(form.reject('accounts', 'Выберите лицевой счет из списка'), offer);
    }
    return this.go(session, { codeWordId, accountIds, then }, `${START}/finish`);
  }

  @Get('finish')
  async finishPage(
    @CurrentUser() user: SignedInUser,
    @CurrentSession() session: ResidentSession,
  ): Promise<Page> {
    const { codeWordId, accountIds } = progressOf(session);
    if (codeWordId === undefined || accountIds === undefined) {
      return redirect(START);
    }
    const offer = await this.linking.offer(codeWordId, user.id);
    const accounts = offer.filter(({ id }) => accountIds.includes(id));
    return step(4, 'link/finish', { accounts, back: `${START}/choose` });
  }

  @Post('finish')
  @HttpCode(200)
  async finish(@Req() { context }: Request, @CurrentSession() session: ResidentSession): Promise<Page> {
    const { codeWordId, accountIds, then } = progressOf(session);
    if (codeWordId === undefined || accountIds === undefined) {
      // Also the second click of two: the first has linked and cleared the progress.
      return redirect('/accounts');
    }
    const linked = await this.linking.finish(codeWordId, accountIds, residentActor(context));
    await this.sessions.remember(session, 'link', null);
    if (!linked) {
      return askWord(Form.empty<CodeWordForm>().reject('word', WRONG_WORD));
    }
    const [only] = accountIds;
    const message = accountIds.length === 1 ? 'Лицевой счет привязан.' : 'Лицевые счета привязаны.';
    if (then !== undefined) return redirect(`/services/${then}`, message);
    return redirect(accountIds.length === 1 ? `/accounts/${only}` : '/accounts', message);
  }

  private async go(session: ResidentSession, progress: Progress, url: string): Promise<Page> {
    return (await this.sessions.remember(session, 'link', progress)) ? redirect(url) : redirect('/auth/');
  }
}

function progressOf(session: ResidentSession): Progress {
  return session.data['link'] ?? {};
}

function askWord(form: Form<CodeWordForm>): Page {
  return step(2, 'link/word', { form, back: START });
}

function askAccounts(form: Form<ChooseForm>, accounts: OfferedAccount[]): Page {
  return step(3, 'link/choose', { form, accounts, back: `${START}/word` });
}

function step(number: 1 | 2 | 3 | 4, template: string, data: object): Page {
  return view(template, { ...data, title: TITLE, step: number, percent: number * 25 });
}
