/** Whether the modifier of shortcuts is ⌘. In the browser only. */
export function isApplePlatform(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
