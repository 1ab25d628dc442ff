/** The one address that mail programs post to by themselves (RFC 8058): its link is signed, and that is all the proof there is. */
export const ONE_CLICK_PATH = '/letters/unsubscribe';
