/* Keeps marked parts of a page fresh: <section id="queue" data-live="queue"> is fetched again when the topic stirs.
   `data-live-from` names another address than the page's own. Without scripts the page is whole, only not live.
   While news waits for somebody to finish writing, the part carries data-live-waits; html carries data-live-open. */
(() => {
  const parts = () => [...document.querySelectorAll("[data-live][id]")];
  const topicsOf = (part) => part.dataset.live.split(/\s+/).filter(Boolean);
  const stale = new Set();
  let source = null;
  let subscribed = "";
  let opened = false;
  let timer = 0;
  let fetching = false;

  // What somebody is writing, or has begun to fill in and not sent, stays as it is.
  const changed = (field) =>
    field.tagName === "SELECT"
      ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
      : field.value !== field.defaultValue || (field.checked ?? false) !== (field.defaultChecked ?? false);
  const inUse = (part) => {
    const active = document.activeElement;
    const writing = part.contains(active) && active.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    return writing || [...part.querySelectorAll("input, textarea, select")].some(changed);
  };

  const put = (part, fresh) => {
    if (window.htmx) return window.htmx.swap({ text: fresh.outerHTML, target: part, swap: "outerMorph", sourceElement: part });
    part.replaceWith(document.importNode(fresh, true));
  };

  const freshen = async () => {
    if (fetching) return later();
    fetching = true;
    const behind = parts().filter((part) => stale.has(part.id));
    behind.forEach((part) => part.toggleAttribute("data-live-waits", inUse(part)));
    const due = behind.filter((part) => !inUse(part));
    try {
      for (const address of new Set(due.map((part) => part.dataset.liveFrom || location.href))) {
        const mine = due.filter((part) => (part.dataset.liveFrom || location.href) === address);
        mine.forEach((part) => stale.delete(part.id));
        const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "full" } });
        if (!answer.ok || answer.redirected) continue;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of mine) {
          const fresh = page.getElementById(part.id);
          if (fresh && part.isConnected && !inUse(part)) await put(part, fresh);
          else if (inUse(part)) stale.add(part.id);
        }
      }
    } catch {
      // The network is away; the next event or the next connection tries again.
    } finally {
      fetching = false;
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(freshen, 150);
  };

  const mark = (topic) => {
    parts().filter((part) => topic === "*" || topicsOf(part).includes(topic)).forEach((part) => stale.add(part.id));
    if (stale.size) later();
  };

  const connect = () => {
    const topics = [...new Set(parts().flatMap(topicsOf))].sort().join(",");
    if (source && topics === subscribed && source.readyState !== EventSource.CLOSED) return;
    source?.close();
    source = null;
    subscribed = topics;
    if (!topics || document.hidden) return;
    // What happened between the making of the page and this moment is told first.
    const since = opened ? "" : "&since=" + document.documentElement.dataset.made;
    source = new EventSource("/live?topics=" + encodeURIComponent(topics) + since);
    source.onerror = () => document.documentElement.removeAttribute("data-live-open");
    source.onmessage = (event) => mark(event.data);
    source.onopen = () => {
      document.documentElement.toggleAttribute("data-live-open", true);
      if (opened) mark("*");
      opened = true;
    };
  };

  if (!window.EventSource) return;
  // A browser keeps six connections to a host: a page nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) source?.close();
    connect();
  });
  document.addEventListener("focusout", () => stale.size && later());
  document.addEventListener("htmx:after:swap", connect);
  document.addEventListener("DOMContentLoaded", connect);
  if (document.readyState !== "loading") connect();
})();
