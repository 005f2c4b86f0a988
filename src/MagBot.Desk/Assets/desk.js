// The desk in the browser: what htmx leaves to us. Drafts, Enter to send, title, connection, typing.
(() => {
  "use strict";

  const TYPING_SHOWN_MS = 5000;
  const TYPING_TOLD_MS = 3000;
  const byId = (id) => document.getElementById(id);
  const title = document.title;

  // What somebody is writing must survive every swap of the server's fragments.
  Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, fresh) => {
    if (old instanceof Element && old.hasAttribute("data-keep")) return false;
    // Opened by the reader; the server does not know.
    if (old instanceof HTMLDetailsElement && fresh instanceof HTMLDetailsElement) fresh.open = old.open;
    return true;
  };

  // --- Drafts: text and id together, so that a message sent again after a reload is still the same message. ---
  const draftKey = (form) => "magbot-desk-draft:" + form.dataset.conversation;
  const sayForm = () => byId("say-form");
  let restored = null; // the form whose draft was put back
  let attempted = false; // whether what stands in the field may have arrived already
  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  function saveDraft(form) {
    const text = byId("say-text").value;
    if (text === "") sessionStorage.removeItem(draftKey(form));
    else sessionStorage.setItem(draftKey(form), JSON.stringify({ text, id: byId("client-id").value }));
  }

  function restoreDraft() {
    const form = sayForm();
    if (!form || form === restored) return;
    restored = form;
    byId("say-text").focus({ preventScroll: true });
    try {
      const draft = JSON.parse(sessionStorage.getItem(draftKey(form)) ?? "null");
      if (draft && byId("say-text").value === "") {
        byId("say-text").value = draft.text;
        byId("client-id").value = draft.id;
        attempted = true;
      }
    } catch {
      sessionStorage.removeItem(draftKey(form));
    }
  }

  let typingToldAt = 0;
  function tellTyping(form) {
    if (Date.now() - typingToldAt < TYPING_TOLD_MS) return;
    typingToldAt = Date.now();
    const body = new URLSearchParams(new FormData(form));
    body.delete("text");
    fetch("typing", { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
  }

  document.addEventListener("input", (event) => {
    const form = sayForm();
    if (event.target.id !== "say-text" || !form) return;
    if (attempted) {
      // Other words: another message.
      attempted = false;
      byId("client-id").value = newId();
    }
    saveDraft(form);
    if (event.target.value.trim() !== "") tellTyping(form);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "say-text" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.target.readOnly && event.target.value.trim() !== "") sayForm().requestSubmit();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id !== "say-form") return;
    attempted = true;
    byId("say-text").readOnly = true;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const field = byId("say-text");
    if (event.target.id === "say-form" && field) field.readOnly = false;
  });

  // The server's word that the message is stored.
  document.addEventListener("desk:sent", () => {
    const form = sayForm();
    if (!form) return;
    byId("say-text").value = "";
    byId("client-id").value = newId();
    attempted = false;
    saveDraft(form);
    showNotice("");
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-signout]")) sessionStorage.clear();
  });

  // --- Notices ---
  function showNotice(text) {
    const place = byId("notice");
    if (!place) return;
    place.replaceChildren();
    if (text === "") return;
    const line = document.createElement("p");
    line.className = "notice";
    line.dataset.testid = "desk-notice";
    line.textContent = text;
    place.append(line);
  }

  function sendFailed(event) {
    if (event.detail.requestConfig?.verb === "post") showNotice(document.body.dataset.sendFailed);
  }
  document.addEventListener("htmx:responseError", sendFailed);
  document.addEventListener("htmx:sendError", sendFailed);

  // --- New work in title and for screen readers ---
  let known = null;
  function countWork() {
    const lists = byId("queue-lists");
    if (!lists) return;
    const count = Number(lists.dataset.newWork);
    document.title = count > 0 ? `(${count}) ${title}` : title;
    if (known !== null && count > known) byId("announcement").textContent = document.body.dataset.newWork;
    else if (known !== count) byId("announcement").textContent = "";
    known = count;
  }

  // --- The newest message stays in sight, unless the advisor reads back ---
  const NEAR_END_PX = 80;
  let wasAtEnd = true;
  const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  const toEnd = () => {
    const log = byId("transcript");
    if (log && wasAtEnd) log.scrollTop = log.scrollHeight;
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const log = byId("transcript");
    if (event.detail.target.id === "conversation" && log) wasAtEnd = atEnd(log);
  });

  let typingTimer = 0;
  document.addEventListener("htmx:sseMessage", (event) => {
    if (event.target.id !== "typing") return;
    clearTimeout(typingTimer);
    typingTimer = setTimeout(() => byId("typing").replaceChildren(), TYPING_SHOWN_MS);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target?.id;
    if (id === "queue") countWork();
    if (id !== "conversation") return;
    byId("typing").replaceChildren();
    restoreDraft();
    toEnd();
  });

  // --- Connection ---
  const connection = (lost) => {
    const line = byId("connection");
    if (line) line.hidden = !lost;
  };
  document.addEventListener("htmx:sseOpen", () => connection(false));
  document.addEventListener("htmx:sseError", () => connection(true));
  document.addEventListener("htmx:sseClose", (event) => {
    if (event.detail.type === "message") location.reload(); // signed out elsewhere: the server shows where to go
  });

  countWork();
  restoreDraft();
  toEnd();
})();
