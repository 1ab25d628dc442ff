/** The way of a sign-in: that by the password of a slip is kept as one by a password, as builds of before read it. */
export const WAY = "CASE WHEN by_slip THEN 'slip' ELSE way END";
