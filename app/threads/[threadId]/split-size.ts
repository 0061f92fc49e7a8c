export interface SplitLimits {
  /** The least that either part keeps, as far as there is room. */
  firstMinPx: number;
  secondMinPx: number;
}

const KEY_STEP = 2;

/** The first part's share in percent, within what both parts need. */
export function clampShare(share: number, lengthPx: number, { firstMinPx, secondMinPx }: SplitLimits): number {
  if (lengthPx <= 0) return share;
  const least = (firstMinPx / lengthPx) * 100;
  const most = 100 - (secondMinPx / lengthPx) * 100;
  return Math.max(0, Math.min(100, Math.min(Math.max(share, least), Math.max(most, 0))));
}

/** Where a key moves the border; undefined for other keys. Home and End go as far as the limits allow. */
export function shareAfterKey(share: number, key: string, isVertical: boolean): number | undefined {
  switch (key) {
    case isVertical ? 'ArrowUp' : 'ArrowLeft':
      return share - KEY_STEP;
    case isVertical ? 'ArrowDown' : 'ArrowRight':
      return share + KEY_STEP;
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return undefined;
  }
}

/** What was stored, if it is a share at all. */
export function parseShare(stored: string | null): number | undefined {
  const share = stored === null ? Number.NaN : Number(stored);
  return Number.isFinite(share) && share > 0 && share < 100 ? share : undefined;
}
