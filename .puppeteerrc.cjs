// The set-up script finds or installs a browser (src/setup/browser.mjs); puppeteer's own
// install step would download one, and fail where there is no network.
module.exports = { skipDownload: true };
