import { z } from 'zod';

/** `mail:` of `data/desk.yaml`. Paths are inside the desk, or absolute. Secrets lie in files, or come by environment. */
export const mailSchema = z.strictObject({
  /** The sender's address; the name beside it is the desk's. */
  from: z.string(),
  replyTo: z.string().optional(),
  /** Where bounces come back: `bounces@example.cn` is used as `bounces+<token>@example.cn`. The sender when absent. */
  bounces: z.string().optional(),
  /** `https://brief.example.cn`: where `assay serve` is reached. Without it there is no link and no one-click. */
  site: z.string().optional(),
  /** `weekly.example.cn`; made from the sender's domain when absent. */
  listId: z.string().optional(),
  smtp: z.strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).default(587),
    /** `required`: STARTTLS or nothing. `implicit`: TLS from the first byte (465). `off` only to this machine. */
    tls: z.enum(['required', 'implicit', 'off']).default('required'),
    user: z.string().optional(),
    /** Or `ASSAY_SMTP_PASSWORD`. */
    passwordFile: z.string().optional(),
    connections: z.int().min(1).max(50).default(5),
    /** Letters a second, in all and to one domain. */
    perSecond: z.number().positive().default(10),
    perDomain: z.number().positive().default(5),
    /** What we call ourselves; the machine's name when absent. */
    name: z.string().optional(),
  }),
  dkim: z.strictObject({ domain: z.string(), selector: z.string(), keyFile: z.string() }).optional(),
  /** Makes and proves the tokens in links and bounces. Written on first use, 0600; keep a copy. */
  keyFile: z.string().default('data/mail.key'),
  /** `hold`: at most one copy, whatever happens. Else those in doubt are sent again, with the same Message-ID. */
  uncertain: z
    .union([z.literal('hold'), z.strictObject({ resendAfterHours: z.number().positive() })], {
      error: 'hold, or { resendAfterHours: 6 }',
    })
    .default('hold'),
  expireAfterHours: z.number().positive().max(240).default(48),
  /** Of one whole message. */
  maxBytes: z.int().positive().default(20_971_520),
  /** A list that grew or shrank by more than this many per cent since its last campaign needs `--expect`. */
  jumpPercent: z.number().positive().default(20),
  /**
   * Who may read an edition by its address on `site`. `open`: everybody who knows it. `signed`: whoever has a reader's
   * own link, for `linkDays`, and people of the desk. `signedFrom`: as `signed` from that week on, so that links of
   * letters sent before go on working.
   */
  links: z
    .union([z.enum(['open', 'signed']), z.strictObject({ signedFrom: z.string() })], {
      error: 'open, signed, or { signedFrom: 2026-W48 }',
    })
    .default('open'),
  /** Counted from the edition's publication. */
  linkDays: z.int().min(1).max(3650).default(90),
  /** Where this machine remembers how far the ledger was; `~/.local/state/assay` when absent. */
  stateFolder: z.string().optional(),
});
export type MailConfig = z.infer<typeof mailSchema>;
