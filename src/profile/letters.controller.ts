import { Controller, Get, HttpCode, NotFoundException, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Wish } from '../mail/wish.js';
import type { SignedInUser, RequestContext } from '../core/request-context.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser, CurrentContext } from '../web/request-parts.js';
import { LetterWishes } from '../users/letter-wishes.service.js';
import { WISHES } from '../users/wishes.js';
import { residentActor } from '../auth/actor.js';
import { ConsentTexts } from '../auth/consent-texts.js';
import { WORDS } from './letters-words.js';
import { LettersForm } from './profile.forms.js';

/** «Письма о новых квитанциях» and «Письма о показаниях и поверке»: the switches in the profile. */
@Controller('profile/letters')
export class LettersController {
  constructor(
    private readonly wishes: LetterWishes,
    private readonly consents: ConsentTexts,
  ) {}

  @Get(':wish')
  async page(@CurrentUser() { id }: SignedInUser, @Param('wish') name: string): Promise<Page> {
    return this.ask(wishNamed(name), id, Form.empty());
  }

  @Post(':wish')
  @HttpCode(200)
  async switchOn(
    @Req() request: Request,
    @Param('wish') name: string,
    @FormBody(LettersForm) form: Form<LettersForm>,
  ): Promise<Page> {
    const { context } = request;
    const wish = wishNamed(name);
    if (!form.data) {
      return this.ask(wish, context.user!.id, form);
    }
    const consent = {
      ...this.consents.letters(wish),
      ip: context.ip,
      userAgent: request.get('user-agent') ?? '',
    };
    await this.wishes.switchOn(context.user!.id, wish, consent, residentActor(context));
    return redirect('/profile', `Письма ${WORDS[wish].about} включены.`);
  }

  @Post(':wish/off')
  async switchOff(@CurrentContext() context: RequestContext, @Param('wish') name: string): Promise<Page> {
    const wish = wishNamed(name);
    await this.wishes.switchOff(context.user!.id, wish, residentActor(context));
    return redirect('/profile', `Письма ${WORDS[wish].about} отключены.`);
  }

  private async ask(wish: Wish, userId: string, form: Form<LettersForm>): Promise<Page> {
    const words = WORDS[wish];
    return view('profile/letters', {
      title: `Письма ${words.about}`,
      form,
      since: await this.wishes.since(userId, wish),
      words,
      here: `/profile/letters/${wish}`,
      regulation: `/regulations/${WISHES[wish].consent.document}`,
    });
  }
}

function wishNamed(name: string): Wish {
  if (!Object.hasOwn(WISHES, name)) throw new NotFoundException();
  return name as Wish;
}
