// A draft follows the typing: each is another page in its frame, and opens where the one before it stood.
(() => {
  const key = `draft ${location.pathname}`;
  /** The frame whose page has come; until then it stands at its top and says nothing. */
  let shown;
  const keep = () => {
    if (shown?.isConnected) sessionStorage.setItem(key, shown.contentWindow.scrollY);
  };
  document.addEventListener(
    'load',
    ({ target }) => {
      if (target.name !== 'draft') return;
      shown = target;
      target.contentWindow.scrollTo(0, Number(sessionStorage.getItem(key)));
    },
    true,
  );
  document.addEventListener('htmx:before:swap', keep);
  document.addEventListener('submit', keep, true);
  addEventListener('pagehide', keep);
})();
