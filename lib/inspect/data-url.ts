const IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|avif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/;
const BEGINNING = /^data:image\/(?:png|jpe?g|gif|webp|avif|svg\+xml);base64,/;
/** Larger ones stay text: decoding them would stop the page. */
const MAX_CHARACTERS = 4_000_000;

/** True for an image that lies in the text itself. Nothing is ever fetched. */
export function isImage(text: string): boolean {
  return BEGINNING.test(text) && text.length <= MAX_CHARACTERS && IMAGE.test(text);
}

/** Of a text of which only the beginning is there. */
export function beginsAsImage(text: string): boolean {
  return BEGINNING.test(text);
}
