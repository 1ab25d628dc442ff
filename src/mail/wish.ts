/** What residents can wish to have letters about; each wish is switched on with a consent of its own and off by itself. */
export type Wish = 'receipts' | 'readings';
