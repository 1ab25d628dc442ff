import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { networkOf } from '../core/network.js';
import { Throttle } from '../core/throttle.js';
import { Text } from '../web/field.js';
import type { Form } from '../web/form.js';
import { type Page, redirect } from '../web/page.js';
import { CODE_ADDRESS } from './codes/codes.service.js';
import { SessionCookie } from './sessions/session-cookie.js';

/** The button behind a link that a letter has brought. */
export class LetterLinkForm {
  @Text(40)
  link!: string;
}

/** The address of such a page is a secret: nothing that it leads to learns of it. */
export const NO_REFERRER = { 'Referrer-Policy': 'no-referrer' };

/** Why «это не я» does nothing once the address has been changed: whoever has the new one would get the new password. */
export const MOVED =
  'Адрес почты в кабинете с тех пор сменили. Если это сделали не вы, верните его по ссылке из письма «Адрес электронной почты изменён»: все, кто вошёл, выйдут. Или позвоните нам.';

/** What a press of the button comes to, in words. */
interface Words<Refusal extends string> {
  readonly done: string;
  readonly refused: Readonly<Record<Refusal, string>>;
}

/** Links of letters that end what a stranger has begun. Opening one changes nothing, since programs of mail open links; the button does. */
@Injectable()
export class LetterLinks {
  constructor(
    private readonly throttle: Throttle,
    private readonly cookie: SessionCookie,
  ) {}

  /** One press: all are signed out, this browser too; undefined where it was refused, which the form then says. */
  async press<Refusal extends string>(
    request: Request,
    form: Form<LetterLinkForm>,
    words: Words<Refusal>,
    deed: () => Promise<'done' | Refusal>,
  ): Promise<Page | undefined> {
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const end = await deed();
    if (end !== 'done') {
      form.reject('form', words.refused[end]);
      return undefined;
    }
    this.cookie.forget(request);
    return redirect('/auth/', words.done);
  }
}
