import { Injectable } from '@nestjs/common';

/** What a module to the right shows first on the page where residents begin; it says so when it begins itself. */
@Injectable()
export class StartNotices {
  /** Gives what stands on the page of a resident, as the partial `announcements` takes it. */
  of: (userId: string) => Promise<readonly object[]> = () => Promise.resolve([]);
}
