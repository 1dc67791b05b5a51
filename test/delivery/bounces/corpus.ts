/** What a bounce is about. */
export interface About {
  /** Of the delivery. */
  readonly token: string;
  /** The subscriber's address. */
  readonly to: string;
}

const BOUNCES = 'bounces@desk.example';

/** The address our letters come from, and go back to. */
export function verp({ token }: About): string {
  const [local, domain] = BOUNCES.split('@');
  return `${local}+${token}@${domain}`;
}

/** Headers of our letter as they went out. */
export function letterHeaders({ token, to }: About): string {
  return [
    'Received: from assay.desk.example (localhost [127.0.0.1])',
    '\tby mail.desk.example (Postfix) with ESMTP id 4F2A1B3C',
    `\tfor <${to}>; Sun, 15 Jun 2025 18:00:01 +0800 (CST)`,
    'From: "Test desk" <weekly@desk.example>',
    `To: <${to}>`,
    'Subject: Metals Weekly 2025-W24: copper ends the week higher',
    'Message-ID: <0123456789abcdef0123456789abcdef.2025-W24@desk.example>',
    `X-Assay-Delivery: ${token}`,
    'List-Id: <weekly.desk.example>',
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
  ].join('\n');
}

/** As Postfix writes them; `status` and `diagnostic` as the next server said. */
export function postfix(
  about: About,
  {
    action = 'failed',
    status = '5.1.1',
    diagnostic = `smtp; 550 5.1.1 <${about.to}>: Recipient address rejected: User unknown`,
    to = verp(about),
    returned = letterHeaders(about),
    envelope = true,
  } = {},
): string {
  return `Return-Path: <>
Delivered-To: ${to}
Received: by mail.desk.example (Postfix)
\tid 7A1C2D3E; Sun, 15 Jun 2025 18:00:03 +0800 (CST)
Date: Sun, 15 Jun 2025 18:00:03 +0800 (CST)
From: MAILER-DAEMON@mail.desk.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F2A1B3C.1750000000/mail.desk.example"
Content-Transfer-Encoding: 8bit
Message-Id: <20250615100003.7A1C2D3E@mail.desk.example>

This is a MIME-encapsulated message.

--4F2A1B3C.1750000000/mail.desk.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.desk.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<${about.to}>: host mx.example[192.0.2.1] said: 550 5.1.1
    <${about.to}>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)

--4F2A1B3C.1750000000/mail.desk.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.desk.example
${envelope ? `Original-Envelope-Id: ${about.token}\n` : ''}X-Postfix-Queue-ID: 4F2A1B3C
X-Postfix-Sender: rfc822; ${to}
Arrival-Date: Sun, 15 Jun 2025 18:00:01 +0800 (CST)

Final-Recipient: rfc822; ${about.to}
Original-Recipient: rfc822;${about.to}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.example
Diagnostic-Code: ${diagnostic}

--4F2A1B3C.1750000000/mail.desk.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

${returned}

--4F2A1B3C.1750000000/mail.desk.example--
`;
}

/** Old Exim: no report, a header that names the address, and our letter below. */
export function exim(about: About): string {
  return `Return-path: <>
Envelope-to: ${verp(about)}
Delivery-date: Sun, 15 Jun 2025 12:00:05 +0200
X-Failed-Recipients: ${about.to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.exim.example>
To: ${verp(about)}
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abcde-000001-AB@mx.exim.example>
Date: Sun, 15 Jun 2025 12:00:05 +0200

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${about.to}
    host mx.next.example [192.0.2.25]
    SMTP error from remote mail server after RCPT TO:<${about.to}>:
    550 5.1.1 <${about.to}>... User unknown

------ This is a copy of the message, including all the headers. ------

${letterHeaders(about)}

Copper 5.7.1 and 550 more words of the letter.
`;
}

/** Exchange Online: a report whose parts are encoded, with a diagnosis of its own. */
export function microsoft(about: About): string {
  const html = `<html><body><p>Your message to ${about.to} couldn't be delivered.</p></body></html>`;
  const status = `Reporting-MTA: dns;AM0PR01MB0001.eurprd01.prod.exchangelabs.com
Received-From-MTA: dns;mail.desk.example
Arrival-Date: Sun, 15 Jun 2025 10:00:01 +0000

Final-Recipient: rfc822;${about.to}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ${about.to} not found by SMTP address lookup
X-Display-Name: Li Wei

`;
  return `Return-Path: <>
To: <${verp(about)}>
From: <postmaster@contoso.example>
Subject: Undeliverable: Metals Weekly 2025-W24
Date: Sun, 15 Jun 2025 10:00:06 +0000
Message-ID: <aaaa-bbbb@AM0PR01MB0001.eurprd01.prod.exchangelabs.com>
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: DR, OOF, AutoReply
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-US
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8f5e8c0a-6d1f-4c8e-9a59-000000000000"
MIME-Version: 1.0

--8f5e8c0a-6d1f-4c8e-9a59-000000000000
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="inner-0001"

--inner-0001
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: base64

${Buffer.from(html).toString('base64')}

--inner-0001--

--8f5e8c0a-6d1f-4c8e-9a59-000000000000
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

${Buffer.from(status.replaceAll('\n', '\r\n')).toString('base64')}

--8f5e8c0a-6d1f-4c8e-9a59-000000000000
Content-Type: message/rfc822

${letterHeaders(about)}

Metals Weekly
--8f5e8c0a-6d1f-4c8e-9a59-000000000000--
`;
}

/** Gmail: the diagnosis folded over several lines. */
export function gmail(about: About): string {
  return `Delivered-To: ${verp(about)}
Return-Path: <>
Received: from mail-sor-f69.google.example by mx.desk.example
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: ${verp(about)}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <0123456789abcdef0123456789abcdef.2025-W24@desk.example>
X-Failed-Recipients: ${about.to}
Message-ID: <684e9d11.050a0220.1.0001.GMR@mx.google.com>
Date: Sun, 15 Jun 2025 03:00:17 -0700 (PDT)
MIME-Version: 1.0
Content-Type: multipart/report; boundary="00000000000012ab"; report-type=delivery-status

--00000000000012ab
Content-Type: multipart/related; boundary="00000000000034cd"

--00000000000034cd
Content-Type: multipart/alternative; boundary="00000000000056ef"

--00000000000056ef
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to ${about.to} because the address couldn't be found, or is unable to receive mail.

--00000000000056ef--
--00000000000034cd--
--00000000000012ab
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Sun, 15 Jun 2025 03:00:16 -0700 (PDT)
X-Original-Message-ID: <0123456789abcdef0123456789abcdef.2025-W24@desk.example>

Final-Recipient: rfc822; ${about.to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
 550-5.1.1 double-checking the recipient's email address for typos or
 550 5.1.1  https://support.google.com/mail/?p=NoSuchUser a1-20020a - gsmtp
Last-Attempt-Date: Sun, 15 Jun 2025 03:00:17 -0700 (PDT)

--00000000000012ab
Content-Type: message/rfc822

${letterHeaders(about)}

--00000000000012ab--
`;
}

/** qmail: no MIME at all. */
export function qmail(about: About): string {
  return `Return-Path: <>
Delivered-To: ${verp(about)}
Received: (qmail 12345 invoked for bounce); 15 Jun 2025 10:00:02 -0000
Date: 15 Jun 2025 10:00:02 -0000
From: MAILER-DAEMON@qmail.example
To: ${verp(about)}
Subject: failure notice

Hi. This is the qmail-send program at qmail.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${about.to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <${verp(about)}>
${letterHeaders(about)}

Metals Weekly
`;
}

/** Sendmail: the report says 5.0.0 and only the diagnosis knows better. */
export function sendmail(about: About): string {
  return `Return-Path: <>
Received: from localhost (localhost) by mx.sendmail.example (8.18.1/8.18.1) id 55FA00a1000001;
\tSun, 15 Jun 2025 12:00:04 +0200
Date: Sun, 15 Jun 2025 12:00:04 +0200
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.sendmail.example>
Message-Id: <202506151000.55FA00a1000001@mx.sendmail.example>
To: <${verp(about)}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="55FA00a1000001.1750000004/mx.sendmail.example"
Subject: Returned mail: see transcript for details
Auto-Submitted: auto-generated (failure)

This is a MIME-encapsulated message

--55FA00a1000001.1750000004/mx.sendmail.example

The original message was received at Sun, 15 Jun 2025 12:00:03 +0200
from mail.desk.example [192.0.2.7]

   ----- The following addresses had permanent fatal errors -----
<${about.to}>
    (reason: 550 5.1.1 <${about.to}>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.next.example.:
>>> DATA
<<< 550 5.1.1 <${about.to}>... User unknown
550 5.1.1 <${about.to}>... User unknown

--55FA00a1000001.1750000004/mx.sendmail.example
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.sendmail.example
Received-From-MTA: DNS; mail.desk.example
Arrival-Date: Sun, 15 Jun 2025 12:00:03 +0200

Final-Recipient: RFC822; ${about.to}
Action: failed
Status: 5.0.0
Remote-MTA: DNS; mx.next.example
Diagnostic-Code: SMTP; 550 5.1.1 <${about.to}>... User unknown
Last-Attempt-Date: Sun, 15 Jun 2025 12:00:04 +0200

--55FA00a1000001.1750000004/mx.sendmail.example
Content-Type: text/rfc822-headers

${letterHeaders(about)}

--55FA00a1000001.1750000004/mx.sendmail.example--
`;
}

/** QQ: a page in Chinese, no report. */
export function qq(about: About): string {
  const html = `<html><body><div>抱歉，您的邮件被退回来了……</div><p>原邮件信息：</p><p>收 件 人：${about.to}</p>
<p>退信原因：收件人邮件地址（${about.to}）不存在，邮件无法送达。</p>
<div>host mx3.qq.com[203.205.219.57] said: 550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&amp;id=20022&amp;no=1000728 (in reply to RCPT TO command)</div></body></html>`;
  return `Return-Path: <>
From: "PostMaster" <PostMaster@qq.com>
To: ${verp(about)}
Subject: =?utf-8?B?${Buffer.from('系统退信/Systems bounce').toString('base64')}?=
Mime-Version: 1.0
Content-Type: multipart/mixed; boundary="----=_NextPart_684E9D11_0A"
Content-Transfer-Encoding: 8Bit
Date: Sun, 15 Jun 2025 18:00:09 +0800
Message-ID: <tencent_0001@qq.com>

This is a multi-part message in MIME format.

------=_NextPart_684E9D11_0A
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

${Buffer.from(html)
  .toString('base64')
  .replace(/.{1,76}/g, '$&\n')}
------=_NextPart_684E9D11_0A
Content-Type: message/rfc822

${letterHeaders(about)}

------=_NextPart_684E9D11_0A--
`;
}

/** 163 (Coremail): a report with words in GBK, and a code of its own for what it takes for junk. */
export function netease(about: About, diagnostic = 'SMTP;550 User not found: li'): Buffer {
  // 抱歉，您的邮件无法送达
  const gbk = Buffer.from('b1a7c7b8a3acc4fab5c4d3cabcfecedeb7a8cbcdb4ef', 'hex');
  const head = `Return-Path: <>
Received: from mail-m163.example
From: postmaster@163.com
To: ${verp(about)}
Subject: =?GBK?B?z7XNs83L0MU=?=
Date: Sun, 15 Jun 2025 18:00:10 +0800 (CST)
Message-ID: <684E9D12.000001.00001@mail-m163.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="----=_Part_1_2.3"

------=_Part_1_2.3
Content-Type: text/plain; charset=GBK
Content-Transfer-Encoding: 8bit

`;
  const tail = `

------=_Part_1_2.3
Content-Type: message/delivery-status

Reporting-MTA: dns; 163.com

Final-Recipient: RFC822; ${about.to}
Action: failed
Status: 5.0.0
Diagnostic-Code: ${diagnostic}

------=_Part_1_2.3
Content-Type: message/rfc822

${letterHeaders(about)}

------=_Part_1_2.3--
`;
  return Buffer.concat([Buffer.from(head), gbk, Buffer.from(tail)]);
}

/** A reader pressed "junk" at a provider with a feedback loop (RFC 5965). */
export function complaint(about: About, type = 'abuse'): string {
  return `From: <feedback@provider.example>
Date: Sun, 15 Jun 2025 12:00:00 +0000
Subject: FW: Metals Weekly
To: <abuse@desk.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.7.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
Source-IP: 192.0.2.7

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

${letterHeaders({ ...about, to: 'redacted@provider.example' })}

Metals Weekly
--part1_13d.2e68ed54_boundary--
`;
}

/** Out of office, to the envelope's sender as it should be. */
export function vacation(about: About): string {
  return `From: ${about.to}
To: ${verp(about)}
Subject: Automatic reply: Metals Weekly
Auto-Submitted: auto-replied (vacation)
Date: Sun, 15 Jun 2025 18:00:05 +0800

I am away until 5.1.1 o'clock; 550 apologies.
`;
}
