/** The part of juice that inlines: without what fetches and embeds files. */
declare module 'juice/client.js' {
  const juice: {
    inlineContent(
      html: string,
      css: string,
      options?: {
        applyWidthAttributes?: boolean;
        applyHeightAttributes?: boolean;
        applyAttributesTableElements?: boolean;
      },
    ): string;
  };
  export default juice;
}
