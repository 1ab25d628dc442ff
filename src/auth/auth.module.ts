import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { Housekeeping } from '../platform/housekeeping.js';
import { UsersModule } from '../users/users.module.js';
import { AUTH_CHORES } from './auth-chores.js';
import { AuthCode } from './codes/auth-code.entity.js';
import { CodesService } from './codes/codes.service.js';
import { PasswordChangeService } from './passwords/password-change.service.js';
import { PasswordProof } from './passwords/password-proof.service.js';
import { PasswordRules } from './passwords/password-rules.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { EmailChangeController } from './profile/email-change.controller.js';
import { EmailChangeService } from './profile/email-change.service.js';
import { LettersController } from './profile/letters.controller.js';
import { ProfileController } from './profile/profile.controller.js';
import { UnsubscribeController } from './profile/unsubscribe.controller.js';
import { LeftProfileController } from './recovery/left-profile.controller.js';
import { LeftProfile } from './recovery/left-profile.service.js';
import { NewPasswordController } from './recovery/new-password.controller.js';
import { Recovered } from './recovery/recovered.js';
import { RecoveryController } from './recovery/recovery.controller.js';
import { RecoveryService } from './recovery/recovery.service.js';
import { ConfirmationController } from './registration/confirmation.controller.js';
import { ConfirmationService } from './registration/confirmation.service.js';
import { ConsentTexts } from './consent-texts.js';
import { Registrar } from './registration/registrar.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { LettersBoard } from './residents/letters-board.js';
import { ResidentsService } from './residents/residents.service.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { RefusalJournal } from './sessions/refusal-journal.js';
import { SessionMiddleware } from './sessions/session.middleware.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignOutController } from './sessions/sign-out.controller.js';
import { SignOutService } from './sessions/sign-out.service.js';
import { KnownBrowser } from './sign-in/known-browser.js';
import { LocalStrategy } from './sign-in/local.strategy.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { IdentitiesService } from './vk/identities.service.js';
import { Identity } from './vk/identity.entity.js';
import { Newcomer } from './vk/newcomer.js';
import { VkApi } from './vk/vk-api.js';
import { VkLinkController } from './vk/vk-link.controller.js';
import { VkRegistrationController } from './vk/vk-registration.controller.js';
import { VkState } from './vk/vk-state.js';
import { VkController } from './vk/vk.controller.js';
import { VkStrategy } from './vk/vk.strategy.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([AuthCode, Identity]),
    PassportModule,
    AuditModule,
    MailModule,
    UsersModule,
  ],
  controllers: [
    SignInController,
    SignOutController,
    RegistrationController,
    ConfirmationController,
    RecoveryController,
    NewPasswordController,
    LeftProfileController,
    EmailChangeController,
    SessionsController,
    ProfileController,
    LettersController,
    UnsubscribeController,
    VkController,
    VkRegistrationController,
    VkLinkController,
  ],
  providers: [
    CodesService,
    PasswordsService,
    PasswordRules,
    PasswordChangeService,
    PasswordProof,
    SessionsService,
    RefusalJournal,
    SessionMiddleware,
    SessionCookie,
    SignOutService,
    KnownBrowser,
    LocalStrategy,
    SignInService,
    RegistrationService,
    ConsentTexts,
    Registrar,
    ConfirmationService,
    RecoveryService,
    LeftProfile,
    Recovered,
    EmailChangeService,
    LettersBoard,
    ResidentsService,
    VkApi,
    VkState,
    VkStrategy,
    IdentitiesService,
    Newcomer,
  ],
  exports: [PasswordsService, SessionsService, SessionMiddleware, LettersBoard, ResidentsService],
})
export class AuthModule {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(...AUTH_CHORES);
  }
}
