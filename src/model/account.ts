import type { Language } from './language.ts';
import type { Instant } from './time.ts';

/** From least to most: each may do what those before it may. */
export const ROLES = ['reader', 'analyst', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody who may sign in to the studio. */
export interface Account {
  readonly id: number;
  /** What is typed to sign in: lower case, `[a-z0-9._-]{2,32}`. Unique, and never given to another. */
  readonly name: string;
  readonly role: Role;
  /** `disabled`: may not sign in; what was done under the name stays. */
  readonly state: 'active' | 'disabled';
  /** Of the pages; undefined: as the browser asks. */
  readonly language: Language | undefined;
  readonly createdAt: Instant;
}

/** Who does something, from where: an IP address, `cli`, or `schedule`. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  readonly from: string;
}

/** Whether a role may do what at least `least` may. */
export function mayAs(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
