/** An e-mail address that one message can be sent to. */
export interface Address {
  /** As it is written into envelopes and headers: `Li.Wei@example.cn`. The domain in ASCII, lower case. */
  readonly address: string;
  /** By which people are told apart: lower case throughout, NFC. */
  readonly key: string;
  readonly local: string;
  /** In ASCII, lower case: limits are kept by it. */
  readonly domain: string;
  /** Whether the local part needs SMTPUTF8. */
  readonly international: boolean;
}
