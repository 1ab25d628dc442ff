import { Controller } from '@nestjs/common';
import { AppController } from '../../factors/codes/app.controller.js';
import type { AppOwner } from '../../factors/codes/app-pages.js';
import { CodeCookies } from '../../factors/codes/code-cookies.js';
import { ResidentAppPages } from './resident-app-pages.js';
import { ResidentFactor } from './resident-factor.js';

/** «Вход с кодом из приложения» of the profile. */
@Controller('profile/second-factor')
export class ResidentAppController extends AppController<AppOwner> {
  constructor(
    protected override readonly own: ResidentAppPages,
    protected override readonly factor: ResidentFactor,
    protected override readonly cookies: CodeCookies,
  ) {
    super();
  }
}
