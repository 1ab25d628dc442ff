import { Injectable } from '@nestjs/common';

/** Whether proxies may send requests here: no longer once the instance has been told to stop. */
@Injectable()
export class Readiness {
  private leaving = false;

  get isLeaving(): boolean {
    return this.leaving;
  }

  /** From now on `/health/ready` says 503; requests are answered as before. */
  leave(): void {
    this.leaving = true;
  }
}
