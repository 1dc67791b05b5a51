import { isLoopback } from '../listen.ts';

/** `Desk.example:8600` → `desk.example`; '' of what is no host. */
export function hostNameOf(header: string): string {
  const lower = header.toLowerCase();
  const [, inBrackets, plain] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/.exec(lower) ?? [];
  return inBrackets ?? plain?.replace(/\.$/, '') ?? '';
}

/**
 * Whether a request may come under this name: this machine's own, the address it came in by, or one the desk names. A
 * page of another site that has its name resolved to this machine comes under that name, and gets nothing.
 */
export function isOurHost(header: string, ours: readonly string[], localAddress = ''): boolean {
  const name = hostNameOf(header);
  if (name === '') return false;
  return isLoopback(name) || ours.includes(name) || name === localAddress.replace(/^::ffff:/, '');
}

/** Names of sites and of `--host`; what stands for every address is none. */
export function hostNames(sites: ReadonlyArray<string | undefined>, host: string): string[] {
  const names = sites.flatMap((site) => (site === undefined ? [] : [hostNameOf(new URL(site).host)]));
  return [...names, hostNameOf(host)].filter((name) => name !== '' && name !== '0.0.0.0' && name !== '::');
}
