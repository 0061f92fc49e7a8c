/** What the client takes, told to the routes; and how a route's answer is encoded, told back. */
const HEADER = 'x-retrograph-encoding';

/**
 * Lets routes compress their own answers. Next takes `content-encoding` off whatever a route answers, so it travels under
 * another name from there to here. A route that is not told what the client takes, as under `next start`, answers plainly.
 */
export function passEncodings(request, response) {
  request.headers[HEADER] = request.headers['accept-encoding'] ?? '';
  const writeHead = response.writeHead;
  response.writeHead = (...values) => {
    const encoding = response.getHeader(HEADER);
    if (encoding !== undefined) {
      response.removeHeader(HEADER);
      response.setHeader('content-encoding', encoding);
    }
    return writeHead.apply(response, values);
  };
}
