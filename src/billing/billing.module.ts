import { Module } from '@nestjs/common';

/** Charges, payments, balances and receipts, and the files of the office that bring them. */
@Module({})
export class BillingModule {}
