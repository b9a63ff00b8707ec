/**
 * Where a person on this machine finds what listens on `host` and `port`: `http://127.0.0.1:4280`.
 *
 * An address to listen on everywhere is no address to open in a browser, and one of IPv6 stands in brackets.
 */
export function addressOf(host: string, port: number): string {
  const here = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${here.includes(":") ? `[${here}]` : here}:${port}`;
}
