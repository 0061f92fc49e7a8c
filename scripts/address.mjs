import { createServer } from 'node:net';

/** Where to listen, from HOST and PORT. Port 0 asks for any free one. */
export function readAddress(environment) {
  const host = environment.HOST?.trim().replace(/^\[|\]$/g, '') || '127.0.0.1';
  const text = environment.PORT?.trim() || '3000';
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new Error(
      `PORT is "${text}", which is no port number. Give a number from 0 to 65535, for example PORT=3100.`,
    );
  }
  return { host, port };
}

/** Binds and lets go again: answers the port that is free, so that a taken one is told before anything is installed or built. */
export async function claimFreePort({ host, port }, patienceMs = 1_500) {
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await bindOnce(host, port);
    } catch (error) {
      // A server that was just stopped may need a moment to let go of its port.
      if (error.code !== 'EADDRINUSE' || Date.now() > deadlineMs)
        throw new Error(explainListenError(error, host, port));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

export function explainListenError(error, host, port) {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=3000 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine. Leave it out to listen on 127.0.0.1.`;
    default:
      return `Cannot listen on ${host}:${port}: ${error.message}`;
  }
}

/** The address to open in a browser on this machine. */
export function browserUrl(host, port) {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function bindOnce(host, port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => {
      const bound = probe.address().port;
      probe.close(() => resolve(bound));
    });
  });
}
