import { Controller, Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { SessionCookie } from './session-cookie.js';
import { SignOutService } from './sign-out.service.js';

/** «Выйти». Opening the address changes nothing, the button does. */
@Controller('auth/logout')
@Public()
export class SignOutController {
  constructor(
    private readonly signOut: SignOutService,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  page(@Req() request: Request): Page {
    return request.context.user ? view('auth/sign-out', { title: 'Выход из кабинета' }) : redirect('/');
  }

  @Post()
  async leave(@Req() request: Request): Promise<Page> {
    await this.signOut.leave(request.context);
    this.cookie.forget(request);
    return redirect('/', 'Вы вышли из личного кабинета.');
  }
}
