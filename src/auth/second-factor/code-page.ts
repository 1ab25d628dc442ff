/** Where a code is asked for after the password of a resident, or after their profile of a provider. */
export const CODE_PAGE = '/auth/code';
