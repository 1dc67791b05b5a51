import type { Finding } from '../model/finding.ts';

export function errorAt(code: string, where: string, message: string): Finding {
  return { code, severity: 'error', where, message };
}

export function warningAt(code: string, where: string, message: string): Finding {
  return { code, severity: 'warning', where, message };
}
