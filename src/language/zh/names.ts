/** 行文里的名称：合约期限与“主力”不必每次都说。 */
export function spoken(name: string): string {
  return name.replace(/(3个月|主力)$/, '');
}
