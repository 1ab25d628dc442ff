import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { UsersModule } from '../users/users.module.js';
import { AuthCode } from './codes/auth-code.entity.js';
import { CodesService } from './codes/codes.service.js';
import { PasswordChangeService } from './passwords/password-change.service.js';
import { PasswordRules } from './passwords/password-rules.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { EmailChangeController } from './profile/email-change.controller.js';
import { EmailChangeService } from './profile/email-change.service.js';
import { ProfileController } from './profile/profile.controller.js';
import { NewPasswordController } from './recovery/new-password.controller.js';
import { RecoveryController } from './recovery/recovery.controller.js';
import { RecoveryService } from './recovery/recovery.service.js';
import { ConfirmationController } from './registration/confirmation.controller.js';
import { ConfirmationService } from './registration/confirmation.service.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { ResidentsService } from './residents/residents.service.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionMiddleware } from './sessions/session.middleware.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignOutController } from './sessions/sign-out.controller.js';
import { SignOutService } from './sessions/sign-out.service.js';
import { KnownBrowser } from './sign-in/known-browser.js';
import { LocalStrategy } from './sign-in/local.strategy.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInService } from './sign-in/sign-in.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AuthCode]), PassportModule, AuditModule, MailModule, UsersModule],
  controllers: [
    SignInController,
    SignOutController,
    RegistrationController,
    ConfirmationController,
    RecoveryController,
    NewPasswordController,
    EmailChangeController,
    SessionsController,
    ProfileController,
  ],
  providers: [
    CodesService,
    PasswordsService,
    PasswordRules,
    PasswordChangeService,
    SessionsService,
    SessionMiddleware,
    SessionCookie,
    SignOutService,
    KnownBrowser,
    LocalStrategy,
    SignInService,
    RegistrationService,
    ConfirmationService,
    RecoveryService,
    EmailChangeService,
    ResidentsService,
  ],
  exports: [PasswordsService, SessionsService, SessionMiddleware, ResidentsService],
})
export class AuthModule {}
