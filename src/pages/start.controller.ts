import { Controller, Get, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Form } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { Public } from '../web/request-parts.js';

/** The start page, for strangers. */
@Controller()
@Public()
export class StartController {
  @Get()
  start(@Req() { context }: Request): Page {
    return context.user
      ? redirect('/accounts')
      : view('pages/start', { title: 'Личный кабинет', signIn: Form.empty(), form: Form.empty() });
  }
}
