import { encode, wrap } from 'nodemailer/lib/base64';
import { fileNameParameters, header, oldFileName } from './headers.ts';

/** A part of a multipart: its delimiter, its headers and an empty line. The content follows, ending its last line. */
export function partHead(boundary: string, headers: readonly string[]): Buffer {
  return Buffer.from(`--${boundary}\r\n${headers.join('')}\r\n`, 'latin1');
}

export function multipartEnd(boundary: string): Buffer {
  return Buffer.from(`--${boundary}--\r\n`, 'latin1');
}

/** `multipart/related; boundary="…"`. `=_` stands in no base64 and no quoted-printable, so no content ends it. */
export function multipart(kind: string, boundary: string, ...parameters: readonly string[]): string {
  return header('Content-Type', [`multipart/${kind}`, ...parameters, `boundary="${boundary}"`].join('; '));
}

/** A text part as `quotedPrintable` writes it. */
export function textHeaders(kind: 'plain' | 'html'): string[] {
  return [
    header('Content-Type', `text/${kind}; charset=utf-8`),
    header('Content-Transfer-Encoding', 'quoted-printable'),
  ];
}

/** A picture shown where the HTML says `cid:<id>`. */
export function pictureHeaders(id: string, name: string): string[] {
  return [
    header('Content-Type', `image/png; name="${name}"`),
    header('Content-Transfer-Encoding', 'base64'),
    header('Content-ID', `<${id}>`),
    header('Content-Disposition', `inline; filename="${name}"`),
  ];
}

/** A file to keep, under its own name. */
export function attachmentHeaders(type: string, name: string): string[] {
  return [
    header('Content-Type', `${type}; name=${oldFileName(name)}`),
    header('Content-Transfer-Encoding', 'base64'),
    header('Content-Disposition', ['attachment', ...fileNameParameters(name)].join('; ')),
  ];
}

/** In lines of 76, each ended. */
export function base64Lines(bytes: Uint8Array): Buffer {
  const plain = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Buffer.from(`${wrap(encode(plain), 76)}\r\n`, 'latin1');
}
