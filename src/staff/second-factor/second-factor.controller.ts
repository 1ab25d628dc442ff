import { Controller } from '@nestjs/common';
import { AppController } from '../../factors/codes/app.controller.js';
import { CodeCookies } from '../../factors/codes/code-cookies.js';
import { Public } from '../../web/request-parts.js';
import { type Owner, OwnPages } from './own-pages.js';
import { SecondFactor } from './second-factor.service.js';

/** The app of somebody of the office; these pages look after themselves. */
@Controller('staff/second-factor')
@Public()
export class SecondFactorController extends AppController<Owner> {
  constructor(
    protected override readonly own: OwnPages,
    protected override readonly factor: SecondFactor,
    protected override readonly cookies: CodeCookies,
  ) {
    super();
  }
}
