/** The house of the office's head (templates/partials/icons/logo.hbs). */
export function Logo() {
  return (
    <svg className="k-logo" viewBox="0 0 34 34" width="34" height="34" aria-hidden="true">
      <rect width="34" height="34" rx="9" />
      <path
        d="M8 17 17 9l9 8M11 15.5V25h12v-9.5M17 25v-5"
        fill="none"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
