/** The path of a Chromium that starts, installed when there is none. @param root the package's folder */
export function ensureBrowser(root: string): Promise<string>;
