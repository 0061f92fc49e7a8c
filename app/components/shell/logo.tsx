/** A clock whose hand turns back. */
export function Logo({ size = 18 }: { size?: number }) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 18 18"
      fill="none"
      className="shrink-0 stroke-now"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M3.2 5.6A7 7 0 1 1 2 9" />
      <path d="M2.6 2.4v3.4H6" />
      <path d="M9 5.2V9l2.6 1.6" />
    </svg>
  );
}
