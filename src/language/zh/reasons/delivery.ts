import type { Rule } from '../reasons.ts';

/** Why letters and campaigns are as they are, and what befell subscribers, as the ledger keeps it. */
export const DELIVERY: readonly Rule[] = [
  [/^corrected by (\S+)$/, ([edition = '']) => `已由更正版 ${edition} 取代`],
  [/^its campaign's deadline has passed$/, () => '已过发送期限'],
  [/^its campaign was cancelled$/, () => '所属发送任务已取消'],
  [/^it was asked to stop$/, () => '已按要求停止'],
  [/^the ledger cannot be written$/, () => '发送台账无法写入，请检查磁盘'],
  [/^a line failed$/, () => '发送中程序出错'],
  [/^the next letter is due at (\S+)$/, ([when = ''], _, { at }) => `下一封将于${at(when)}发送`],
  [
    /^the sender ended, or slept past its time, after the intent and before an outcome$/,
    () => '发送程序在交出邮件之后、得到答复之前中断',
  ],
  [
    /^in doubt for longer than the desk waits; sent again as it wishes$/,
    () => '长时间不确定，已按设置重新发送',
  ],
  [/^not sent: this machine stood still for too long$/, () => '未发送：服务器停顿过久'],
  [
    /^.+; whether the server has the letter is not known$/,
    () => '交出邮件之后连接中断，邮件服务器是否收到不得而知',
  ],
  [/^.+; the server has not got the letter$/, () => '连接中断，邮件服务器未收到，稍后重试'],
  [
    /^the mail server refused (\d+) letters in a row for a reason of ours: (.+)$/,
    ([count = '', why = ''], say) => `邮件服务器连续拒收${count}封，原因在我方：${say(why)}`,
  ],
  [
    /^the mail server fell silent on (\d+) letters in a row: (.+)$/,
    ([count = '', why = ''], say) => `邮件服务器连续${count}封没有答复：${say(why)}`,
  ],
  [
    /^(.+) \(tried (\d+) times in a row\)$/,
    ([why = '', times = ''], say) => `${say(why)}（连续试了${times}次）`,
  ],
  [/^(\S+:\d+) cannot be reached: /, ([place = '']) => `无法连接邮件服务器 ${place}`],
  [/^(\S+:\d+) is not ready: /, ([place = '']) => `邮件服务器 ${place} 暂不接收`],
  [/^(\S+:\d+) turns us away: /, ([place = '']) => `邮件服务器 ${place} 拒绝连接`],
  [/^(\S+:\d+) did not let /, ([place = '']) => `邮件服务器 ${place} 登录失败，请检查用户名和密码`],
  [
    /^(\S+:\d+) (?:offers no TLS|cannot do TLS|does not speak TLS)/,
    ([place = '']) => `与邮件服务器 ${place} 无法加密连接`,
  ],
  [
    /^(\S+:\d+) shows a certificate that is not trusted/,
    ([place = '']) => `邮件服务器 ${place} 的证书不受信任`,
  ],
  [/^the address cannot stand in an envelope; not sent$/, () => '地址写法有误，未发送'],
  [/^the sender's address cannot stand in an envelope; not sent$/, () => '发件地址写法有误，未发送'],
  [
    /^(?:the server takes no address that is not ASCII|\S+ needs SMTPUTF8)/,
    () => '邮件服务器不支持非英文地址，未发送',
  ],
  [/^(?:the letter has|a letter of) [\d,]+ bytes\b/, () => '邮件超过大小上限，请调高上限或改发链接'],
  [/^the letter cannot be read: /, () => '邮件内容无法读取'],
  [/^reported as delivered$/, () => '对方服务器回报已送达'],
  [/^came back: (.+)$/, ([why = ''], say) => `邮件被退回：${say(why)}`],
  [
    /^the relay's log has it as \S+, sent at (\S+)/,
    ([when = ''], _, { at }) => `中继服务器日志：已于${at(when)}送出`,
  ],
  [
    /^the relay's log has it as \S+, (\S+) at (\S+)/,
    ([state = '', when = ''], _, { at }) => `中继服务器日志：${at(when)} ${state}`,
  ],
  [/^one-click of a mail program$/, () => '在邮件程序中一键退订'],
  [/^on the page of the letter$/, () => '在邮件所附页面上退订'],
  [/^on the page of their wishes$/, () => '在订阅设置页面上退订'],
  [/^no reason given$/, () => '未说明原因'],
  [
    /^(?:([245]\d{2})(?: ([245]\.\d+\.\d+))?|([245]\.\d+\.\d+))(?: .*)?$/,
    ([code = '', sub = '', alone = '']) => reply(code, sub || alone),
  ],
];

/** Classes of enhanced status codes, RFC 3463. */
const SUBJECTS: Readonly<Record<string, string>> = {
  '1': '收件地址有问题',
  '2': '收件人邮箱有问题',
  '3': '邮件服务器自身有问题',
  '4': '网络或路由有问题',
  '5': '邮件协议有问题',
  '6': '邮件内容无法转换',
  '7': '按安全规则不予接收',
};

/** `550 5.1.1` → `邮件服务器拒收（550 5.1.1）：收件地址不存在`. */
function reply(code: string, enhanced: string): string {
  const [family = code.charAt(0), subject = ''] = enhanced === '' ? [] : enhanced.split('.');
  const verdict = family === '2' ? '已接收' : family === '4' ? '暂不接收，稍后重试' : '拒收';
  const why = enhanced === '5.1.1' ? '收件地址不存在' : (SUBJECTS[subject] ?? '');
  const number = [code, enhanced].filter((part) => part !== '').join(' ');
  return `邮件服务器${verdict}（${number}）${why === '' || family === '2' ? '' : `：${why}`}`;
}
