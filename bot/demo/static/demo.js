/* Keeps the demo's pages fresh, sends texts without leaving the page, and counts what a text costs.
   Parts marked data-fresh are fetched again whenever something moved; without scripts the page is whole, only not live. */
(() => {
  const scroll = document.getElementById("scroll");
  const typing = document.getElementById("typing");
  let fetching = false;
  let again = false;
  let giveUp = 0;

  const toEnd = () => scroll?.scrollTo({ top: scroll.scrollHeight });
  const last = () => [...document.querySelectorAll("#talk .demo-bubble")].at(-1);

  const dots = (shown) => {
    if (!typing) return;
    clearTimeout(giveUp);
    typing.hidden = !shown;
    if (shown) giveUp = setTimeout(() => dots(false), 6000);
  };

  // What has just been understood lights up once.
  const facts = () => new Map([...document.querySelectorAll(".demo-fact.is-known")].map((fact) => [fact.id, fact.querySelector(".demo-value").textContent]));

  const put = (part, fresh) => {
    if (window.htmx) return window.htmx.swap({ text: fresh.outerHTML, target: part, swap: "outerMorph", sourceElement: part });
    part.replaceWith(document.importNode(fresh, true));
  };

  const freshen = async () => {
    if (fetching) return (again = true);
    fetching = true;
    try {
      do {
        again = false;
        const answer = await fetch(location.href, { headers: { "HX-Request": "true", "HX-Request-Type": "full" } });
        if (!answer.ok) break;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const known = facts();
        const before = last()?.id;
        for (const part of document.querySelectorAll("[data-fresh][id]")) {
          const fresh = page.getElementById(part.id);
          if (fresh && fresh.innerHTML !== part.innerHTML) await put(part, fresh);
        }
        for (const [id, value] of facts()) {
          if (known.get(id) === value) continue;
          const fact = document.getElementById(id);
          fact.classList.remove("is-new");
          void fact.offsetWidth;
          fact.classList.add("is-new");
        }
        if (last() && last().id !== before) {
          if (last().dataset.mine === "no") dots(false);
          toEnd();
        }
        measure();
      } while (again);
    } catch {
      // The service is away; the next event or the next connection tries again.
    } finally {
      fetching = false;
    }
  };

  const send = async (form, submitter) => {
    const data = new URLSearchParams(new FormData(form, submitter));
    const box = form.querySelector("textarea");
    if (box) {
      if (!box.value.trim()) return box.focus();
      box.value = "";
      count(box);
      box.focus();
    }
    if (data.has("body")) {
      dots(true);
      toEnd();
      // The button may mean something else in a moment: whoever presses Enter twice must not send that.
      if (!box) scroll?.focus({ preventScroll: true });
    }
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
    if (!answer.ok) return location.reload();
    freshen();
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-send]")) return;
    event.preventDefault();
    send(event.target, event.submitter).catch(() => location.reload());
  });

  // On a phone the keyboard's own button sends; a new line is Shift and Enter.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("[data-send] textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // The same count as dialogs/gsm.py: what is not in the network's own alphabet makes every character cost more.
  const count = (box) => {
    const line = box.form.querySelector("[data-count]");
    if (!line || !box.dataset.basic) return;
    const signs = [...box.value];
    const foreign = [...new Set(signs.filter((sign) => !box.dataset.basic.includes(sign) && !box.dataset.extended.includes(sign) && sign !== "\n"))];
    const size = foreign.length ? box.value.length : signs.reduce((sum, sign) => sum + (box.dataset.extended.includes(sign) ? 2 : 1), 0);
    const [one, part] = foreign.length ? [70, 67] : [160, 153];
    const words = line.dataset.words.replace("{n}", size).replace("{s}", size <= one ? 1 : Math.ceil(size / part));
    line.hidden = !size;
    line.textContent = words + (foreign.length ? ". " + line.dataset.dear.replace("{signs}", foreign.join(" ")) : "");
  };
  document.addEventListener("input", (event) => event.target.matches("[data-send] textarea") && count(event.target));

  // A fact and the words it was read from light up together.
  const light = (names, on) => {
    for (const name of names) {
      for (const mark of document.querySelectorAll(".demo-word")) {
        if (mark.dataset.facts.split(" ").includes(name)) mark.classList.toggle("is-lit", on);
      }
      document.querySelector(`.demo-fact[data-fact="${CSS.escape(name)}"]`)?.classList.toggle("is-lit", on);
    }
  };
  for (const [event, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(event, ({ target }) => {
      const of = target.closest?.(".demo-word, .demo-fact");
      if (of) light(of.dataset.facts?.split(" ") ?? [of.dataset.fact], on);
    });
  }

  // A mail is as high as it is.
  const measure = () => {
    for (const frame of document.querySelectorAll("iframe.demo-letter")) {
      const fit = () => {
        const height = frame.contentDocument?.documentElement?.scrollHeight;
        if (height) frame.height = height + 8;
      };
      if (!frame.dataset.fitted) frame.addEventListener("load", fit);
      frame.dataset.fitted = "yes";
      fit();
    }
  };

  // A browser keeps six connections to a host: a page nobody looks at gives its own back.
  let source = null;
  const connect = () => {
    source?.close();
    source = null;
    if (document.hidden || !window.EventSource) return;
    source = new EventSource("/demo/events");
    source.onmessage = freshen;
  };
  document.addEventListener("visibilitychange", connect);
  connect();
  toEnd();
  window.addEventListener("resize", measure);
  measure();
})();
