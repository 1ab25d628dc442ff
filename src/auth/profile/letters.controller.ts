import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { SignedInUser, Visit } from '../../platform/visit.js';
import { Form, FormBody } from '../../platform/web/form.js';
import { type Page, redirect, view } from '../../platform/web/page.js';
import { CurrentUser, CurrentVisit } from '../../platform/web/request-parts.js';
import { LetterWishes } from '../../users/letter-wishes.service.js';
import { residentActor } from '../actor.js';
import { LETTERS_CONSENT } from './letters-consent.js';
import { LettersForm } from './profile.forms.js';

/** «Письма о новых квитанциях»: the switch in the profile. */
@Controller('profile/letters')
export class LettersController {
  constructor(private readonly wishes: LetterWishes) {}

  @Get()
  async page(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    return ask(Form.empty(), await this.wishes.since(id));
  }

  @Post()
  @HttpCode(200)
  async switchOn(@Req() request: Request, @FormBody(LettersForm) form: Form<LettersForm>): Promise<Page> {
    const { visit } = request;
    if (!form.data) {
      return ask(form, await this.wishes.since(visit.user!.id));
    }
    const consent = { ...LETTERS_CONSENT, ip: visit.ip, userAgent: request.get('user-agent') ?? '' };
    await this.wishes.switchOn(visit.user!.id, consent, residentActor(visit));
    return redirect('/profile', 'Письма о новых квитанциях включены.');
  }

  @Post('off')
  async switchOff(@CurrentVisit() visit: Visit): Promise<Page> {
    await this.wishes.switchOff(visit.user!.id, residentActor(visit));
    return redirect('/profile', 'Письма о новых квитанциях отключены.');
  }
}

function ask(form: Form<LettersForm>, since: Date | null): Page {
  return view('profile/letters', { title: 'Письма о новых квитанциях', form, since });
}
