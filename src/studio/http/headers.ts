/** Of everything; routes loosen what they must. Nothing here is for a frame, a search engine or another site. */
export const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
} as const;

/** Pages of the studio: everything comes from here, script and style as files alone. */
const STUDIO_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Pages of the studio. With `no-referrer` browsers would say `Origin: null` of its own forms, and those of another site
 * could not be told from them.
 */
export const STUDIO_HEADERS = {
  ...HEADERS,
  'content-security-policy': STUDIO_POLICY,
  'referrer-policy': 'same-origin',
} as const;
