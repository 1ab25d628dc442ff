import { Inject, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { FactorsModule } from '../factors/factors.module.js';
import { MailModule } from '../mail/mail.module.js';
import type { Config } from '../core/config.js';
import { Housekeeping } from '../core/housekeeping.js';
import { CONFIG } from '../core/tokens.js';
import { UsersModule } from '../users/users.module.js';
import { authChores } from './auth-chores.js';
import { AuthCode } from './codes/auth-code.entity.js';
import { CodesService } from './codes/codes.service.js';
import { PasswordChangeService } from './passwords/password-change.service.js';
import { PasswordLetterController } from './passwords/password-letter.controller.js';
import { PasswordProof } from './passwords/password-proof.service.js';
import { PasswordRules } from './passwords/password-rules.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { EmailChangeService } from './email-change.service.js';
import { EmailUndoController } from './email-undo.controller.js';
import { HeldFactors } from './held-factors.js';
import { OwnProof } from './own-proof.js';
import { EmailUndoService } from './email-undo.service.js';
import { LetterLinks } from './letter-link.js';
import { Eviction } from './eviction.service.js';
import { AfterNewPassword } from './recovery/after-new-password.js';
import { LeftProfileController } from './recovery/left-profile.controller.js';
import { LeftProfile } from './recovery/left-profile.service.js';
import { NewPasswordController } from './recovery/new-password.controller.js';
import { Recovered } from './recovery/recovered.js';
import { RecoveryController } from './recovery/recovery.controller.js';
import { RecoveryService } from './recovery/recovery.service.js';
import { ConfirmationController } from './registration/confirmation.controller.js';
import { ConfirmationService } from './registration/confirmation.service.js';
import { ConsentTexts } from './consent-texts.js';
import { Registrant } from './registration/registrant.js';
import { Registrar } from './registration/registrar.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { WaitingRegistrations } from './registration/waiting-registrations.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { RefusalJournal } from './sessions/refusal-journal.js';
import { SessionMiddleware } from './sessions/session.middleware.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignOutController } from './sessions/sign-out.controller.js';
import { SignOutService } from './sessions/sign-out.service.js';
import { NewDeviceLetter } from './sign-ins/new-device-letter.js';
import { NotMeController } from './sign-ins/not-me.controller.js';
import { NotMe } from './sign-ins/not-me.service.js';
import { SignInsController } from './sign-ins/sign-ins.controller.js';
import { StoppedSignIns } from './sign-ins/stopped-sign-ins.js';
import { SignIns } from './sign-ins/sign-ins.service.js';
import { SlipController } from './slips/slip.controller.js';
import { WayInSlips } from './slips/slips.service.js';
import { NextLogin } from './sign-in/next-login.js';
import { KnownBrowser } from './sign-in/known-browser.js';
import { LocalStrategy } from './sign-in/local.strategy.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { Departures } from './providers/departures.js';
import { IdentitiesService } from './providers/identities.service.js';
import { Identity } from './providers/identity.entity.js';
import { MistypedAddress } from './providers/mistyped-address.js';
import { Newcomer } from './providers/newcomer.js';
import { OidcProvider } from './providers/oidc.provider.js';
import { ProviderLinkController } from './providers/provider-link.controller.js';
import { ProviderRegistrationController } from './providers/provider-registration.controller.js';
import { ProviderController } from './providers/provider.controller.js';
import { Providers } from './providers/providers.js';
import { PasskeySignInController } from './passkeys/passkey-sign-in.controller.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { CodeSignInController } from './second-factor/code-sign-in.controller.js';
import { ResidentAppPages } from './second-factor/resident-app-pages.js';
import { ResidentCodes } from './second-factor/resident-codes.js';
import { ResidentFactor } from './second-factor/resident-factor.js';
import { ResidentCodeLetters } from './second-factor/resident-letters.js';
import { ResidentAppController } from './second-factor/resident-app.controller.js';
import { VkProvider } from './providers/vk.provider.js';
import { YandexProvider } from './providers/yandex.provider.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([AuthCode, Identity]),
    PassportModule,
    AuditModule,
    FactorsModule,
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
    SessionsController,
    EmailUndoController,
    SlipController,
    NotMeController,
    SignInsController,
    ProviderController,
    ProviderRegistrationController,
    ProviderLinkController,
    PasswordLetterController,
    PasskeySignInController,
    PasskeysController,
    CodeSignInController,
    ResidentAppController,
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
    NextLogin,
    LocalStrategy,
    SignInService,
    SignIns,
    StoppedSignIns,
    NewDeviceLetter,
    LetterLinks,
    NotMe,
    Eviction,
    RegistrationService,
    ConsentTexts,
    Registrar,
    Registrant,
    WaitingRegistrations,
    ConfirmationService,
    RecoveryService,
    AfterNewPassword,
    LeftProfile,
    Recovered,
    WayInSlips,
    EmailChangeService,
    EmailUndoService,
    Departures,
    VkProvider,
    YandexProvider,
    OidcProvider,
    Providers,
    IdentitiesService,
    Newcomer,
    MistypedAddress,
    Passkeys,
    HeldFactors,
    ResidentCodeLetters,
    ResidentCodes,
    ResidentFactor,
    ResidentAppPages,
    OwnProof,
  ],
  exports: [
    CodesService,
    ConsentTexts,
    EmailChangeService,
    EmailUndoService,
    Eviction,
    HeldFactors,
    IdentitiesService,
    KnownBrowser,
    OwnProof,
    Passkeys,
    PasswordsService,
    PasswordChangeService,
    PasswordProof,
    PasswordRules,
    Providers,
    RecoveryService,
    RegistrationService,
    SessionCookie,
    SessionMiddleware,
    SessionsService,
    SignOutService,
    WayInSlips,
  ],
})
export class AuthModule {
  constructor(housekeeping: Housekeeping, @Inject(CONFIG) { retention }: Config) {
    housekeeping.add(...authChores(retention.registrationDays));
  }
}
