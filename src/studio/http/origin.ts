/** What of a request tells where it comes from. */
export interface Sender {
  /** `https` where TLS ended here or at a proxy of this machine. */
  readonly protocol: string;
  readonly host: string;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined;
}

/**
 * Whether a request that changes something comes from a page of ours: `own`, `foreign`, or `unsaid` where the sender
 * says nothing, as programs do and browsers never. `sites`: origins the desk names, for proxies that rewrite `Host`.
 */
export function senderOf(
  { protocol, host, origin, site }: Sender,
  sites: readonly string[],
): 'own' | 'foreign' | 'unsaid' {
  // `none`: typed or loaded again by the person at the browser.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign';
  if (origin === undefined) return site === undefined ? 'unsaid' : 'own';
  if (origin === 'null') return site === 'same-origin' ? 'own' : 'foreign';
  const ours = [`${protocol}://${host}`, `https://${host}`, ...sites];
  return ours.includes(origin.toLowerCase()) ? 'own' : 'foreign';
}
