/** What a browser lets a person ask of one experiment; the server has the last word. */
export const MOST_EDITS = 50;
export const MOST_TIMES = 100;
export const MOST_AT_ONCE = 16;
