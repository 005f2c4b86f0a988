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
    if (old.id === "reply" || old.id === "close-reason" || old.id === "transfer-to") return false;
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
    // On a touch screen the keyboard would cover what the customer said.
    if (!matchMedia("(pointer: coarse)").matches) byId("say-text").focus({ preventScroll: true });
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

  // --- Ready-made replies, notes ---
  document.addEventListener("change", (event) => {
    if (event.target.id !== "reply" || event.target.value === "") return;
    const field = byId("say-text");
    field.value = field.value.trim() === "" ? event.target.value : field.value.trimEnd() + "\n" + event.target.value;
    event.target.value = "";
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("desk:noted", () => {
    byId("note-text").value = "";
    byId("note-box").open = false;
  });

  // --- Shortcuts: with Alt, so that nobody who types or dictates meets one ---
  const open = (id, field) => {
    const box = byId(id);
    if (!box) return;
    box.open = true;
    byId(field)?.focus();
  };
  const step = (by) => {
    const items = [...document.querySelectorAll("#queue-lists [data-testid=desk-queue-item]")];
    if (items.length === 0) return;
    const at = items.findIndex((item) => item.getAttribute("aria-current") === "page");
    items[at < 0 ? 0 : (at + by + items.length) % items.length].click();
  };
  const shortcuts = {
    Digit1: () => byId("tab-queue").click(),
    Digit2: () => byId("tab-mine").click(),
    Digit3: () => byId("tab-all").click(),
    Digit4: () => byId("tab-closed").click(),
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    KeyO: () => byId("claim-button")?.click(),
    KeyB: () => byId("say-text")?.focus(),
    KeyZ: () => open("answers-box", "answers-query"),
    KeyN: () => open("note-box", "note-text"),
  };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !shortcuts[event.code] || !byId("queue-lists")) return;
    event.preventDefault();
    shortcuts[event.code]();
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

  // --- One stream for all tabs out of sight: over HTTP/1.1 a browser has six connections to a host, and a stream keeps one. ---
  const tabs = new BroadcastChannel("magbot-desk");
  let leads = false; // whether this tab listens and rings for the others
  let stream = null;
  class TabStream extends EventTarget {
    #url;
    #source = null;
    readyState = EventSource.CONNECTING;

    constructor(url) {
      super();
      this.#url = url;
      this.adjust();
    }

    close() {
      this.readyState = EventSource.CLOSED;
      this.adjust();
    }

    /** Listens while somebody looks at the tab, or while the others rely on it. */
    adjust() {
      const wanted = this.readyState !== EventSource.CLOSED && (leads || !document.hidden);
      if (wanted === (this.#source !== null)) return;
      this.#source?.close();
      this.#source = wanted ? this.#open() : null;
    }

    /** What the tab that leads heard. */
    hear({ name, data }) {
      if (!this.#source) this.dispatchEvent(new MessageEvent(name, { data }));
    }

    #open() {
      const source = new EventSource(this.#url);
      source.onopen = (event) => {
        this.readyState = source.readyState;
        this.onopen?.(event);
      };
      source.onerror = (event) => {
        this.readyState = source.readyState;
        this.onerror?.(event); // when it is closed, htmx makes another
      };
      for (const name of ["queue", "conversation", "typing", "signedout"]) {
        source.addEventListener(name, ({ data }) => {
          if (leads && (name === "queue" || name === "signedout")) tabs.postMessage({ name, data });
          this.dispatchEvent(new MessageEvent(name, { data }));
        });
      }
      return source;
    }
  }

  const lead = () => {
    leads = true;
    stream.adjust();
  };
  htmx.createEventSource = (url) => {
    const first = stream === null;
    stream = new TabStream(url);
    if (!first) return stream;
    document.addEventListener("visibilitychange", () => stream.adjust());
    tabs.addEventListener("message", (event) => stream.hear(event.data));
    // Whoever has the lock leads, until the tab goes. Only secure pages get locks; elsewhere each tab keeps its own stream.
    if (navigator.locks) void navigator.locks.request("magbot-desk", () => new Promise(lead));
    else lead();
    return stream;
  };

  // --- New work in title and for screen readers ---
  const SETTINGS = { title: true, sound: false, notification: false };
  const settingKey = (name) => "magbot-desk-setting:" + name;
  const isOn = (name) => (localStorage.getItem(settingKey(name)) ?? String(SETTINGS[name])) === "true";
  for (const box of document.querySelectorAll("[data-setting]")) {
    box.checked = isOn(box.dataset.setting);
    box.addEventListener("change", async () => {
      const name = box.dataset.setting;
      if (name === "notification" && box.checked && (await Notification.requestPermission()) !== "granted") box.checked = false;
      localStorage.setItem(settingKey(name), String(box.checked));
      if (name === "sound" && box.checked) beep();
      countWork();
    });
  }

  let audio = null;
  function beep() {
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.15, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.4);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.4);
  }

  function tellNewWork() {
    if (!leads) return;
    if (isOn("sound")) beep();
    if (isOn("notification") && document.hidden && Notification.permission === "granted")
      new Notification(document.body.dataset.newWork, { tag: "magbot-desk" });
  }

  let known = null;
  function countWork() {
    const lists = byId("queue-lists");
    if (!lists) return;
    const count = Number(lists.dataset.newWork) + Number(lists.dataset.unanswered);
    document.title = count > 0 && isOn("title") ? `(${count}) ${title}` : title;
    if (known !== null && count > known) tellNewWork();
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
