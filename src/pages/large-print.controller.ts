import { Controller, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Cookies } from '../web/cookies.js';
import { Text } from '../web/field.js';
import { type Form, FormBody } from '../web/form.js';
import { pathHere } from '../text/path-here.js';
import { type Page, redirect } from '../web/page.js';
import { Public } from '../web/request-parts.js';

const YEAR_SECONDS = 365 * 86_400;

class LargePrintForm {
  @Text(10)
  on!: string;

  @Text(500)
  back!: string;
}

/** «Крупный шрифт»: remembered by the browser for a year. */
@Controller('large-print')
@Public()
export class LargePrintController {
  constructor(private readonly cookies: Cookies) {}

  @Post()
  choose(@Req() request: Request, @FormBody(LargePrintForm) form: Form<LargePrintForm>): Page {
    this.cookies.set(request.res!, 'large', form.values['on'] === 'yes' ? '1' : '0', YEAR_SECONDS);
    const back = String(form.values['back'] ?? '');
    return redirect(pathHere(back) ?? '/');
  }
}
